/** The audit trail of a damaged database, continued in the one that takes its place: only as far as each entry's hash follows. */
import { type AuditRow, followsOn, GENESIS } from '../audit.ts';
import type { Db } from '../transaction.ts';
import { readableRows } from './readable-rows.ts';

export interface AuditTail {
  readonly brought: number;
  /** The first entry that is only in the damaged file. */
  readonly cutAt: number | undefined;
}

/** Before anything is added to the new trail: it goes on where the backup's ends. `target` has the table and nothing else is needed. */
export function bringAuditTail(damaged: Db, target: Db): AuditTail {
  const own = target.prepare<[number], string>('SELECT hash FROM audit WHERE number = ?').pluck();
  const last = target.prepare<[], number>('SELECT coalesce(max(number), 0) FROM audit').pluck().get() ?? 0;
  const insert = target.prepare(
    'INSERT INTO audit (number, at, who, what, about, hash) VALUES (:number, :at, :who, :what, :about, :hash)',
  );
  let previous = own.get(last) ?? GENESIS;
  let next = last + 1;
  let cutAt: number | undefined;
  const take = ({ number, row }: { readonly number: number; readonly row: unknown }): void => {
    if (cutAt !== undefined) return;
    const entry = row as AuditRow;
    if (number <= last) {
      if (own.get(number) !== entry.hash) cutAt = last + 1;
      return;
    }
    if (number !== next || !followsOn(previous, entry)) cutAt = next;
    else {
      insert.run(entry);
      previous = entry.hash;
      next += 1;
    }
  };
  target.transaction(() => {
    for (const row of readableRows(damaged, 'audit', () => undefined)) take(row);
  })();
  return { brought: next - 1 - last, cutAt };
}
