/** A code for a key: the station's identity. Everything of it in one transaction; asked again with the same key, the same answer. */
import { calculateJwkThumbprint } from 'jose';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { PAIRING_MAX_WRONG, type PairingRequest, type PairingResponse } from '../../domain/pairing.ts';
import { canonicalAgency } from './caller.ts';
import type { Database, Sql } from './database.ts';
import { forgetOpenings } from './openings.ts';
import { isThisCode, lockCode, type StoredCode } from './pairing-codes.ts';
import { findKey, insertKey, newestKey, revokeKey, type StationKey } from './station-keys.ts';

export type PairingParts = {
  readonly database: Database;
  /** What the portal calls itself, and what its tokens must name. */
  readonly name: string;
  readonly audience: string;
  readonly now: () => Instant;
};

type Outcome = { readonly key: StationKey; readonly lastSequence: number } | { readonly refused: ErrorCode };

/** MC-PAR-02 … 07. A refusal is kept too: wrong tries count, so nothing is thrown before the transaction has ended. */
export async function pair(parts: PairingParts, request: PairingRequest): Promise<PairingResponse> {
  const now = parts.now();
  const keyId = await calculateJwkThumbprint(request.publicKey);
  const outcome = await parts.database.transaction((sql) => decide(sql, request, keyId, now));
  if ('refused' in outcome) throw new MotcuaError(outcome.refused);
  const { station, agency, pairedAt, replaced } = outcome.key;
  const { lastSequence } = outcome;
  return {
    ...{ station, agency, keyId, pairedAt, lastSequence, replaced, now },
    ...{ portal: parts.name, audience: parts.audience },
  };
}

async function decide(sql: Sql, request: PairingRequest, keyId: string, now: Instant): Promise<Outcome> {
  const code = await lockCode(sql, request.code);
  if (!code) return { refused: 'MC-PAR-02' };
  if (code.wrong_tries >= PAIRING_MAX_WRONG) return { refused: 'MC-PAR-05' };
  if (!(await isThisCode(code, request.code))) return countWrong(sql, code);
  if (code.key_id !== null) return answerAgain(sql, code.key_id, keyId);
  const refused = (await whyNot(sql, code, request, now)) ?? (await whyNotThisKey(sql, keyId));
  return refused ? { refused } : bringIn(sql, code, request, keyId, now);
}

async function countWrong(sql: Sql, { lookup }: StoredCode): Promise<Outcome> {
  await sql.query('UPDATE pairing_codes SET wrong_tries = wrong_tries + 1 WHERE lookup = $1', [lookup]);
  return { refused: 'MC-PAR-02' };
}

/** The station whose answer was lost asks again with the same key. Anybody else comes too late. */
async function answerAgain(sql: Sql, used: string, keyId: string): Promise<Outcome> {
  const key = used === keyId ? await findKey(sql, keyId) : undefined;
  if (!key || key.revokedAt !== undefined) return { refused: 'MC-PAR-04' };
  return { key, lastSequence: await lastSequenceOf(sql, key.station) };
}

async function whyNot(
  sql: Sql,
  code: StoredCode,
  { station, agency }: PairingRequest,
  now: Instant,
): Promise<ErrorCode | undefined> {
  if (Number(code.expires_at) <= now) return 'MC-PAR-03';
  const isMeant = station === code.station || station === code.hands_over_for;
  if (!isMeant || canonicalAgency(agency) !== code.agency) return 'MC-PAR-06';
  const before = await newestKey(sql, code.station);
  return before && before.revokedAt === undefined && !code.replaces ? 'MC-PAR-07' : undefined;
}

/** A key is brought in once: a PC that is paired again makes a new one. */
const whyNotThisKey = async (sql: Sql, keyId: string): Promise<ErrorCode | undefined> =>
  (await findKey(sql, keyId)) ? 'MC-API-03' : undefined;

/** From here on the old key is refused, in the same moment in which the new one is accepted. */
async function bringIn(
  sql: Sql,
  { lookup, station, agency, hands_over_for }: StoredCode,
  request: PairingRequest,
  keyId: string,
  now: Instant,
): Promise<Outcome> {
  const before = await newestKey(sql, station);
  const key: StationKey = {
    ...{ keyId, station, agency, publicKey: request.publicKey.x, handsOverFor: hands_over_for ?? undefined },
    replaced: before !== undefined && before.keyId !== request.formerKeyId,
    pairedAt: now,
  };
  await revokeKey(sql, station, 'replaced', now);
  if (request.formerKeyId !== undefined)
    await forgetOpenings(sql, request.formerKeyId, [station, hands_over_for ?? station]);
  await insertKey(sql, key);
  await sql.query('UPDATE pairing_codes SET key_id = $2 WHERE lookup = $1', [lookup, keyId]);
  await sql.query('INSERT INTO stations (station, agency) VALUES ($1, $2) ON CONFLICT (station) DO NOTHING', [
    station,
    agency,
  ]);
  return { key, lastSequence: await lastSequenceOf(sql, station) };
}

/** Of everything that was said in the station's name, accepted or refused. */
async function lastSequenceOf(sql: Sql, station: string): Promise<number> {
  const [row] = await sql.query<{ last: string | number }>(
    "SELECT coalesce(max((body->>'sequence')::bigint), 0) AS last FROM operations WHERE station = $1",
    [station],
  );
  return Number(row?.last ?? 0);
}
