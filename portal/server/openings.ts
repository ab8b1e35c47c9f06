/**
 * Notices that one key is at work on two PCs (a disk that was cloned, a backup put back twice), by the openings of stores
 * that speak with it. Two things cannot happen where there is one store, whatever is restarted, restored, lost, late or
 * set wrong: docs/decisions/0034 says why.
 */
import type { Instant } from '../../domain/ids.ts';
import { TOKEN_MAX_LIFETIME_S } from '../../domain/pairing.ts';
import type { Opening, SharedKey } from '../../domain/sync.ts';
import type { Caller } from './caller.ts';
import type { Sql } from './database.ts';
import { uuidKey } from './dossier-book.ts';

/** An opening that has spoken. Times are those at which its tokens say that they were signed, ms. */
export type Spoken = {
  readonly id: string;
  readonly after?: string | undefined;
  readonly began: Instant;
  readonly heard: Instant;
};

/** Two clocks of one PC, before and after a restart, are never this far apart in tokens that are taken. */
export const CLOCKS_APART_MS = TOKEN_MAX_LIFETIME_S * 1_000;

/**
 * `mine` spoke, then another, then `mine` again, all of it well after both had begun: only one process has a store open, so
 * there are two. Returns when the other spoke.
 */
export function inTurns(mine: Spoken, others: readonly Spoken[], signedAt: Instant): Instant | undefined {
  const between = others.filter(({ id, began, heard }) => {
    const bothThere = Math.max(mine.began, began) + CLOCKS_APART_MS;
    return id !== mine.id && mine.heard >= bothThere && heard > mine.heard && signedAt > heard;
  });
  return between.length === 0 ? undefined : Math.max(...between.map(({ heard }) => heard));
}

/**
 * A store goes on from an opening although another, that knows nothing of that one, had begun after it and before now: they
 * were not one store. A request that was long on its way is as old as its token.
 */
export function goesOnBeside({ after, restored }: Opening, others: readonly Spoken[], signedAt: Instant): boolean {
  const before = others.find(({ id }) => id === after);
  if (!before || restored) return false;
  const between = others.filter(
    ({ began }) => began >= before.began + CLOCKS_APART_MS && signedAt >= began + CLOCKS_APART_MS,
  );
  return between.some((other) => !comesFrom(other, before, others));
}

/** A line that cannot be followed to its beginning is given the benefit of the doubt. */
function comesFrom(one: Spoken, ancestor: Spoken, all: readonly Spoken[]): boolean {
  const seen = new Set<string>();
  for (let at: Spoken | undefined = one; at; ) {
    const { after }: Spoken = at;
    if (after === undefined) return false;
    if (after === ancestor.id || seen.has(after)) return true;
    seen.add(after);
    at = all.find(({ id }) => id === after);
  }
  return true;
}

/** A desk is started once a day: three months. */
const KEPT = 64;
/** Not each push of a busy desk is worth a write. */
const STEP_MS = 60_000;
/** So long after it was last seen it is told: a PC that was switched off meanwhile comes back by then. */
const TOLD_MS = 7 * 24 * 3_600_000;

type Row = {
  readonly id: string;
  readonly after: string | null;
  readonly began: string | number;
  readonly heard: string | number;
};

const spokenOf = ({ id, after, began, heard }: Row): Spoken => ({
  ...{ id, after: after ?? undefined, began: Number(began), heard: Number(heard) },
});

/** Inside the transaction of a push. Returns what is to be told. A fixed token says nothing of when it was signed. */
export async function hearOpening(
  sql: Sql,
  { key }: Caller,
  opening: Opening | undefined,
  now: Instant,
): Promise<SharedKey | undefined> {
  if (!key) return undefined;
  const seenAt = opening && (await seenTwice(sql, key, { ...opening, id: uuidKey(opening.id) }));
  const isNews = seenAt !== undefined && seenAt >= (key.shared?.lastAt ?? 0) + STEP_MS;
  const shared = isNews ? await markShared(sql, key.id, seenAt) : key.shared;
  return shared && shared.lastAt + TOLD_MS > now ? shared : undefined;
}

type Key = NonNullable<Caller['key']>;

async function seenTwice(sql: Sql, { id: keyId, signedAt }: Key, opening: Opening): Promise<Instant | undefined> {
  const rows = await sql.query<Row>(
    'SELECT opening AS id, after, began, heard FROM station_openings WHERE key_id = $1 ORDER BY number DESC LIMIT $2',
    [keyId, KEPT],
  );
  const all = rows.map(spokenOf);
  const mine = all.find(({ id }) => id === opening.id);
  if (!mine) {
    await begin(sql, keyId, opening, signedAt);
    return goesOnBeside(opening, all, signedAt) ? signedAt : undefined;
  }
  if (signedAt >= mine.heard + STEP_MS)
    await sql.query('UPDATE station_openings SET heard = $3 WHERE key_id = $1 AND opening = $2', [
      keyId,
      opening.id,
      signedAt,
    ]);
  return inTurns(mine, all, signedAt);
}

async function begin(sql: Sql, keyId: string, { id, after }: Opening, signedAt: Instant): Promise<void> {
  await sql.query('INSERT INTO station_openings (key_id, opening, after, began, heard) VALUES ($1, $2, $3, $4, $4)', [
    keyId,
    id,
    after ?? null,
    signedAt,
  ]);
  await sql.query(
    `DELETE FROM station_openings WHERE key_id = $1 AND number <
       (SELECT number FROM station_openings WHERE key_id = $1 ORDER BY number DESC OFFSET $2 LIMIT 1)`,
    [keyId, KEPT - 1],
  );
}

/** Seen again after it was no longer told, it begins anew. */
async function markShared(sql: Sql, keyId: string, at: Instant): Promise<SharedKey | undefined> {
  const [row] = await sql.query<{ since: string | number; last: string | number }>(
    `UPDATE station_keys SET
       shared_since = CASE WHEN coalesce(shared_at, 0) < $2::bigint - $3::bigint THEN $2 ELSE shared_since END,
       shared_at = $2
     WHERE key_id = $1 RETURNING shared_since AS since, shared_at AS last`,
    [keyId, at, TOLD_MS],
  );
  return row && { since: Number(row.since), lastAt: Number(row.last) };
}

/** One of the PCs was paired again, under `stations`' names or in their place: who speaks with the key from now on is looked at anew. */
export async function forgetOpenings(sql: Sql, keyId: string, stations: readonly string[]): Promise<void> {
  const forgotten = await sql.query(
    'UPDATE station_keys SET shared_since = NULL, shared_at = NULL WHERE key_id = $1 AND station = ANY($2::text[]) RETURNING key_id',
    [keyId, stations],
  );
  if (forgotten.length > 0) await sql.query('DELETE FROM station_openings WHERE key_id = $1', [keyId]);
}
