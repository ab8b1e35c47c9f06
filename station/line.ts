/** The line to the province as the windows see it: what the last exchange showed, and what is still waiting. */
import type { Logger } from 'pino';
import { isOpenAt, type WorkingCalendar } from '../domain/calendar.ts';
import { type ErrorCode, MotcuaError } from '../domain/errors.ts';
import { localDate } from '../domain/local-time.ts';
import type { StationConfig } from '../domain/station-config.ts';
import type { ConnectionState } from '../domain/views/line.ts';
import type { BlobStore } from '../offline-store/blobs.ts';
import type { OfficeStore } from '../offline-store/contract.ts';
import type { Mending } from '../offline-store/mending.ts';
import type { Announced } from '../offline-store/sync/announcements.ts';
import { clockDoubt } from '../offline-store/sync/clock-watch.ts';
import { CLOCK_OFFSET_KEY, type Sync, startSync } from '../offline-store/sync/sync.ts';
import type { Clock } from './clock.ts';
import type { EventBus } from './events.ts';
import type { StationIdentity, Way } from './identity/identity.ts';
import { takeUp } from './identity/take-up.ts';
import { MADE_AT } from './version.ts';

export interface Line {
  /** Something is waiting: send now, whatever the back-off says. */
  kick(): void;
  state(): ConnectionState;
  /** Begins anew by what this PC is to the portal now: after it was paired. */
  reopen(): Promise<void>;
  stop(): Promise<void>;
}

export interface LineParts {
  readonly config: StationConfig;
  readonly identity: StationIdentity;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly log: Logger;
  readonly pollMs: number;
  readonly calendar: WorkingCalendar;
  /** Scans that are damaged here: the province is asked for those that it has. */
  readonly mending: Mending;
  /** Room on this disk for one more scan. */
  readonly hasRoom: () => boolean;
  /** The province announced another catalogue, or settings; they are in the store. */
  readonly onAnnounced: (what: Announced) => void;
}

/** Half of a small office's line; an assumption, so station.json may say otherwise. */
const SCAN_KBPS = 2_000;

/** Bytes a second that scans may take now: outside opening hours the whole line is theirs. */
export const scanRate =
  ({ config, calendar, clock }: Pick<LineParts, 'config' | 'calendar' | 'clock'>) =>
  (): number | undefined => {
    const kbps = config.scanKbps ?? SCAN_KBPS;
    return kbps === 0 || !isOpenAt(calendar, clock.corrected()) ? undefined : (kbps * 1_000) / 8;
  };

/** How often the PC's clock is looked at for a jump. */
const CLOCK_LOOK_MS = 1_000;

export function openLine(parts: LineParts): Line {
  const { store, clock, bus } = parts;
  const kept = store.settings.get(CLOCK_OFFSET_KEY);
  if (kept !== undefined) clock.setOffset(Number(kept));
  let sync = begin(parts);
  return {
    kick: () => sync.kick(),
    state: () => sync.state(),
    reopen: async () => {
      await sync.stop();
      sync = begin(parts);
      bus.emit({ type: 'connection', at: clock.now(), connection: sync.state() });
    },
    stop: () => sync.stop(),
  };
}

function begin(parts: LineParts): Sync {
  try {
    const way = parts.identity.way();
    return way ? connected(parts, way) : waiting(parts, 'MC-PAR-09');
  } catch (error) {
    if (error instanceof MotcuaError) return waiting(parts, error.code);
    throw error;
  }
}

function connected(parts: LineParts, { url, token, fetch, station, identity }: Way): Sync {
  const { config, store, clock, bus } = parts;
  if (identity) takeUp(store, identity, clock.now());
  return startSync({
    store,
    blobs: parts.blobs,
    portalUrl: url,
    token,
    fetch,
    station,
    agency: config.agency,
    now: clock.now,
    pollMs: parts.pollMs,
    clockLookMs: CLOCK_LOOK_MS,
    madeAt: MADE_AT,
    uploadRate: scanRate(parts),
    scanReturns: { mending: parts.mending, hasRoom: parts.hasRoom },
    log: parts.log,
    onState: (connection) => {
      if (connection.clockOffset !== undefined) clock.setOffset(connection.clockOffset);
      bus.emit({ type: 'connection', at: clock.now(), connection });
      bus.emit({ type: 'work-changed', at: clock.now() });
    },
    onAnnounced: parts.onAnnounced,
    onChanges: () => bus.emit({ type: 'work-changed', at: clock.now() }),
  });
}

/** A PC that is not paired, or whose key cannot be used, works all the same; it only has nowhere to send. */
function waiting({ store, clock }: LineParts, code: ErrorCode): Sync {
  const since = clock.now();
  const newest = store.lastSavedAt();
  const state = (): ConnectionState => ({
    state: 'offline',
    since,
    code,
    ...store.outbox.counts(),
    numbersLeft: store.leases.left(localDate(clock.corrected())),
    lastSavedAt: store.lastSavedAt(),
    clockDoubt: clockDoubt({ now: clock.corrected(), newest, madeAt: MADE_AT }),
  });
  return { kick: () => undefined, state, stop: async () => undefined };
}
