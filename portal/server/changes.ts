/**
 * The change feed: an agency's accepted operations in the order of their revisions, as NDJSON. The cursor is opaque to
 * stations; here it is `<feed id>:<revision>`, so that one from another portal, or from before a restore, is noticed.
 */
import { MotcuaError } from '../../domain/errors.ts';
import { FEED_MAX_LINE_BYTES } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import type { Database } from './database.ts';
import type { News } from './news.ts';

/** Rows read at a time; bounds the portal's memory whatever the length of the feed. */
const PAGE = 500;

export type FeedRequest = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** How long to hold the answer while there is nothing new, in seconds. */
  readonly wait: number;
  /** Aborted when nobody reads the answer any more. */
  readonly gone: AbortSignal;
};

export type FeedParts = { readonly database: Database; readonly news: News };

/** `body` is the operation's JSON as the database writes it: it need not be read to be passed on. */
export type Row = { readonly revision: number; readonly body: string };

/**
 * Blocks of whole lines of the feed after the cursor, at most `limit` lines, ending when caught up. While nothing is new
 * it waits up to `wait` seconds for the first. A cursor that is not ours is `MC-POR-06`.
 */
export async function openFeed(parts: FeedParts, caller: Caller, request: FeedRequest): Promise<AsyncIterable<string>> {
  const { database } = parts;
  const head = await readHead(database);
  const after = request.cursor === undefined ? 0 : decodeCursor(request.cursor, head);
  const page = (from: number, left: number) => readPage(database, caller, from, Math.min(PAGE, left));
  // The first page is read before the answer starts, so that a failing database is a 500 and not a torn stream.
  const first = await firstPage(parts.news, caller, request, () => page(after, request.limit));
  return blocks();

  async function* blocks(): AsyncGenerator<string> {
    let rows = first;
    for (let left = request.limit - rows.length; rows.length > 0; left -= rows.length) {
      const last = rows.at(-1)?.revision ?? after;
      // Read while the block before it is on its way.
      const next = rows.length < PAGE || left <= 0 ? Promise.resolve([]) : page(last, left);
      // Whoever reads may stop before it looks at the next page: that page's failure is then nobody's.
      next.catch(() => undefined);
      yield rows.map((row) => lineOf(row, head.feedId)).join('');
      rows = await next;
    }
  }
}

async function firstPage(
  news: News,
  caller: Caller,
  { wait, gone }: FeedRequest,
  read: () => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const until = performance.now() + wait * 1_000;
  for (;;) {
    const mark = news.mark(caller.agency);
    const rows = await read();
    const left = until - performance.now();
    if (rows.length > 0 || left <= 0 || gone.aborted) return rows;
    await news.after(caller.agency, mark, left, gone);
    if (gone.aborted) return rows;
  }
}

export type Head = { readonly feedId: string; readonly revision: number };

export async function readHead(database: Database): Promise<Head> {
  const [row] = await database.query<{ feed_id: string; revision: number }>('SELECT feed_id, revision FROM feed_head');
  if (!row) throw new MotcuaError('MC-STO-03');
  return { feedId: row.feed_id, revision: row.revision };
}

const readPage = (database: Database, caller: Caller, after: number, limit: number): Promise<readonly Row[]> =>
  database.query<Row>(
    'SELECT revision, body::text AS body FROM operations WHERE agency = $1 AND revision > $2 ORDER BY revision LIMIT $3',
    [caller.agency, after, limit],
  );

/** PostgreSQL writes jsonb with spaces; what they may add to an operation near the limit must not make a line too long. */
const LONG = FEED_MAX_LINE_BYTES / 4;
const compact = (body: string): string => (body.length < LONG ? body : JSON.stringify(JSON.parse(body)));

/** A line of NDJSON; jsonb is written without a line break. */
export const lineOf = ({ revision, body }: Row, feedId: string): string =>
  `{"cursor":"${cursorOf(feedId, revision)}","revision":${revision},"operation":${compact(body)}}\n`;

const cursorOf = (feedId: string, revision: number): string =>
  Buffer.from(`${feedId}:${revision}`).toString('base64url');

/** The revision that a cursor stands for. */
export function decodeCursor(cursor: string, head: Head): number {
  const match = /^([0-9a-f]{8}):(\d{1,10})$/.exec(Buffer.from(cursor.slice(0, 200), 'base64url').toString('latin1'));
  const revision = Number(match?.[2] ?? Number.NaN);
  if (match?.[1] !== head.feedId || !(revision <= head.revision)) throw new MotcuaError('MC-POR-06');
  return revision;
}
