/** The change feed into the store: streamed, a chunk a transaction, the cursor moving with the rows. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever } from '../../domain/assert-never.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { type Change, FEED_MAX_LINE_BYTES } from '../../domain/sync.ts';
import { refusalOf } from './client.ts';
import { type FeedLine, readFeedLine } from './feed-line.ts';
import { type Line, linesOf } from './lines.ts';
import type { SyncParts } from './parts.ts';

/** Lines asked for at a time; an answer is cut off after this many bytes and the rest asked for anew. */
const PAGE_LINES = 500;
const PAGE_BYTES = 64_000_000;
/** Small enough that a counter never waits for it. */
const CHUNK = 100;
const UNKNOWN_CURSOR = 'MC-POR-06';

async function* upTo(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return;
    yield chunk;
  }
}

const pathAfter = (cursor: string | undefined): string =>
  `v1/changes?limit=${PAGE_LINES}${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;

/** Gathers changes and applies them a chunk at a time; what cannot be one is set aside in its place. */
const createApplier = ({ store, now, log }: SyncParts) => {
  let gathered: Change[] = [];
  let moved = 0;
  const flush = async (): Promise<void> => {
    const last = gathered.at(-1);
    if (last === undefined) return;
    const result = store.inbox.apply(gathered, last.cursor, now());
    if (result.quarantined + result.outOfTable > 0) log.warn(result, 'changes out of the ordinary');
    gathered = [];
    await nextTurn();
  };
  const setAside = async (line: Line, unfit: Extract<FeedLine, { kind: 'unfit' }>): Promise<void> => {
    await flush();
    store.inbox.quarantine(line.text, unfit.reason, now());
    if (unfit.cursor !== undefined) store.inbox.apply([], unfit.cursor, now());
    log.warn({ reason: unfit.reason }, 'line of the feed set aside');
  };
  const take = async (line: Line): Promise<void> => {
    const read = readFeedLine(line);
    switch (read.kind) {
      case 'change':
        moved += 1;
        gathered.push(read.change);
        return gathered.length >= CHUNK ? flush() : undefined;
      case 'unfit':
        if (read.cursor !== undefined) moved += 1;
        return setAside(line, read);
      case 'garbage':
        throw new MotcuaError('MC-NET-02', { reason: 'not a change feed' });
      default:
        return assertNever(read);
    }
  };
  return { take, flush, moved: () => moved };
};

const pullPage = async (parts: SyncParts): Promise<number> => {
  const applier = createApplier(parts);
  const headers = { accept: 'application/x-ndjson' };
  const chunks = parts.client.stream({ method: 'GET', path: pathAfter(parts.store.inbox.cursor()), headers });
  try {
    for await (const line of linesOf(upTo(chunks, PAGE_BYTES), FEED_MAX_LINE_BYTES)) await applier.take(line);
  } finally {
    // What came whole before the line broke is kept.
    await applier.flush();
  }
  return applier.moved();
};

const isUnknownCursor = (error: unknown): boolean => refusalOf(error)?.code === UNKNOWN_CURSOR;

/** Once is a portal that was restored; refusing its own new cursors again is a portal that does not work. */
const createPager = (parts: SyncParts) => {
  let restarted = false;
  return async (): Promise<number> => {
    try {
      return await pullPage(parts);
    } catch (error) {
      if (restarted || !isUnknownCursor(error) || parts.store.inbox.cursor() === undefined) throw error;
      restarted = true;
      parts.log.warn({}, 'the portal does not know our cursor: reading its feed from the beginning');
      parts.store.inbox.restart(parts.now());
      return pullPage(parts);
    }
  };
};

/** Returns once the feed has nothing new. Returns whether anything came. */
export const pull = async (parts: SyncParts): Promise<boolean> => {
  const page = createPager(parts);
  let any = false;
  while ((await page()) > 0) any = true;
  return any;
};
