/** Is a copy of the database whole and ours? Asked of every backup before it counts, and before it is put back. */
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import { createAudit } from '../audit.ts';
import { refuseForeign, versionOf } from '../migrate.ts';
import { storeError } from '../store-error.ts';
import type { Db } from '../transaction.ts';

export interface CopyFacts {
  readonly schema: number;
  readonly auditEntries: number;
  readonly operations: number;
  readonly dossiers: number;
}

const countOf = (db: Db, table: string): number =>
  db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;

const refuseBroken = (db: Db): void => {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new MotcuaError('MC-BAK-04', { reason: 'quick_check' });
};

const auditOf = (db: Db): number => {
  const { ok, entries, brokenAt } = createAudit(db).verify();
  if (!ok) throw new MotcuaError('MC-BAK-04', { reason: 'audit', entry: brokenAt ?? 0 });
  return entries;
};

/** MC-BAK-04 when it is not whole; MC-STO-02 when a newer program made it. The file is not changed. */
export function verifyCopy(file: string): CopyFacts {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      refuseForeign(db);
      refuseBroken(db);
      const auditEntries = auditOf(db);
      return {
        schema: versionOf(db),
        auditEntries,
        operations: countOf(db, 'operations'),
        dossiers: countOf(db, 'dossiers'),
      };
    } finally {
      db.close();
    }
  } catch (error) {
    const known = storeError(error);
    const isDamage = known instanceof MotcuaError && known.code === 'MC-STO-03';
    throw isDamage ? new MotcuaError('MC-BAK-04', known.context, { cause: error }) : known;
  }
}
