/**
 * Keeps the office and the province in step, in three lanes that do not wait for each other: what was done here goes out
 * at once, what others did comes in as it happens, scans follow while nothing else is on its way. While the line is
 * broken each tries ever more slowly. Offline is the normal case.
 */
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant, LocalDay } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import { portalInfoSchema } from '../../domain/sync.ts';
import type { ConnectionState } from '../../domain/views.ts';
import type { BlobStore } from '../blobs.ts';
import type { OfficeStore } from '../contract.ts';
import { createClient, type Fetch, type PortalClient, type Token } from './client.ts';
import { backOff, type ConnectionFacts, exchanged, failed, offsetFrom, starting } from './connection.ts';
import { createFeedTurn, createHold } from './feed.ts';
import { type Lane, runLane } from './lane.ts';
import { createLeaseKeeper, defaultLeaseDays } from './lease-keeper.ts';
import type { SyncLog, SyncParts } from './parts.ts';
import { createPush } from './push.ts';
import { createUploads } from './uploads.ts';

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
  readonly log: SyncLog;
  readonly fetch?: Fetch;
  /** Pause between two looks at what is to be done, and at the feed where the portal does not hold it open, ms. */
  readonly pollMs?: number;
  /** How long the portal is asked to hold the feed open, seconds; 0 never. */
  readonly holdSeconds?: number;
  /** Longest time without progress of a request, ms. */
  readonly patience?: number;
  readonly leaseDays?: (today: LocalDay) => readonly LocalDay[];
  readonly random?: () => number;
}

export interface Sync {
  /** Something was done here: exchange now, whatever the pause. */
  kick(): void;
  state(): ConnectionState;
  /** Ends every open request and waits until nothing of it runs. */
  stop(): Promise<void>;
}

/** Where the offset between the clocks is kept from one start to the next, ms. */
export const CLOCK_OFFSET_KEY = 'clock.offset';
const POLL_MS = 5_000;
const PATIENCE_MS = 15_000;
/** A jitter smaller than this is not worth a write. */
const OFFSET_STEP_MS = 500;
const GREET_EVERY_MS = 600_000;
/** Scans look again this soon after they made way for an officer's work, ms. */
const GIVE_WAY_MS = 200;

const keptOffset = (store: OfficeStore): number | undefined => {
  const offset = Number(store.settings.get(CLOCK_OFFSET_KEY) ?? Number.NaN);
  return Number.isInteger(offset) ? offset : undefined;
};

const isNetworkCode = (code: ErrorCode): boolean => code.startsWith('MC-NET-');

/** Whose exchange it was: the line counts as there while none of these is broken. */
type Part = 'greeting' | 'sending' | 'feed';

/** What the connection has shown so far, and whom to tell of it. */
const createWatch = ({ store, now, onState }: SyncOptions) => {
  let facts: ConnectionFacts = starting(now(), keptOffset(store));
  const broken = new Map<Part, ErrorCode>();
  let told = '';
  const corrected = (): Instant => now() + (facts.clockOffset ?? 0);
  const state = (): ConnectionState => ({
    ...facts,
    ...store.outbox.counts(),
    numbersLeft: store.leases.left(localDate(corrected())),
    lastSavedAt: store.lastSavedAt(),
  });
  /** The time of the last exchange alone is not news. */
  const tell = (): void => {
    const current = state();
    const news = JSON.stringify({ ...current, lastExchangeAt: undefined });
    if (news === told) return;
    told = news;
    onState(current);
  };
  const heardClock = (portalNow: Instant, sentAt: Instant): void => {
    const offset = offsetFrom(portalNow, sentAt, now());
    if (offset === undefined || Math.abs(offset - (facts.clockOffset ?? Number.POSITIVE_INFINITY)) < OFFSET_STEP_MS)
      return;
    facts = { ...facts, clockOffset: offset };
    store.settings.set(CLOCK_OFFSET_KEY, String(offset));
  };
  const move = (next: ConnectionFacts): void => {
    const { state: before, code: reason } = facts;
    facts = next;
    if (facts.state !== before || facts.code !== reason) tell();
  };
  const well = (part?: Part): void => {
    if (part !== undefined) broken.delete(part);
    const left = [...broken.values()].at(-1);
    if (left === undefined) move(exchanged(facts, now()));
    else move({ ...failed(facts, now(), left), lastExchangeAt: now() });
  };
  const ill = (part: Part, code: ErrorCode): void => {
    broken.delete(part);
    broken.set(part, code);
    move(failed(facts, now(), code));
  };
  return {
    isOnline: (): boolean => facts.state === 'online',
    state,
    corrected,
    tell,
    heardClock,
    /** Nothing is left to be asked by this part, so nothing of it is broken. */
    settled: (part: Part): void => {
      if (broken.has(part)) well(part);
    },
    ill,
    of:
      (part: Part) =>
      (code: ErrorCode | undefined): void =>
        code === undefined ? well(part) : ill(part, code),
    /** An answer shows that the line is there; none is left to the other parts to notice. */
    onlyWell: (code: ErrorCode | undefined): void => (code === undefined ? well() : undefined),
  };
};

