/**
 * The change feed: an agency's accepted operations in the order of their revisions, as NDJSON. The cursor is opaque to
 * stations; here it is `<feed id>:<revision>`, so that one from another portal, or from before a restore, is noticed.
 */
import { MotcuaError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Change } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import type { Database } from './database.ts';

/** Rows read at a time; bounds the portal's memory whatever the length of the feed. */
const PAGE = 500;

export type FeedRequest = { readonly cursor?: string | undefined; readonly limit: number };

type Row = { readonly revision: number; readonly body: Operation };

/** Lines of the feed after the cursor, at most `limit`, ending when caught up. A cursor that is not ours is `MC-POR-06`. */
export async function openFeed(
  database: Database,
  caller: Caller,
  request: FeedRequest,
): Promise<AsyncIterable<string>> {
  const head = await readHead(database);
  const after = request.cursor === undefined ? 0 : decodeCursor(request.cursor, head);
  // The first page is read before the answer starts, so that a failing database is a 500 and not a torn stream.
  const first = await readPage(database, caller, after, Math.min(PAGE, request.limit));
  return linesFrom(first, request.limit);

  async function* linesFrom(page: readonly Row[], left: number): AsyncGenerator<string> {
    for (const row of page) yield `${JSON.stringify(toChange(row, head.feedId))}\n`;
    const last = page.at(-1);
    const remaining = left - page.length;
    if (!last || page.length < PAGE || remaining <= 0) return;
    yield* linesFrom(await readPage(database, caller, last.revision, Math.min(PAGE, remaining)), remaining);
  }
}

type Head = { readonly feedId: string; readonly revision: number };

async function readHead(database: Database): Promise<Head> {
  const [row] = await database.query<{ feed_id: string; revision: number }>('SELECT feed_id, revision FROM feed_head');
  if (!row) throw new MotcuaError('MC-STO-03');
  return { feedId: row.feed_id, revision: row.revision };
}

const readPage = (database: Database, caller: Caller, after: number, limit: number): Promise<readonly Row[]> =>
  database.query<Row>(
    'SELECT revision, body FROM operations WHERE agency = $1 AND revision > $2 ORDER BY revision LIMIT $3',
    [caller.agency, after, limit],
  );

const toChange = ({ revision, body }: Row, feedId: string): Change => ({
  cursor: Buffer.from(`${feedId}:${revision}`).toString('base64url'),
  revision,
  operation: body,
});

function decodeCursor(cursor: string, head: Head): number {
  const match = /^([0-9a-f]{8}):(\d{1,10})$/.exec(Buffer.from(cursor.slice(0, 200), 'base64url').toString('latin1'));
  const revision = Number(match?.[2] ?? Number.NaN);
  if (match?.[1] !== head.feedId || !(revision <= head.revision)) throw new MotcuaError('MC-POR-06');
  return revision;
}
