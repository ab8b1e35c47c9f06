/** One-time codes: made by the administrator, read out to the technician, good for a day, for one PC and few wrong tries. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type Instant, instantSchema } from '../../domain/ids.ts';
import {
  formatPairingCode,
  lookupOf,
  PAIRING_CODE_LIFETIME_MS,
  type PairingCode,
  pairingCodeFromBytes,
} from '../../domain/pairing.ts';
import { canonicalAgency } from './caller.ts';
import type { Database, Sql } from './database.ts';
import { ONLINE_CHANNEL } from './leases.ts';
import { newestKey } from './station-keys.ts';

/**
 * `replaces`: the station has a PC already, and this one takes its place. `handsOverFor`: this PC was that station until
 * another one took it over; it gets a name of its own and may hand over what it had not sent.
 */
export const codeOrderSchema = z
  .object({
    station: z.string().trim().min(1).max(80),
    agency: z.string().trim().min(1).max(40),
    replaces: z.boolean().default(false),
    handsOverFor: z.string().min(1).max(80).optional(),
  })
  .readonly();
export type CodeOrder = z.infer<typeof codeOrderSchema>;

export const madeCodeSchema = z.object({ code: z.string(), station: z.string(), expiresAt: instantSchema }).readonly();
export type MadeCode = z.infer<typeof madeCodeSchema>;

export type StoredCode = {
  readonly lookup: string;
  readonly hash: string;
  readonly station: string;
  readonly agency: string;
  readonly hands_over_for: string | null;
  readonly replaces: boolean;
  readonly expires_at: string | number;
  readonly wrong_tries: number;
  readonly key_id: string | null;
};

const derive = promisify<string, string, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const RANDOM_BYTES = 64;

/** The first group is the salt: no two codes that may be used have the same. */
const hashOf = async (code: PairingCode): Promise<string> =>
  (await derive(code, lookupOf(code), HASH_BYTES)).toString('hex');

export async function isThisCode({ hash }: StoredCode, code: PairingCode): Promise<boolean> {
  return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(await hashOf(code), 'hex'));
}

/** The row is held until the transaction ends: two PCs with the same code are answered one after the other. */
export async function lockCode(sql: Sql, code: PairingCode): Promise<StoredCode | undefined> {
  const [row] = await sql.query<StoredCode>('SELECT * FROM pairing_codes WHERE lookup = $1 FOR UPDATE', [
    lookupOf(code),
  ]);
  return row;
}

/**
 * MC-API-03: a name that no station may have, or a hand-over from another agency; MC-PAR-07: the station has a key that is
 * accepted, and `replaces` was not said.
 */
export async function makeCode(database: Database, order: CodeOrder, now: Instant): Promise<MadeCode> {
  if (order.station === ONLINE_CHANNEL || order.station === order.handsOverFor) throw new MotcuaError('MC-API-03');
  await refuseUnfit(database, order);
  for (;;) {
    const code = pairingCodeFromBytes(randomBytes(RANDOM_BYTES));
    if (code !== undefined && (await keep(database, code, order, now)))
      return { code: formatPairingCode(code), station: order.station, expiresAt: now + PAIRING_CODE_LIFETIME_MS };
  }
}

async function refuseUnfit(sql: Sql, { station, agency, replaces, handsOverFor }: CodeOrder): Promise<void> {
  for (const name of [station, handsOverFor ?? station]) {
    const [known] = await sql.query<{ agency: string }>('SELECT agency FROM stations WHERE station = $1', [name]);
    const isFit = known ? known.agency === canonicalAgency(agency) : name === station;
    if (!isFit) throw new MotcuaError('MC-API-03', { reason: 'another agency’s station, or none to hand over for' });
  }
  const key = await newestKey(sql, station);
  if (key && key.revokedAt === undefined && !replaces) throw new MotcuaError('MC-PAR-07');
}

/** False when another code that may still be used begins with the same group. */
async function keep(database: Database, code: PairingCode, order: CodeOrder, now: Instant): Promise<boolean> {
  const hash = await hashOf(code);
  const added = await database.query(
    `INSERT INTO pairing_codes (lookup, hash, station, agency, hands_over_for, replaces, made_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING lookup`,
    [
      lookupOf(code),
      hash,
      order.station,
      canonicalAgency(order.agency),
      order.handsOverFor ?? null,
      order.replaces,
      now,
      now + PAIRING_CODE_LIFETIME_MS,
    ],
  );
  return added.length === 1;
}
