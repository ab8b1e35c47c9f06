/**
 * Whether this station's book and the province's agree, day by day. A cursor only says how far we have read: what was lost
 * on the way, here or there shows in the digests. What we lack is pulled again; what the portal has lost of ours is sent
 * again; what differs still is kept in sight until it is gone.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { instantSchema, type LocalDay, localDaySchema, type Uuid7 } from '../../domain/ids.ts';
import { addDays, localDate } from '../../domain/local-time.ts';
import { type Change, type Digests, digestsSchema, FEED_MAX_LINE_BYTES } from '../../domain/sync.ts';
import { refusalOf } from './client.ts';
import { readFeedLine } from './feed-line.ts';
import { type Line, linesOf } from './lines.ts';
import type { SyncParts } from './parts.ts';

/** At most so many differing days are named. */
const MOST_NAMED = 60;
const CHUNK = 200;
const STATE = 'books.state';
const NOT_THERE = 404;

export const booksSchema = z
  .object({
    comparedAt: instantSchema,
    /** Days on which the two differ although they were pulled again. */
    differing: z.array(localDaySchema).max(MOST_NAMED).readonly(),
    /** When a difference was last made good. */
    healedAt: instantSchema.optional(),
  })
  .readonly();
export type Books = z.infer<typeof booksSchema>;

/** The digest of the contract: `<revision> <id>` a line, by growing revision. */
export const digestOf = (day: ReadonlyMap<Uuid7, number>): string => {
  const hash = createHash('sha256');
  for (const [id, revision] of day) hash.update(`${revision} ${id.toLowerCase()}\n`);
  return hash.digest('hex');
};

interface Difference {
  readonly day: LocalDay;
  readonly here: string;
  readonly there: string;
}

const NOTHING = digestOf(new Map());

const keptBooks = ({ store }: SyncParts): Books | undefined => {
  const text = store.settings.get(STATE);
  return text ? booksSchema.parse(JSON.parse(text)) : undefined;
};

/** Days whose digests differ, of all that either side has. A book of years is read in small steps. */
const differences = async (
  { store }: SyncParts,
  { days, revision }: Digests,
  from: LocalDay | undefined,
): Promise<readonly Difference[]> => {
  const there = new Map(days.map(({ day, sha256 }) => [day, sha256]));
  const found: Difference[] = [];
  for (const day of new Set([...there.keys(), ...store.digests.days(from)])) {
    const difference = { day, here: digestOf(store.digests.ofDay(day, revision)), there: there.get(day) ?? NOTHING };
    if (difference.here !== difference.there) found.push(difference);
    await nextTurn();
  }
  return found;
};

/** The day's lines into the store, without a step of the cursor. Returns the ids that the portal has of it. */
const pullDay = async (parts: SyncParts, day: LocalDay, cursor: string): Promise<ReadonlySet<Uuid7>> => {
  const { client, store, now, log } = parts;
  const ids = new Set<Uuid7>();
  let gathered: Change[] = [];
  const flush = (): void => {
    const position = store.inbox.cursor();
    if (gathered.length > 0 && position !== undefined) store.inbox.apply(gathered, position, now());
    gathered = [];
  };
  const path = `v1/changes/${day}?cursor=${encodeURIComponent(cursor)}`;
  const chunks = client.stream({ method: 'GET', path, headers: { accept: 'application/x-ndjson' } });
  const take = (line: Line): void => {
    const read = readFeedLine(line);
    if (read.kind === 'garbage') throw new MotcuaError('MC-NET-02', { reason: 'not a change feed' });
    if (read.kind === 'unfit') {
      store.inbox.quarantine(line.text, read.reason, now());
      log.warn({ reason: read.reason }, 'line of a day set aside');
      return;
    }
    ids.add(read.change.operation.id);
    gathered.push(read.change);
    if (gathered.length >= CHUNK) flush();
  };
  for await (const lines of linesOf(chunks, FEED_MAX_LINE_BYTES)) for (const line of lines) take(line);
  flush();
  return ids;
};

