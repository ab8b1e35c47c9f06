/**
 * Is a database damaged? What can be seen at once is looked at before it is opened; the whole of a large one is looked through by
 * a process of its own once the station is up (station/services/store-keeper.ts). Opened for reading only: a damaged file, its
 * write-ahead log too, stays as it was found.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { MotcuaError } from '../domain/errors.ts';
import { flushedCommitsCutOff } from './flush-mark.ts';
import { refuseForeign, versionOf } from './migrate.ts';
import { LATEST_VERSION } from './migrations/index.ts';
import { storeError } from './store-error.ts';

/** Looking through so much takes about a tenth of a second; an office writes as much in half a year. */
export const SMALL_STORE_BYTES = 16_000_000;

export const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const TORN = 'torn write-ahead log';
const EMPTIED = 'a write-ahead log without its database';

/** Its last run was killed, or the power went: a clean end leaves nothing in the write-ahead log. */
export const endedUncleanly = (file: string): boolean => bytesOf(`${file}-wal`) > 0;

/**
 * A log is there and what it belongs to is empty or gone. SQLite would take that for a new database, also when it only reads, and
 * delete the log.
 */
const isEmptied = (file: string): boolean => bytesOf(file) === 0 && endedUncleanly(file);

/** MC-STO-03 before anything opens such a file. */
export const refuseEmptied = (file: string): void => {
  if (isEmptied(file)) throw new MotcuaError('MC-STO-03', { reason: EMPTIED });
};

/** Beside a database that proved damaged at run time, or that somebody wants looked through before it is used again. */
export const suspicionOf = (file: string): string => `${file}.suspect`;

export const markSuspect = (file: string): void => writeFileSync(suspicionOf(file), '');

/** Looked through at each opening. */
export const isSmall = (file: string): boolean => bytesOf(file) + bytesOf(`${file}-wal`) <= SMALL_STORE_BYTES;

/** A large database of an older program: a step may write every row anew, half a million dossiers take minutes. */
export const takesLongToBringForward = (file: string): boolean => {
  if (bytesOf(file) === 0 || isSmall(file)) return false;
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      return versionOf(db) < LATEST_VERSION;
    } finally {
      db.close();
    }
  } catch {
    return false; // what is wrong with it is said when it is opened
  }
};

/** MC-STO-03 with what SQLite said. */
export const refuseBroken = (db: Database.Database): void => {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new MotcuaError('MC-STO-03', { reason: 'quick_check' });
};

/** MC-STO-02/03 for what must not be opened. Nothing where neither a file nor its log is there. */
export const refuseDamaged = (file: string): void => {
  refuseEmptied(file);
  if (!existsSync(file)) return;
  const isSuspect = existsSync(suspicionOf(file));
  const isLookedAt = isSuspect || isSmall(file);
  if (!isLookedAt && !endedUncleanly(file)) return;
  if (flushedCommitsCutOff(file) > 0) throw new MotcuaError('MC-STO-03', { reason: TORN });
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    refuseForeign(db);
    if (isLookedAt) refuseBroken(db);
  } finally {
    db.close();
  }
};

const DAMAGE = [
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_IOERR_CORRUPTFS',
];

/** Whether an error says that the file itself is damaged, so that recovering it is right: not a full disk, nor another program's file. */
export const isDamage = (error: unknown): boolean => {
  const known = storeError(error);
  if (!(known instanceof MotcuaError) || known.code !== 'MC-STO-03') return false;
  const storage = String(known.context.storage ?? '');
  return (
    known.context.reason === 'quick_check' ||
    known.context.reason === TORN ||
    known.context.reason === EMPTIED ||
    DAMAGE.some((prefix) => storage.startsWith(prefix))
  );
};
