/** The change feed into the store: streamed, a chunk a transaction, the cursor moving with the rows. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { type Change, FEED_MAX_LINE_BYTES, FEED_MAX_LINES } from '../../domain/sync.ts';
import { type PortalClient, refusalOf } from './client.ts';
import { readFeedLine } from './feed-line.ts';
import { type Line, linesOf } from './lines.ts';
import type { SyncParts } from './parts.ts';

/** An answer is left after this many characters and the rest asked for anew. */
const PAGE_CHARS = 64_000_000;
/**
 * A chunk is one transaction. It grows and shrinks with this PC's speed, so that a window waits for one no longer than
 * about this, in milliseconds of processor time: what a slow disk adds would be the same for fewer rows.
 */
const CHUNK_MS = 40;
const SMALLEST_CHUNK = 25;
const FIRST_CHUNK = 100;
const LARGEST_CHUNK = 500;
/** Text of one chunk: bounds the memory also where every line is as long as a line may be. */
const CHUNK_CHARS = 1_000_000;
/** Items that are no change, in one answer, before it is taken for no feed at all. */
const MOST_GARBAGE = 100;
const KEPT_OF_GARBAGE = 2_000;
/** Dossiers that the search does not find yet, before a pull lets the index follow: what they say is still at hand then. */
const UNINDEXED = 2_000;
const INDEX_MS = 40;
const UNKNOWN_CURSOR = 'MC-POR-06';
/** Node's fetch decodes all three; which one is used is the portal's choice. */
const HEADERS = { accept: 'application/x-ndjson', 'accept-encoding': 'zstd, br, gzip' };

/** A line without end is not waited for. */
async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > 2 * PAGE_CHARS) throw new MotcuaError('MC-NET-02', { reason: 'an answer without end' });
    yield chunk;
  }
}

