/** The line to the province as the windows see it: what the last exchange showed, and what is still waiting. */
import type { Logger } from 'pino';
import { localDate } from '../domain/local-time.ts';
import type { StationConfig } from '../domain/station-config.ts';
import type { ConnectionState } from '../domain/views.ts';
import type { BlobStore } from '../offline-store/blobs.ts';
import type { OfficeStore } from '../offline-store/contract.ts';
import { CLOCK_OFFSET_KEY, startSync } from '../offline-store/sync/sync.ts';
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
  readonly pollMs: number;
}

export function openLine(parts: LineParts): Line {
  const { config, store, clock, bus } = parts;
  const kept = store.settings.get(CLOCK_OFFSET_KEY);
  if (kept !== undefined) clock.setOffset(Number(kept));
  if (!config.portal) return unpaired(parts);
  return startSync({
    store,
    blobs: parts.blobs,
    portalUrl: config.portal.url,
    token: config.portal.token,
    station: config.station,
    agency: config.agency,
    now: clock.now,
    pollMs: parts.pollMs,
    log: parts.log,
    onState: (connection) => {
      if (connection.clockOffset !== undefined) clock.setOffset(connection.clockOffset);
      bus.emit({ type: 'connection', at: clock.now(), connection });
      bus.emit({ type: 'work-changed', at: clock.now() });
    },
    onChanges: () => bus.emit({ type: 'work-changed', at: clock.now() }),
  });
}

/** A PC not yet paired works all the same; it only has nowhere to send. */
function unpaired({ store, clock }: LineParts): Line {
  const since = clock.now();
  const state = (): ConnectionState => ({
    state: 'offline',
    since,
    code: 'MC-NET-01',
    ...store.outbox.counts(),
    numbersLeft: store.leases.left(localDate(clock.corrected())),
    lastSavedAt: store.lastSavedAt(),
  });
  return { kick: () => undefined, state, stop: async () => undefined };
}
