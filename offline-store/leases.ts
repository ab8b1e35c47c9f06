/** Dossier numbers handed to this station ahead of time, so that intake needs no connection. */
import { agencyKey, formatDossierCode } from '../domain/dossier-code.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { LocalDay } from '../domain/ids.ts';
import type { Lease } from '../domain/sync.ts';
import type { OfficeStore } from './contract.ts';
import type { DossierRows } from './dossiers.ts';
import type { Db, Transact } from './transaction.ts';

export interface LeaseParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly agency: string;
  readonly dossiers: Pick<DossierRows, 'hasCode'>;
}

export type Leases = OfficeStore['leases'] & {
  /** Inside the caller's transaction: the next code of that day. MC-DOS-04 when none is left. */
  takeCode(day: LocalDay): string;
};

const sameAgency = (a: string, b: string): boolean => (agencyKey(a) ?? a) === (agencyKey(b) ?? b);

export const createLeases = ({ db, transact, agency, dossiers }: LeaseParts): Leases => {
  const known = db.prepare<[string]>('SELECT 1 FROM leases WHERE id = ?');
  const overlapping = db.prepare<[Lease]>('SELECT 1 FROM leases WHERE day = :day AND first <= :to AND last >= :from');
  const insert = db.prepare<[Lease]>(
    'INSERT INTO leases (id, day, first, last, next) VALUES (:id, :day, :from, :to, :from)',
  );
  const left = db
    .prepare<[string], number>('SELECT coalesce(sum(last - next + 1), 0) FROM leases WHERE day = ?')
    .pluck();
  const next = db.prepare<[string], { id: string; next: number }>(
    'SELECT id, next FROM leases WHERE day = +? AND next <= last ORDER BY first LIMIT 1',
  );
  const spend = db.prepare<[string]>('UPDATE leases SET next = next + 1 WHERE id = ?');
  const giveUp = db.prepare('UPDATE leases SET next = last + 1 WHERE next <= last');
  const takeNumber = (day: LocalDay): number => {
    const lease = next.get(day);
    if (lease === undefined) throw new MotcuaError('MC-DOS-04', { day });
    spend.run(lease.id);
    return lease.next;
  };
  const usable = (lease: Lease): boolean =>
    sameAgency(lease.agency, agency) && lease.to >= lease.from && overlapping.get(lease) === undefined;
  return {
    add: (lease) =>
      transact(() => {
        if (known.get(lease.id) !== undefined) return;
        if (!usable(lease)) throw new MotcuaError('MC-NET-02', { lease: lease.id, day: lease.day });
        insert.run(lease);
      }),
    left: (day) => left.get(day) ?? 0,
    giveUp: () => transact(() => giveUp.run().changes),
    takeCode: (day) => {
      // A code seen in the feed is spent, whoever spent it: a reinstalled station must not give it out again.
      for (;;) {
        const code = formatDossierCode({ agency, date: day, sequence: takeNumber(day) });
        if (!dossiers.hasCode(code)) return code;
      }
    },
  };
};
