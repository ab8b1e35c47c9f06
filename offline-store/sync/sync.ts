/**
 * Keeps the office and the province in step, in three lanes that do not wait for each other: what was done here goes out
 * at once, what others did comes in as it happens, scans follow while nothing else is on its way. While the line is
 * broken each tries ever more slowly. Offline is the normal case.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant, LocalDay } from '../../domain/ids.ts';
import { portalInfoSchema } from '../../domain/sync.ts';
import type { ConnectionState } from '../../domain/views/line.ts';
import type { BlobStore } from '../blobs.ts';
import type { OfficeStore } from '../contract.ts';
import { createOpening } from '../opening.ts';
import { type Announced, createAnnouncementsLook } from './announcements.ts';
import { createClient, type Fetch, type PortalClient, type Token } from './client.ts';
import { createClockWatch } from './clock-watch.ts';
import { createComparison, createComparisonTurn, todayOf } from './comparison.ts';
import { backOff } from './connection.ts';
import { createFeedTurn, createHold } from './feed.ts';
import { type Lane, runLane } from './lane.ts';
import { createLeaseKeeper, defaultLeaseDays } from './lease-keeper.ts';
import { createOfficersLook } from './officers.ts';
import { createPace } from './pace.ts';
import type { SyncLog, SyncParts } from './parts.ts';
import { createPush } from './push.ts';
import { createRestraint } from './restraint.ts';
import { createScanReturns, type ScanReturnsParts } from './scan-return.ts';
import { trySetAsideAgain } from './second-try.ts';
import { createUploads } from './uploads.ts';
import { createWatch, isQuiet, type Part, type Quiet } from './watch.ts';

export { CLOCK_OFFSET_KEY } from './watch.ts';

export interface SyncOptions {
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly portalUrl: string;
  readonly token: Token;
  readonly station: string;
  readonly agency: string;
  /** The station's own clock. */
  readonly now: () => Instant;
  /** Told when anything of the connection's state has changed but the time of the last exchange. */
  readonly onState: (state: ConnectionState) => void;
  /** Told when something came in from other stations. */
  readonly onChanges?: () => void;
  /** Told when the province announced another catalogue, or settings, and they are in the store. */
  readonly onAnnounced?: (what: Announced) => void;
  readonly log: SyncLog;
  readonly fetch?: Fetch;
  /** Pause between two looks at what is to be done, and at the feed where the portal does not hold it open, ms. */
  readonly pollMs?: number;
  /** How long the portal is asked to hold the feed open, seconds; 0 never. */
  readonly holdSeconds?: number;
  /** Longest time without progress of a request, ms. */
  readonly patience?: number;
  /** How long after the start the books are compared first, and how often then, ms. */
  readonly compareFirstMs?: number;
  readonly compareEveryMs?: number;
  readonly leaseDays?: (today: LocalDay) => readonly LocalDay[];
  readonly random?: () => number;
  /** A clock that only grows, ms: by it pauses are counted and jumps of `now` are noticed. */
  readonly steady?: () => number;
  /** How often `now` is looked at for a jump, ms; 0 never. */
  readonly clockLookMs?: number;
  /** When this program was made: a clock before it is in doubt. */
  readonly madeAt?: Instant;
  /** Scans that are damaged here, to be asked for; without it none is. */
  readonly scanReturns?: Pick<ScanReturnsParts, 'mending' | 'hasRoom'>;
  /** Bytes a second that scans may take now, those that go and those that come back together; undefined: as fast as it goes. */
  readonly uploadRate?: () => number | undefined;
}

export interface Sync {
  /** Something was done here: exchange now, whatever the pause. */
  kick(): void;
  state(): ConnectionState;
  /** Ends every open request and waits until nothing of it runs. */
  stop(): Promise<void>;
}

const POLL_MS = 5_000;
const PATIENCE_MS = 15_000;
const GREET_EVERY_MS = 600_000;
const COMPARE_FIRST_MS = 60_000;
const COMPARE_EVERY_MS = 3_600_000;
const OFFICERS_EVERY_MS = 600_000;
const ANNOUNCEMENTS_EVERY_MS = 3_600_000;

const isNetworkCode = (code: ErrorCode): boolean => code.startsWith('MC-NET-');

type Greeting = (always?: boolean) => Promise<void>;

