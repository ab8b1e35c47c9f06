/** The line to the province as the windows see it: what the last exchange showed, and what is still waiting. */
import type { Logger } from 'pino';
import { localDate } from '../domain/local-time.ts';
import type { StationConfig } from '../domain/station-config.ts';
import type { ConnectionState } from '../domain/views.ts';
import type { BlobStore } from '../offline-store/blobs.ts';
import type { OfficeStore } from '../offline-store/contract.ts';
import { type ConnectionFacts, startSync } from '../offline-store/sync/sync.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';

export interface Line {
  /** Something is waiting: send now, whatever the back-off says. */
  kick(): void;
  state(): ConnectionState;
  stop(): Promise<void>;
}

export interface LineParts {
  readonly config: StationConfig;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly log: Logger;
  readonly idlePollMs: number;
}

export function openLine(parts: LineParts): Line {
  const { config, store, clock, bus } = parts;
  const view = (facts: ConnectionFacts): ConnectionState => ({
    ...facts,
    ...store.outbox.counts(),
    clockOffset: clock.offset(),
    numbersLeft: store.leases.left(localDate(clock.corrected())),
    lastSavedAt: store.lastSavedAt(),
  });
  if (!config.portal) return unpaired(view, clock);
  const sync = startSync({
    store,
    blobs: parts.blobs,
    portalUrl: config.portal.url,
    token: config.portal.token,
    station: config.station,
    agency: config.agency,
    now: clock.now,
    idlePollMs: parts.idlePollMs,
    log: parts.log,
    onOffset: clock.setOffset,
    onState: (facts) => bus.emit({ type: 'connection', at: clock.now(), connection: view(facts) }),
    onChange: () => bus.emit({ type: 'work-changed', at: clock.now() }),
  });
  return { kick: sync.kick, state: () => view(sync.state()), stop: sync.stop };
}

/** A PC not yet paired works all the same; it only has nowhere to send. */
function unpaired(view: (facts: ConnectionFacts) => ConnectionState, clock: Clock): Line {
  const since = clock.now();
  return {
    kick: () => undefined,
    state: () => view({ state: 'offline', since, code: 'MC-NET-01' }),
    stop: async () => undefined,
  };
}