/** Makes a day agree if that can be done from here. Returns whether it does. */
const heal = async (parts: SyncParts, { day, there }: Difference, cursor: string, upTo: number): Promise<boolean> => {
  const { store, now, log } = parts;
  const known = await pullDay(parts, day, cursor);
  const here = store.digests.ofDay(day, upTo);
  if (digestOf(here) === there) return true;
  const lost = [...here.keys()].filter((id) => !known.has(id));
  const again = store.digests.sendAgain(lost, now());
  log.warn({ day, here: here.size, there: known.size, again }, 'the books differ');
  return false;
};

export interface Comparison {
  state(): Books | undefined;
  /** Compares the days from `from` on, all without it, and makes good what can be. Resolves to whether anything changed here. */
  compare(from?: LocalDay): Promise<boolean>;
}

export const createComparison = (parts: SyncParts): Comparison => {
  const { client, store, log } = parts;
  let books = keptBooks(parts);
  /** Undefined where the portal has no digests: one of a contract before them. */
  const ask = async (cursor: string, from: LocalDay | undefined): Promise<Digests | undefined> => {
    const days = from === undefined ? '' : `&from=${from}`;
    try {
      return await client.json(
        { method: 'GET', path: `v1/digests?cursor=${encodeURIComponent(cursor)}${days}` },
        digestsSchema,
      );
    } catch (error) {
      if (refusalOf(error)?.status !== NOT_THERE) throw error;
      log.info({}, 'the portal has no digests');
      return undefined;
    }
  };
  const keep = (next: Books): void => {
    books = next;
    store.settings.set(STATE, JSON.stringify(next));
  };
  const tellOf = (day: LocalDay, healed: boolean): void =>
    store.audit.add({
      at: parts.corrected(),
      who: 'portal',
      what: healed ? 'books.healed' : 'books.differ',
      about: day,
    });
  const compareWith = async (digests: Digests, cursor: string, from: LocalDay | undefined): Promise<boolean> => {
    const found = await differences(parts, digests, from);
    const differing: LocalDay[] = [];
    for (const difference of found) {
      const healed = await heal(parts, difference, cursor, digests.revision);
      tellOf(difference.day, healed);
      if (!healed) differing.push(difference.day);
    }
    // Days that were not looked at this time are as they were.
    const before = (books?.differing ?? []).filter((day) => from !== undefined && day < from);
    const healedAt = found.length > differing.length ? parts.corrected() : books?.healedAt;
    keep({ comparedAt: parts.corrected(), differing: [...before, ...differing].slice(0, MOST_NAMED), healedAt });
    if (found.length > 0) log.warn({ found: found.length, differing: differing.length }, 'days compared');
    return found.length > 0;
  };
  return {
    state: () => books,
    compare: async (from) => {
      const cursor = store.inbox.cursor();
      if (cursor === undefined) return false;
      const digests = await ask(cursor, from);
      return digests === undefined ? false : compareWith(digests, cursor, from);
    },
  };
};

export interface ComparisonSchedule {
  readonly comparison: Comparison;
  readonly today: () => LocalDay;
  /** A clock that only grows, ms. */
  readonly steady: () => number;
  readonly firstMs: number;
  readonly everyMs: number;
  readonly onChanges: () => void;
}

/** Recent days are where things happen; the whole book is looked at when the station has started, and once a day. */
const RECENT_DAYS = 8;
const WHOLE_EVERY = 24;

/** Returns one turn of a lane: compares when it is time, whatever woke it. It returns the pause before the next, ms. */
export const createComparisonTurn = (schedule: ComparisonSchedule, greet: () => Promise<void>) => {
  const { comparison, today, steady, firstMs, everyMs, onChanges } = schedule;
  let dueAt = steady() + firstMs;
  let done = 0;
  return async (): Promise<number> => {
    if (steady() < dueAt) return dueAt - steady();
    await greet();
    const whole = done % WHOLE_EVERY === 0;
    if (await comparison.compare(whole ? undefined : addDays(today(), -RECENT_DAYS))) onChanges();
    done += 1;
    dueAt = steady() + everyMs;
    return everyMs;
  };
};

export const todayOf =
  ({ corrected }: SyncParts) =>
  (): LocalDay =>
    localDate(corrected());
