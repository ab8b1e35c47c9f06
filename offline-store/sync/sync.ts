/**
 * Keeps the office and the province in step: push, leases, pull, uploads, over and over; at once when something was done
 * here, every few seconds otherwise, ever more slowly while the line is broken. Offline is the normal case.
 */
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant, LocalDay } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import { portalInfoSchema } from '../../domain/sync.ts';
import type { ConnectionState } from '../../domain/views.ts';
import type { BlobStore } from '../blobs.ts';
import type { OfficeStore } from '../contract.ts';
import { createClient, type Fetch, type Token } from './client.ts';
import { backOff, type ConnectionFacts, exchanged, failed, offsetFrom, starting } from './connection.ts';
import { createLeaseKeeper, defaultLeaseDays } from './lease-keeper.ts';
import type { SyncLog, SyncParts } from './parts.ts';
import { pull } from './pull.ts';
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
  /** Pause between two looks at the feed when nothing happens here, ms. */
  readonly pollMs?: number;
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

const keptOffset = (store: OfficeStore): number | undefined => {
  const offset = Number(store.settings.get(CLOCK_OFFSET_KEY) ?? Number.NaN);
  return Number.isInteger(offset) ? offset : undefined;
};

const isNetworkCode = (code: ErrorCode): boolean => code.startsWith('MC-NET-');

/** A pause that `wake` ends early. */
const createPause = () => {
  let wake = (): void => undefined;
  return {
    wake: (): void => wake(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};

/** What the connection has shown so far, and whom to tell of it. */
const createWatch = ({ store, now, onState }: SyncOptions) => {
  let facts: ConnectionFacts = starting(now(), keptOffset(store));
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
    facts = exchanged(facts, now(), offset);
    store.settings.set(CLOCK_OFFSET_KEY, String(offset));
  };
  const onExchange = (code: ErrorCode | undefined): void => {
    const { state: before, code: reason } = facts;
    facts = code === undefined ? exchanged(facts, now()) : failed(facts, now(), code);
    if (facts.state !== before || facts.code !== reason) tell();
  };
  return {
    isOnline: (): boolean => facts.state === 'online',
    state,
    corrected,
    tell,
    heardClock,
    onExchange,
  };
};

/** Before anything else, and now and then: is this the portal at all, and what time is it there? */
const createGreeting = ({ client, now, heardClock }: SyncParts, isOnline: () => boolean): (() => Promise<void>) => {
  let greetedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (isOnline() && now() - greetedAt < GREET_EVERY_MS) return;
    const sentAt = now();
    const info = await client.json({ method: 'GET', path: 'v1/info' }, portalInfoSchema);
    heardClock(info.now, sentAt);
    greetedAt = sentAt;
  };
};

type Round = () => Promise<{ readonly more: boolean }>;

const createRound = (
  parts: SyncParts,
  options: SyncOptions,
  isOnline: () => boolean,
  interrupted: () => boolean,
): Round => {
  const greet = createGreeting(parts, isOnline);
  const push = createPush(parts);
  const keepLeases = createLeaseKeeper(parts, options.leaseDays ?? defaultLeaseDays);
  const upload = createUploads(parts, interrupted);
  return async () => {
    await greet();
    await push();
    await keepLeases();
    if (await pull(parts)) options.onChanges?.();
    return { more: (await upload()) === 'interrupted' };
  };
};

export const startSync = (options: SyncOptions): Sync => {
  const { log, pollMs = POLL_MS, random = Math.random } = options;
  const stopping = new AbortController();
  const pause = createPause();
  const watch = createWatch(options);
  let kicked = false;
  let failures = 0;

  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const client = createClient({
    ...options,
    fetch,
    patience: options.patience ?? PATIENCE_MS,
    stop: stopping.signal,
    onExchange: watch.onExchange,
  });
  const parts: SyncParts = { ...options, client, heardClock: watch.heardClock, corrected: watch.corrected };
  const round = createRound(parts, options, watch.isOnline, () => kicked);

  /** An error of this program must be seen, and must not end the exchange for the day. */
  const afterFailure = (error: unknown): number => {
    failures += 1;
    const code = error instanceof MotcuaError ? error.code : 'MC-API-99';
    // Also what only showed once the answer was read: a feed of garbage, a push that nothing was answered to.
    if (isNetworkCode(code)) watch.onExchange(code);
    const stack = code === 'MC-API-99' && error instanceof Error ? error.stack : undefined;
    log.warn({ code, failures, stack }, 'exchange failed');
    return backOff(failures, random());
  };
  /** Returns how long to wait before the next round, ms. */
  const runRound = async (): Promise<number> => {
    try {
      const { more } = await round();
      failures = 0;
      watch.tell();
      return more ? 0 : pollMs;
    } catch (error) {
      return stopping.signal.aborted ? 0 : afterFailure(error);
    }
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      kicked = false;
      const delay = await runRound();
      if (stopping.signal.aborted) return;
      if (!kicked && delay > 0) await pause.wait(delay);
    }
  };
  const running = run();
  return {
    kick: () => {
      kicked = true;
      pause.wake();
    },
    state: watch.state,
    stop: async () => {
      stopping.abort();
      pause.wake();
      await running;
    },
  };
};
