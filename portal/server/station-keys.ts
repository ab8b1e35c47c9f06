/** The public keys of stations: one accepted for each station, the others kept as revoked, with the reason. */
import { z } from 'zod';
import { type Instant, instantSchema } from '../../domain/ids.ts';
import { fingerprintOf, keyIdSchema } from '../../domain/pairing.ts';
import { type SharedKey, sharedKeySchema } from '../../domain/sync.ts';
import type { Sql } from './database.ts';

export type StationKey = {
  readonly keyId: string;
  /** `x` of the key as a JSON Web Key. */
  readonly publicKey: string;
  readonly station: string;
  readonly agency: string;
  readonly handsOverFor?: string | undefined;
  readonly replaced: boolean;
  readonly pairedAt: Instant;
  readonly revokedAt?: Instant | undefined;
  /** Two PCs were seen with it (openings.ts). */
  readonly shared?: SharedKey | undefined;
};

/** `admin`: taken back by the administrator; `replaced`: another PC, or a new key, took its place. */
export type RevokedWhy = 'admin' | 'replaced';

type Row = {
  readonly key_id: string;
  readonly public_key: string;
  readonly station: string;
  readonly agency: string;
  readonly hands_over_for: string | null;
  readonly replaced: boolean;
  readonly paired_at: string | number;
  readonly revoked_at: string | number | null;
  readonly revoked_why: RevokedWhy | null;
  readonly shared_since: string | number | null;
  readonly shared_at: string | number | null;
};

const sharedOf = ({ shared_since, shared_at }: Row): SharedKey | undefined =>
  shared_since === null || shared_at === null ? undefined : { since: Number(shared_since), lastAt: Number(shared_at) };

const keyOf = (row: Row): StationKey => ({
  keyId: row.key_id,
  publicKey: row.public_key,
  station: row.station,
  agency: row.agency,
  handsOverFor: row.hands_over_for ?? undefined,
  replaced: row.replaced,
  pairedAt: Number(row.paired_at),
  revokedAt: row.revoked_at === null ? undefined : Number(row.revoked_at),
  shared: sharedOf(row),
});

export async function findKey(sql: Sql, keyId: string): Promise<StationKey | undefined> {
  const [row] = await sql.query<Row>('SELECT * FROM station_keys WHERE key_id = $1', [keyId]);
  return row && keyOf(row);
}

/** The station's newest key, accepted or not: whose PC spoke for it last. */
export async function newestKey(sql: Sql, station: string): Promise<StationKey | undefined> {
  const [row] = await sql.query<Row>('SELECT * FROM station_keys WHERE station = $1 ORDER BY number DESC LIMIT 1', [
    station,
  ]);
  return row && keyOf(row);
}

export async function insertKey(sql: Sql, key: StationKey): Promise<void> {
  await sql.query(
    `INSERT INTO station_keys (key_id, public_key, station, agency, hands_over_for, replaced, paired_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [key.keyId, key.publicKey, key.station, key.agency, key.handsOverFor ?? null, key.replaced, key.pairedAt],
  );
}

/** Which key was revoked; undefined when the station had none that was accepted. */
export async function revokeKey(sql: Sql, station: string, why: RevokedWhy, now: Instant): Promise<string | undefined> {
  const [row] = await sql.query<{ key_id: string }>(
    'UPDATE station_keys SET revoked_at = $2, revoked_why = $3 WHERE station = $1 AND revoked_at IS NULL RETURNING key_id',
    [station, now, why],
  );
  return row?.key_id;
}

export const stationListSchema = z.array(
  z.object({
    station: z.string(),
    agency: z.string(),
    lastPushAt: instantSchema.optional(),
    keys: z.array(
      z.object({
        keyId: keyIdSchema,
        fingerprint: z.string(),
        pairedAt: instantSchema,
        revokedAt: instantSchema.optional(),
        why: z.enum(['admin', 'replaced']).optional(),
        /** Two PCs were seen with it: since when, and when last. */
        shared: sharedKeySchema.optional(),
      }),
    ),
  }),
);
export type StationList = z.infer<typeof stationListSchema>;

/** Every station that the portal knows, with its keys, the newest first. */
export async function listStations(sql: Sql): Promise<StationList> {
  const stations = await sql.query<{ station: string; agency: string; last_push_at: string | number | null }>(
    'SELECT station, agency, last_push_at FROM stations ORDER BY station',
  );
  const keys = Map.groupBy(
    await sql.query<Row>('SELECT * FROM station_keys ORDER BY number DESC'),
    ({ station }) => station,
  );
  return stations.map(({ station, agency, last_push_at }) => ({
    station,
    agency,
    ...(last_push_at === null ? {} : { lastPushAt: Number(last_push_at) }),
    keys: (keys.get(station) ?? []).map(listed),
  }));
}

const listed = (row: Row): StationList[number]['keys'][number] => ({
  keyId: row.key_id,
  fingerprint: fingerprintOf(row.key_id),
  pairedAt: Number(row.paired_at),
  shared: sharedOf(row),
  ...(row.revoked_at === null || row.revoked_why === null
    ? {}
    : { revokedAt: Number(row.revoked_at), why: row.revoked_why }),
});