/** Before anything else, and now and then: is this the portal at all, and what time is it there? One at a time for all lanes. */
const createGreeting = ({ client, now, steady, heardClock }: SyncParts, isOnline: () => boolean): Greeting => {
  let greetedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  const greet = async (): Promise<void> => {
    const sentAt = now();
    const info = await client.json({ method: 'GET', path: 'v1/info' }, portalInfoSchema);
    heardClock(info.now, sentAt);
    greetedAt = steady();
  };
  return async (always = false) => {
    if (!always && isOnline() && steady() - greetedAt < GREET_EVERY_MS) return;
    running ??= greet().finally(() => {
      running = undefined;
    });
    await running;
  };
};

/** What goes out: at once when something was done here. `kicked` with nothing to send asks whether the line is there. */
const createSending = (parts: SyncParts, options: SyncOptions, greet: Greeting, settled: () => void) => {
  const push = createPush(parts);
  const keepLeases = createLeaseKeeper(parts, options.leaseDays ?? defaultLeaseDays);
  let asked = false;
  let unsure = false;
  let busy = false;
  return {
    /** The clock was set: the portal is to be asked what time it is. */
    measure: (): void => {
      unsure = true;
    },
    ask: (): void => {
      asked = true;
    },
    /** An officer's work is on its way: scans make room. */
    isBusy: (): boolean => busy,
    turn: async (): Promise<void> => {
      const nothing = parts.store.outbox.counts().waiting === 0;
      busy = true;
      try {
        await greet(unsure || (asked && nothing));
        asked = false;
        unsure = false;
        await push();
      } finally {
        busy = false;
      }
      await keepLeases();
      settled();
    },
  };
};

/** A pause that ends with the station. */
const restUntil =
  (stop: AbortSignal) =>
  (ms: number): Promise<void> =>
    pause(ms, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });

const errorCodeOf = (error: unknown): ErrorCode => (error instanceof MotcuaError ? error.code : 'MC-API-99');

