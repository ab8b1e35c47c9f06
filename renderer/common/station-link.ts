/**
 * One subscription per window: the station's events, and from it whether the station answers at all.
 * `away` is said only after a moment, so that a restart of half a second shows nothing.
 */
import type { StationEvent } from '../../domain/views/event.ts';
import { station } from './client.ts';

export type LinkState = 'opening' | 'ready' | 'away' | 'session-ended';
type Listener = (event: StationEvent) => void;

const AWAY_AFTER_MS = 1500;
const RETRY_MS = 1000;

const eventListeners = new Set<Listener>();
const stateListeners = new Set<() => void>();
let state: LinkState = 'opening';
let awayTimer: ReturnType<typeof setTimeout> | undefined;

export const linkState = (): LinkState => state;

export const onLinkState = (listener: () => void): (() => void) => {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
};

export const onStationEvent = (listener: Listener): (() => void) => {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
};

const setState = (next: LinkState): void => {
  clearTimeout(awayTimer);
  awayTimer = undefined;
  if (state === next) return;
  state = next;
  for (const listener of stateListeners) listener();
};

const lost = (): void => {
  awayTimer ??= setTimeout(() => setState('away'), AWAY_AFTER_MS);
};

/** The cookie is no longer good; only reopening the window helps. */
export const sessionEnded = (): void => setState('session-ended');

const again = (): void => {
  if (state === 'session-ended') return;
  lost();
  setTimeout(startLink, RETRY_MS);
};

/** Starts listening; called once by `mountWindow`. Whatever ends the stream, it is opened again. */
export const startLink = (): void => {
  const subscription = station.events.subscribe(undefined, {
    onStarted: () => setState('ready'),
    onConnectionStateChange: (change) => {
      if (change.state === 'pending') setState('ready');
      if (change.state === 'connecting' && change.error) lost();
    },
    onData: (event) => {
      for (const listener of eventListeners) listener(event);
    },
    onError: () => {
      subscription.unsubscribe();
      again();
    },
    onStopped: again,
  });
};
