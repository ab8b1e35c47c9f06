/**
 * What each day of an agency comes to, for a station to compare its own book with; and the day itself, for one that
 * differs. Computed when asked, from the operations alone: a digest that is stored could itself be wrong.
 */
import { idsOfDay } from '../../domain/day-of-id.ts';
import type { Instant, LocalDay } from '../../domain/ids.ts';
import { type DayDigest, DIGESTS_MAX_DAYS, type Digests } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, lineOf, type Row, readHead } from './changes.ts';
import type { Database } from './database.ts';

/** Rows of a day read at a time. */
const PAGE = 500;

/** The local day (UTC+7) in a UUID version 7: its first 48 bits are milliseconds since 1970. */
const DAY_OF_ID = `to_char(date '1970-01-01' +
  (((('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint + 25200000) / 86400000)::int), 'YYYY-MM-DD')`;

const DIGESTS = `
  SELECT day, count(*)::int AS operations,
    encode(sha256(convert_to(string_agg(revision || ' ' || id || chr(10), '' ORDER BY revision), 'UTF8')), 'hex') AS sha256
  FROM (
    SELECT id, revision, ${DAY_OF_ID} AS day FROM operations
    WHERE agency = $1 AND revision <= $2 AND id >= $3::uuid
  ) AS of_agency
  GROUP BY day ORDER BY day LIMIT ${DIGESTS_MAX_DAYS}`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export type DigestsRequest = {
  readonly cursor: string;
  /** Days before this one are left out. */
  readonly from?: LocalDay | undefined;
  readonly now: Instant;
};

/** A cursor that is not ours is `MC-POR-06`. */
export async function readDigests(
  database: Database,
  caller: Caller,
  { cursor, from, now }: DigestsRequest,
): Promise<Digests> {
  const revision = decodeCursor(cursor, await readHead(database));
  const first = from === undefined ? FIRST_ID : idsOfDay(from).from;
  return { revision, days: await database.query<DayDigest>(DIGESTS, [caller.agency, revision, first]), now };
}

export type DayRequest = { readonly cursor: string; readonly day: LocalDay };

/** Blocks of lines of the feed: those of one day, by revision, up to the cursor. A cursor that is not ours is `MC-POR-06`. */
export async function openDay(
  database: Database,
  caller: Caller,
  { cursor, day }: DayRequest,
): Promise<AsyncIterable<string>> {
  const head = await readHead(database);
  const upTo = decodeCursor(cursor, head);
  const { from, before } = idsOfDay(day);
  const page = (after: number): Promise<readonly Row[]> =>
    database.query<Row>(
      `SELECT revision, body::text AS body FROM operations
       WHERE agency = $1 AND revision > $2 AND revision <= $3 AND id >= $4::uuid AND id < $5::uuid
       ORDER BY revision LIMIT ${PAGE}`,
      [caller.agency, after, upTo, from, before],
    );
  const first = await page(0);
  return blocks();

  async function* blocks(): AsyncGenerator<string> {
    for (let rows = first; rows.length > 0; rows = rows.length < PAGE ? [] : await page(rows.at(-1)?.revision ?? upTo))
      yield rows.map((row) => lineOf(row, head.feedId)).join('');
  }
}
