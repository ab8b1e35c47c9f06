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

interface Current {
  readonly id: string;
  readonly next: number;
  readonly last: number;
}

/**
 * A lease's `next` is written for every so many numbers: all before it are spent, and of those from it on the dossiers tell, whose
 * codes they are. An intake flushes a page less, and what a crash leaves behind is looked up, at most so many.
 */
const WRITTEN_EVERY = 10;

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
  const current = db.prepare<[string], Current>(
    'SELECT id, next, last FROM leases WHERE day = +? AND next <= last ORDER BY first LIMIT 1',
  );
  const spend = db.prepare<[number, string]>('UPDATE leases SET next = ? WHERE id = ?');
  const giveUp = db.prepare('UPDATE leases SET next = last + 1 WHERE next <= last');
  const giveUpBeside = db.prepare<[Lease]>(
    'UPDATE leases SET next = last + 1 WHERE day = :day AND id <> :id AND next <= last',
  );
  const codeOf = (day: LocalDay, sequence: number): string => formatDossierCode({ agency, date: day, sequence });
  // A code seen in the feed is spent, whoever spent it: a reinstalled station must not give it out again.
  const isSpent = (day: LocalDay, number: number): boolean => dossiers.hasCode(codeOf(day, number));
  /** Where to go on from; believed only while its dossier is there, since its intake may have been undone. */
  let given: { readonly lease: string; readonly number: number } | undefined;
  /** Beyond the lease's last number when it has none left. */
  const firstFree = (day: LocalDay, { id, next, last }: Current): number => {
    let number = next;
    if (given?.lease === id && given.number >= next && isSpent(day, given.number)) number = given.number + 1;
    while (number <= last && isSpent(day, number)) number += 1;
    return number;
  };
  const takeNumber = (day: LocalDay): number => {
    for (;;) {
      const lease = current.get(day);
      if (lease === undefined) throw new MotcuaError('MC-DOS-04', { day });
      const number = firstFree(day, lease);
      if (number >= lease.last || number - lease.next >= WRITTEN_EVERY)
        spend.run(Math.min(number, lease.last) + 1, lease.id);
      given = { lease: lease.id, number };
      if (number <= lease.last) return number;
    }
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
    left: (day) => {
      const lease = current.get(day);
      return lease === undefined ? 0 : (left.get(day) ?? 0) - (firstFree(day, lease) - lease.next);
    },
    giveUp: () => transact(() => giveUp.run().changes),
    giveUpBeside: (lease) => transact(() => void giveUpBeside.run(lease)),
    takeCode: (day) => codeOf(day, takeNumber(day)),
  };
};