type Greeting = (always?: boolean) => Promise<void>;

/** Before anything else, and now and then: is this the portal at all, and what time is it there? One at a time for all lanes. */
const createGreeting = ({ client, now, heardClock }: SyncParts, isOnline: () => boolean): Greeting => {
  let greetedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  const greet = async (): Promise<void> => {
    const sentAt = now();
    const info = await client.json({ method: 'GET', path: 'v1/info' }, portalInfoSchema);
    heardClock(info.now, sentAt);
    greetedAt = performance.now();
  };
  return async (always = false) => {
    if (!always && isOnline() && performance.now() - greetedAt < GREET_EVERY_MS) return;
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
  let busy = false;
  return {
    ask: (): void => {
      asked = true;
    },
    /** An officer's work is on its way: scans make room. */
    isBusy: (): boolean => busy,
    turn: async (): Promise<void> => {
      const nothing = parts.store.outbox.counts().waiting === 0;
      busy = true;
      try {
        await greet(asked && nothing);
        asked = false;
        await push();
      } finally {
        busy = false;
      }
      await keepLeases();
      settled();
    },
  };
};

const errorCodeOf = (error: unknown): ErrorCode => (error instanceof MotcuaError ? error.code : 'MC-API-99');

export const startSync = (options: SyncOptions): Sync => {
  const { log, pollMs = POLL_MS, patience = PATIENCE_MS, random = Math.random } = options;
  const stopping = new AbortController();
  const watch = createWatch(options);
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const clientFor = (onExchange: (code: ErrorCode | undefined) => void): PortalClient =>
    createClient({ ...options, fetch, patience, stop: stopping.signal, corrected: watch.corrected, onExchange });
  const partsFor = (client: PortalClient): SyncParts => ({
    ...options,
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
  const sending = createSending(partsFor(clientFor(watch.of('sending'))), options, greet, () =>
    watch.settled('sending'),
  );
  const feedTurn = createFeedTurn({
    parts: partsFor(clientFor(watch.of('feed'))),
    holding: clientFor(watch.onlyWell),
    hold: createHold(() => performance.now(), options.holdSeconds),
    onChanges: () => options.onChanges?.(),
    onCaughtUp: () => watch.settled('feed'),
    patience,
    pollMs,
  });
  const upload = createUploads(partsFor(clientFor(watch.onlyWell)), sending.isBusy);

  /** An error of this program must be seen, and must not end the exchange for the day. */
  const failedIn =
    (part: Part | 'uploads') =>
    (error: unknown, failures: number): number => {
      const code = errorCodeOf(error);
      // Also what only showed once the answer was read: a feed of garbage, a push that nothing was answered to.
      if (part !== 'uploads' && isNetworkCode(code)) watch.ill(part, code);
      const stack = code === 'MC-API-99' && error instanceof Error ? error.stack : undefined;
      log.warn({ part, code, failures, stack }, 'exchange failed');
      return backOff(failures, random());
    };
  const lane = (part: Part | 'uploads', turn: () => Promise<number>): Lane =>
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
  const feed = lane('feed', async () => {
    await greet();
    return feedTurn();
  });
  const scans = lane('uploads', async () => {
    await greet();
    return (await upload()) === 'interrupted' ? GIVE_WAY_MS : pollMs;
  });
  const lanes: readonly Lane[] = [send, feed, scans];
  return {
    kick: () => {
      sending.ask();
      for (const one of lanes) one.wake();
    },
    state: watch.state,
    stop: async () => {
      stopping.abort();
      await Promise.all(lanes.map(({ ended }) => ended));
    },
  };
};
