/** What the exchange has shown so far, whose word that was, and whom to tell of it. */
import type { ErrorCode } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import type { ConnectionState } from '../../domain/views/line.ts';
import type { OfficeStore } from '../contract.ts';
import { SHARED_KEY, sharedKeyOf } from '../opening.ts';
import { clockDoubt, maySleep } from './clock-watch.ts';
import { type ConnectionFacts, exchanged, failed, offsetFrom, starting } from './connection.ts';

/** Where the offset between the clocks is kept from one start to the next, ms. */
export const CLOCK_OFFSET_KEY = 'clock.offset';
/** The newest time the portal has told: no later start can be before it. */
const CLOCK_NEWEST_KEY = 'clock.newest';
const NEWEST_STEP_MS = 600_000;
/** A jitter smaller than this is not worth a write. */
const OFFSET_STEP_MS = 500;

const keptOffset = (store: OfficeStore): number | undefined => {
  const offset = Number(store.settings.get(CLOCK_OFFSET_KEY) ?? Number.NaN);
  return Number.isInteger(offset) ? offset : undefined;
};

/** Whose exchange it was: the line counts as there while none of these is broken. */
export type Part = 'greeting' | 'sending' | 'feed';

/** What these meet is no word on the line: the others notice a line that is down. */
export type Quiet = 'uploads' | 'returns' | 'books' | 'officers' | 'announcements';
export const isQuiet = (part: Part | Quiet): part is Quiet =>
  part !== 'greeting' && part !== 'sending' && part !== 'feed';

/** What the connection has shown so far, and whom to tell of it. */
export interface WatchParts {
  readonly store: OfficeStore;
  readonly now: () => Instant;
  readonly onState: (state: ConnectionState) => void;
  /** When this program was made, if that is known. */
  readonly madeAt?: Instant | undefined;
  /** What other parts of the exchange know of the state. */
  readonly more: () => Partial<ConnectionState>;
}

const newestKnown = (store: OfficeStore): Instant | undefined => {
  const newest = Math.max(Number(store.settings.get(CLOCK_NEWEST_KEY) ?? 0), store.lastSavedAt() ?? 0);
  return newest > 0 ? newest : undefined;
};

export const createWatch = ({ store, now, onState, madeAt, more }: WatchParts) => {
  let facts: ConnectionFacts = starting(now(), keptOffset(store));
  const broken = new Map<Part, ErrorCode>();
  let told = '';
  /** As it was before anything was written by a clock that may be wrong; nothing is in doubt once the portal has told. */
  let newest = newestKnown(store);
  let heard = false;
  const corrected = (): Instant => now() + (facts.clockOffset ?? 0);
  const state = (): ConnectionState => ({
    ...facts,
    ...store.outbox.counts(),
    numbersLeft: store.leases.left(localDate(corrected())),
    lastSavedAt: store.lastSavedAt(),
    setAside: store.quarantine.count(),
    sharedKey: sharedKeyOf(store.settings.get(SHARED_KEY)),
    clockDoubt: heard ? undefined : clockDoubt({ now: corrected(), newest, madeAt }),
    ...more(),
  });
  /** The time of the last exchange or comparison alone is not news. */
  const tell = (): void => {
    const current = state();
    const { lastExchangeAt: _at, books, ...rest } = current;
    const news = JSON.stringify({ ...rest, differing: books?.differing, healedAt: books?.healedAt });
    if (news === told) return;
    told = news;
    onState(current);
  };
  const keepNewest = (portalNow: Instant): void => {
    newest = portalNow;
    if (Math.abs(portalNow - Number(store.settings.get(CLOCK_NEWEST_KEY) ?? 0)) < NEWEST_STEP_MS) return;
    store.settings.set(CLOCK_NEWEST_KEY, String(portalNow));
  };
  const heardClock = (portalNow: Instant, sentAt: Instant): void => {
    const offset = offsetFrom(portalNow, sentAt, now());
    if (offset === undefined) return;
    heard = true;
    keepNewest(portalNow);
    if (Math.abs(offset - (facts.clockOffset ?? Number.POSITIVE_INFINITY)) < OFFSET_STEP_MS) return;
    facts = { ...facts, clockOffset: offset };
    store.settings.set(CLOCK_OFFSET_KEY, String(offset));
  };
  /** The clock was set while we run: until the portal is asked, time goes on as it went, unless the PC may have slept. */
  const clockMoved = (by: number): void => {
    if (maySleep(by)) return;
    facts = { ...facts, clockOffset: (facts.clockOffset ?? 0) - by };
    store.settings.set(CLOCK_OFFSET_KEY, String(facts.clockOffset));
    tell();
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
    clockMoved,
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