const pathAfter = (cursor: string | undefined, waitSeconds: number): string => {
  const wait = waitSeconds > 0 ? `&wait=${waitSeconds}` : '';
  return `v1/changes?limit=${FEED_MAX_LINES}${wait}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
};

/** How many rows the next transaction gets, by the processor time that the last one took, in milliseconds. */
export const nextChunk = (size: number, tookMs: number): number => {
  if (tookMs > CHUNK_MS) return Math.max(SMALLEST_CHUNK, Math.floor(size / 2));
  return tookMs < CHUNK_MS / 3 ? Math.min(LARGEST_CHUNK, size * 2) : size;
};

const millisecondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

/** Changes of one answer, a chunk at a time; between two chunks whoever waits for the store gets a turn. */
const createGatherer = ({ store, now, log }: SyncParts) => {
  let gathered: Change[] = [];
  let chars = 0;
  let size = FIRST_CHUNK;
  const flush = async (): Promise<void> => {
    const last = gathered.at(-1);
    if (last === undefined) return;
    const before = process.cpuUsage();
    const result = store.inbox.apply(gathered, last.cursor, now());
    if (gathered.length >= size) size = nextChunk(size, millisecondsOf(process.cpuUsage(before)));
    if (result.quarantined + result.outOfTable > 0) log.warn(result, 'changes out of the ordinary');
    gathered = [];
    chars = 0;
    await nextTurn();
    if (store.upkeep.unindexed() < UNINDEXED) return;
    store.upkeep.index(INDEX_MS);
    await nextTurn();
  };
  const add = (change: Change, length: number): Promise<void> | undefined => {
    gathered.push(change);
    chars += length;
    return gathered.length >= size || chars >= CHUNK_CHARS ? flush() : undefined;
  };
  return { add, flush };
};

/** Lines of one answer: changes are applied, what cannot be one is set aside in its place and told. */
const createTaker = (parts: SyncParts) => {
  const { store, now, log } = parts;
  const gatherer = createGatherer(parts);
  const garbage: { readonly text: string; readonly reason: string }[] = [];
  let lines = 0;
  let chars = 0;
  let moved = 0;
  const setAside = (text: string, reason: string, cursor?: string): void => {
    store.inbox.quarantine(text, reason, now());
    if (cursor !== undefined) store.inbox.apply([], cursor, now());
    log.warn({ reason }, 'line of the feed set aside');
  };
  /** Lines without a cursor are items of the feed only beside lines that have one. */
  const setGarbageAside = (): void => {
    if (moved > 0) for (const { text, reason } of garbage.splice(0)) setAside(text, reason);
  };
  const takeGarbage = (line: Line, reason: string): void => {
    if (!line.ended) throw new MotcuaError('MC-NET-02', { reason: 'the feed broke off' });
    garbage.push({ text: line.text.slice(0, KEPT_OF_GARBAGE), reason });
    if (garbage.length > MOST_GARBAGE) throw new MotcuaError('MC-NET-02', { reason: 'not a change feed' });
    setGarbageAside();
  };
  /** Nothing to wait for is the rule: a promise each would cost as much as the line. */
  const take = (line: Line): Promise<void> | undefined => {
    const read = readFeedLine(line);
    lines += 1;
    chars += line.text.length;
    switch (read.kind) {
      case 'change':
        moved += 1;
        return gatherer.add(read.change, line.text.length);
      case 'unfit':
        moved += 1;
        return gatherer.flush().then(() => setAside(line.text, read.reason, read.cursor));
      case 'garbage':
        takeGarbage(line, read.reason);
        return undefined;
      default:
        return assertNever(read);
    }
  };
  const end = (): void => {
    setGarbageAside();
    if (garbage.length > 0) throw new MotcuaError('MC-NET-02', { reason: 'not a change feed' });
  };
  return { take, flush: gatherer.flush, end, isFull: () => chars >= PAGE_CHARS, found: () => ({ lines, moved }) };
};

/** True when the answer is to be left. */
const takeAll = async (taker: ReturnType<typeof createTaker>, lines: Iterable<Line>): Promise<boolean> => {
  for (const line of lines) {
    const flushing = taker.take(line);
    if (flushing !== undefined) await flushing;
    if (taker.isFull()) return true;
  }
  return false;
};

export interface Page {
  /** Lines that moved the cursor. */
  readonly moved: number;
  /** The answer ended before its limit: nothing more was there. */
  readonly caughtUp: boolean;
}

export interface PageOptions {
  /** How long the portal is asked to hold the answer while nothing is new, seconds; 0 is a plain look. */
  readonly waitSeconds: number;
  /** Longest time without a byte, ms. */
  readonly patience?: number;
  readonly client: PortalClient;
}

/** One answer of the feed into the store. What came whole before the line broke is kept. */
export const pullPage = async (parts: SyncParts, { waitSeconds, patience, client }: PageOptions): Promise<Page> => {
  const taker = createTaker(parts);
  const before = parts.store.inbox.cursor();
  const path = pathAfter(before, waitSeconds);
  const chunks = client.stream({ method: 'GET', path, headers: HEADERS, ...(patience ? { patience } : {}) });
  let left = false;
  try {
    for await (const lines of linesOf(bounded(chunks), FEED_MAX_LINE_BYTES)) {
      left = await takeAll(taker, lines);
      if (left) break;
    }
    taker.end();
  } finally {
    await taker.flush();
  }
  const { lines, moved } = taker.found();
  // Asked again it would bring the same lines, again and again.
  if (moved > 0 && parts.store.inbox.cursor() === before)
    throw new MotcuaError('MC-NET-02', { reason: 'the feed does not move' });
  return { moved, caughtUp: !left && lines < FEED_MAX_LINES };
};

const isUnknownCursor = (error: unknown): boolean => refusalOf(error)?.code === UNKNOWN_CURSOR;

/**
 * A portal that was restored refuses the cursors of before, once. One that refuses those it has given out since is a portal
 * that does not work: its feed must not be read from the beginning at every look.
 */
const createPager = (parts: SyncParts) => {
  let refusedBefore = false;
  const plain = { waitSeconds: 0, client: parts.client };
  const page = async (): Promise<Page> => {
    const known = parts.store.inbox.cursor() !== undefined;
    const found = await pullPage(parts, plain);
    if (known) refusedBefore = false;
    return found;
  };
  return async (): Promise<Page> => {
    try {
      return await page();
    } catch (error) {
      if (refusedBefore || !isUnknownCursor(error) || parts.store.inbox.cursor() === undefined) throw error;
      refusedBefore = true;
      parts.log.warn({}, 'the portal does not know our cursor: reading its feed from the beginning');
      parts.store.inbox.restart(parts.now());
      return page();
    }
  };
};

/** Resolves once the feed has nothing new, to whether anything came; `onPage` is told after each answer that brought some. */
export type Pull = (onPage?: () => void) => Promise<boolean>;

export const createPull = (parts: SyncParts): Pull => {
  const page = createPager(parts);
  return async (onPage = () => undefined) => {
    let any = false;
    for (;;) {
      const { moved, caughtUp } = await page();
      if (moved > 0) onPage();
      any ||= moved > 0;
      // An answer without a step forward would be the same if asked again.
      if (caughtUp || moved === 0) return any;
    }
  };
};
