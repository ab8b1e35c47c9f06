/** The audit trail: each entry's hash covers the one before, so a changed, dropped or inserted entry shows. */
import { hash } from 'node:crypto';
import type { OfficeStore } from './contract.ts';
import type { Db, Transact } from './transaction.ts';

export type AuditEntry = Parameters<OfficeStore['audit']['add']>[0];

export interface AuditRow {
  readonly number: number;
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly about: string | null;
  readonly hash: string;
}

export const GENESIS = '0'.repeat(64);

/** JSON of a fixed list of fields: no two different entries read the same. */
const hashOf = (previous: string, entry: Omit<AuditRow, 'hash'>): string =>
  hash('sha256', previous + JSON.stringify([entry.number, entry.at, entry.who, entry.what, entry.about]));

/** Whether an entry's hash follows from the one before it (`GENESIS` before the first). */
export const followsOn = (previous: string, row: AuditRow): boolean => row.hash === hashOf(previous, row);

export interface AuditTrail {
  /** Inside the caller's transaction, so that an entry exists exactly when what it tells of happened. */
  append(entry: AuditEntry): void;
  verify(): ReturnType<OfficeStore['audit']['verify']>;
  lastAt(): number | undefined;
}

const firstBroken = (rows: Iterable<AuditRow>): { readonly entries: number; readonly brokenAt?: number } => {
  let previous = GENESIS;
  let entries = 0;
  for (const row of rows) {
    if (row.number !== entries + 1 || !followsOn(previous, row)) return { entries, brokenAt: row.number };
    previous = row.hash;
    entries += 1;
  }
  return { entries };
};

export const createAudit = (db: Db): AuditTrail => {
  const last = db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY number DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO audit (number, at, who, what, about, hash) VALUES (?, ?, ?, ?, ?, ?)');
  const all = db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY number');
  return {
    append: ({ at, who, what, about }) => {
      const previous = last.get();
      const entry = { number: (previous?.number ?? 0) + 1, at, who, what, about: about ?? null };
      insert.run(entry.number, at, who, what, entry.about, hashOf(previous?.hash ?? GENESIS, entry));
    },
    verify: () => {
      const { entries, brokenAt } = firstBroken(all.iterate());
      return brokenAt === undefined ? { ok: true, entries } : { ok: false, entries, brokenAt };
    },
    lastAt: () => last.get()?.at,
  };
};

export const auditApi = (trail: AuditTrail, transact: Transact): OfficeStore['audit'] => ({
  add: (entry) => transact(() => trail.append(entry)),
  verify: () => trail.verify(),
});