export const startSync = (options: SyncOptions): Sync => {
  const { log, pollMs = POLL_MS, patience = PATIENCE_MS, random = Math.random } = options;
  const steady = options.steady ?? (() => performance.now());
  const stopping = new AbortController();
  const watch = createWatch({ ...options, more: () => ({ books: comparison.state() }) });
  const restraint = createRestraint({ steady, random, rest: restUntil(stopping.signal) });
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const clientFor = (onExchange: (code: ErrorCode | undefined) => void): PortalClient =>
    createClient({
      ...options,
      fetch,
      patience,
      restraint,
      stop: stopping.signal,
      corrected: watch.corrected,
      onExchange,
    });
  const opening = createOpening(options.store.settings);
  const partsFor = (client: PortalClient): SyncParts => ({
    ...options,
    opening,
    steady,
    client,
    heardClock: watch.heardClock,
    corrected: watch.corrected,
  });
  const greetOnce = createGreeting(partsFor(clientFor(watch.of('greeting'))), watch.isOnline);
  const greet: Greeting = async (always) => {
    const wasOnline = watch.isOnline();
    await greetOnce(always);
    // The line is back: whoever else sits out a pause after a failure need not.
    if (!wasOnline && watch.isOnline()) for (const lane of lanes) lane.wake();
  };
  // Only what stands at the end of a turn counts: a batch may fail over one operation, and the next go through.
  const sent = watch.of('sending');
  const sendingClient = clientFor((code) => (code === undefined ? sent(code) : undefined));
  const sending = createSending(partsFor(sendingClient), options, greet, () => watch.settled('sending'));
  const feedParts = partsFor(clientFor(watch.of('feed')));
  const feedTurn = createFeedTurn({
    parts: feedParts,
    holding: clientFor(watch.onlyWell),
    hold: createHold(steady, options.holdSeconds),
    onChanges: () => options.onChanges?.(),
    onCaughtUp: () => watch.settled('feed'),
    patience,
    pollMs,
  });
  const comparing = partsFor(clientFor(watch.onlyWell));
  const comparison = createComparison(comparing);
  const everyMs = options.compareEveryMs ?? COMPARE_EVERY_MS;
  const compareTurn = createComparisonTurn(
    {
      comparison,
      today: todayOf(comparing),
      steady,
      // Offices do not start to compare together.
      firstMs: options.compareFirstMs ?? COMPARE_FIRST_MS * (1 + 4 * random()),
      everyMs,
      onChanges: () => {
        options.onChanges?.();
        // What the portal has lost waits again.
        send.wake();
      },
    },
    greet,
  );
  const pace = createPace({
    rate: options.uploadRate ?? (() => undefined),
    isBusy: sending.isBusy,
    steady,
    rest: restUntil(stopping.signal),
    stop: stopping.signal,
  });
  const upload = createUploads(partsFor(clientFor(watch.onlyWell)), pace);

  const pauseAfter = (failures: number): number => Math.max(backOff(failures, random()), restraint.left());
  /** An error of this program must be seen, and must not end the exchange for the day. */
  const failedIn =
    (part: Part | Quiet) =>
    (error: unknown, failures: number): number => {
      const code = errorCodeOf(error);
      // Also what only showed once the answer was read: a feed of garbage, a push that nothing was answered to.
      if (!isQuiet(part) && isNetworkCode(code)) watch.ill(part, code);
      const stack = code === 'MC-API-99' && error instanceof Error ? error.stack : undefined;
      log.warn({ part, code, failures, stack }, 'exchange failed');
      return pauseAfter(failures);
    };
  const lane = (part: Part | Quiet, turn: () => Promise<number>): Lane =>
    runLane({
      stop: stopping.signal,
      onFailure: failedIn(part),
      turn: async () => {
        const ms = await turn();
        watch.tell();
        return ms;
      },
    });
  const send = lane('sending', async () => {
    await sending.turn();
    return pollMs;
  });
  let triedAgain = false;
  const feed = lane('feed', async () => {
    await greet();
    if (!triedAgain && (await trySetAsideAgain(feedParts)) > 0) options.onChanges?.();
    triedAgain = true;
    return feedTurn();
  });
  const scans = lane('uploads', async () => {
    await greet();
    const outcome = await upload();
    // Something got through: that is no line to wait ever longer for.
    if (outcome === 'broken') return pauseAfter(1);
    return outcome === 'interrupted' ? 0 : pollMs;
  });
  const bringBack =
    options.scanReturns &&
    createScanReturns({
      ...options.scanReturns,
      ...{ pace, greet, random, steady, log, blobs: options.blobs, client: clientFor(watch.onlyWell) },
      rest: restUntil(stopping.signal),
      stop: stopping.signal,
    });
  const returns = lane('returns', async () => {
    await bringBack?.();
    return pollMs;
  });
  const books = lane('books', compareTurn);
  const lookAtOfficers = createOfficersLook(comparing);
  let lookedAt = Number.NEGATIVE_INFINITY;
  const officers = lane('officers', async () => {
    const due = lookedAt + OFFICERS_EVERY_MS - steady();
    if (due > 0) return due;
    await greet();
    if (await lookAtOfficers()) options.onChanges?.();
    lookedAt = steady();
    return OFFICERS_EVERY_MS;
  });
  const lookAtAnnouncements = createAnnouncementsLook(comparing);
  let askedAt = Number.NEGATIVE_INFINITY;
  const announcements = lane('announcements', async () => {
    const due = askedAt + ANNOUNCEMENTS_EVERY_MS - steady();
    if (due > 0) return due;
    await greet();
    const what = await lookAtAnnouncements();
    askedAt = steady();
    if (what.catalogue || what.settings) options.onAnnounced?.(what);
    return ANNOUNCEMENTS_EVERY_MS;
  });
  const lanes: readonly Lane[] = [send, feed, scans, returns, books, officers, announcements];
  const look = createClockWatch(options.now, steady);
  const watchClock = (): void => {
    const moved = look();
    if (moved === 0) return;
    log.warn({ moved }, 'the clock was set');
    watch.clockMoved(moved);
    sending.measure();
    send.wake();
  };
  const looking = options.clockLookMs ? setInterval(watchClock, options.clockLookMs).unref() : undefined;
  return {
    kick: () => {
      sending.ask();
      for (const one of lanes) one.wake();
    },
    state: watch.state,
    stop: async () => {
      clearInterval(looking);
      stopping.abort();
      await Promise.all(lanes.map(({ ended }) => ended));
    },
  };
};
