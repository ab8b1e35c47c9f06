/** Dossier numbers of an agency's day, each handed out once: to stations in blocks, to the online channel in the same way. */
import { v7 as uuid7 } from 'uuid';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, LocalDay, Uuid7 } from '../../domain/ids.ts';
import type { Lease, LeaseRequest, LeaseResponse } from '../../domain/sync.ts';
import { type Caller, canonicalAgency } from './caller.ts';
import type { Database, Sql } from './database.ts';

/** Four digits are all that a dossier code has room for. */
const LAST_NUMBER = 9_999;

/** Who holds the numbers that dossiers from the public web site get. No station may have this name. */
export const ONLINE_CHANNEL = 'online';

export type LeaseOrder = {
  readonly id: Uuid7;
  readonly holder: string;
  readonly agency: string;
  readonly days: readonly LocalDay[];
  readonly count: number;
};

/** Answers a station's request; throws `MC-API-01` when it asks in another's name. `agency` is echoed as it was written. */
export async function grantToStation(
  database: Database,
  caller: Caller,
  request: LeaseRequest,
  now: Instant,
): Promise<LeaseResponse> {
  if (request.station !== caller.station || canonicalAgency(request.agency) !== caller.agency)
    throw new MotcuaError('MC-API-01');
  const leases = await grantNumbers(database, { ...request, holder: caller.station, agency: caller.agency }, now);
  return { leases: leases.map((lease) => ({ ...lease, agency: request.agency })), now };
}

/**
 * Hands out `count` numbers for each day, fewer when a day is nearly used up, no lease when it is. The same id again gives
 * the same leases; `MC-API-01` when another holder has used that id.
 */
export const grantNumbers = (database: Database, order: LeaseOrder, now: Instant): Promise<readonly Lease[]> =>
  database.transaction(async (sql) => {
    if (await isNewOrder(sql, order)) {
      // Sorted, so that two orders for the same days never wait for each other.
      for (const day of [...new Set(order.days)].sort()) await grantDay(sql, order, day, now);
    }
    return leasesOf(sql, order.id);
  });

async function isNewOrder(sql: Sql, order: LeaseOrder): Promise<boolean> {
  const added = await sql.query(
    'INSERT INTO lease_requests (id, holder, agency) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id',
    [order.id, order.holder, order.agency],
  );
  if (added.length === 1) return true;
  const own = await sql.query('SELECT 1 FROM lease_requests WHERE id = $1 AND holder = $2 AND agency = $3', [
    order.id,
    order.holder,
    order.agency,
  ]);
  if (own.length === 0) throw new MotcuaError('MC-API-01');
  return false;
}

async function grantDay(sql: Sql, order: LeaseOrder, day: LocalDay, now: Instant): Promise<void> {
  await sql.query('INSERT INTO day_numbers (agency, day, next_number) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING', [
    order.agency,
    day,
  ]);
  const [row] = await sql.query<{ next_number: number }>(
    'SELECT next_number FROM day_numbers WHERE agency = $1 AND day = $2 FOR UPDATE',
    [order.agency, day],
  );
  const from = row?.next_number ?? 1;
  const to = Math.min(from + order.count - 1, LAST_NUMBER);
  if (to < from) return;
  await sql.query('UPDATE day_numbers SET next_number = $3 WHERE agency = $1 AND day = $2', [
    order.agency,
    day,
    to + 1,
  ]);
  await sql.query(
    `INSERT INTO leases (id, request_id, holder, agency, day, first_number, last_number, granted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuid7({ msecs: now }), order.id, order.holder, order.agency, day, from, to, now],
  );
}

const leasesOf = (sql: Sql, requestId: Uuid7): Promise<readonly Lease[]> =>
  sql.query<Lease>(
    `SELECT id, agency, to_char(day, 'YYYY-MM-DD') AS day, first_number AS "from", last_number AS "to"
     FROM leases WHERE request_id = $1 ORDER BY leases.day`,
    [requestId],
  );
