/** After a new key: rows that older keys sealed are sealed anew, some at a time, each lot a transaction of its own. */
import { MotcuaError } from '../../domain/errors.ts';
import type { Db, Transact } from '../transaction.ts';
import type { KeyRing } from './key-ring.ts';
import { placeOfDossier, placeOfDraft, placeOfLine } from './places.ts';
import type { Protection } from './protection.ts';
import { keyNumberOf } from './sealing.ts';

/** The tables with a sealed column, what names a row in its place, and how the place is written. */
const SEALED = [
  { table: 'dossiers', key: 'id', placeOf: placeOfDossier },
  { table: 'drafts', key: 'id', placeOf: placeOfDraft },
  { table: 'quarantine', key: 'sha256', placeOf: placeOfLine },
] as const;
const LOT = 500;

interface SealedRow {
  readonly row: number;
  readonly id: string;
  readonly sealed: Buffer;
}

export interface ResealParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly protection: Protection;
  readonly keys: KeyRing;
}

const lotOf = (db: Db, table: string, key: string) =>
  db.prepare<[number], SealedRow>(
    `SELECT rowid AS row, ${key} AS id, sealed FROM ${table} WHERE rowid > ? AND sealed IS NOT NULL ORDER BY rowid LIMIT ${LOT}`,
  );

/** Undefined for a damaged value: it stays as it is, for `motcua check` to name. */
const sealedAnew = ({ sealer }: Protection, place: string, sealed: Buffer): Buffer | undefined => {
  try {
    return sealer.seal(place, sealer.open(place, sealed));
  } catch (error) {
    if (error instanceof MotcuaError && error.code === 'MC-STO-03') return undefined;
    throw error;
  }
};

/**
 * Yields after each lot how many rows were sealed anew in it, so that whoever runs it can let others work in between,
 * or stop: what is done stays done, the next run passes over it.
 */
export function* resealRows({ db, transact, protection, keys }: ResealParts): Generator<number> {
  for (const { table, key, placeOf } of SEALED) {
    const lot = lotOf(db, table, key);
    const update = db.prepare(`UPDATE ${table} SET sealed = ? WHERE rowid = ? AND sealed = ?`);
    const sealAnew = (rows: readonly SealedRow[]): number => {
      const old = rows.filter(({ sealed }) => keyNumberOf(sealed) !== keys.newest().number);
      return old.filter(({ row, id, sealed }) => {
        const anew = sealedAnew(protection, placeOf(id), sealed);
        return anew !== undefined && update.run(anew, row, sealed).changes > 0;
      }).length;
    };
    for (let rows = lot.all(0); rows.length > 0; rows = lot.all(rows.at(-1)?.row ?? 0)) {
      const current = rows;
      yield transact(() => sealAnew(current));
    }
  }
}

export interface KeyUse {
  readonly number: number;
  readonly rows: number;
}

/** How many rows each key still seals. Reads the sealed columns through: for a command. */
export const keyUse = (db: Db): readonly KeyUse[] => {
  const counts = new Map<number, number>();
  for (const { table } of SEALED) {
    const heads = db.prepare<[], Buffer>(`SELECT substr(sealed, 1, 2) FROM ${table} WHERE sealed IS NOT NULL`).pluck();
    for (const head of heads.iterate()) counts.set(keyNumberOf(head), (counts.get(keyNumberOf(head)) ?? 0) + 1);
  }
  return [...counts].map(([number, rows]) => ({ number, rows })).sort((a, b) => a.number - b.number);
};
