/** The one place that turns what SQLite and the file system say into what an officer is told. */
import Database from 'better-sqlite3';
import { type ErrorCode, MotcuaError } from '../domain/errors.ts';

/**
 * The first that fits counts. `SQLITE_IOERR_SHMSIZE` is what a full disk says when the write-ahead log's index cannot grow. Whatever
 * the system refuses to write, flush, cut off, open or lock (the kernel makes a failing disk read-only) is told as read-only: not
 * saved, call the technician. Only what cannot be read is damage.
 */
const CODES: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_FULL', 'MC-STO-01'],
  ['SQLITE_IOERR_SHMSIZE', 'MC-STO-01'],
  ['ENOSPC', 'MC-STO-01'],
  ['EDQUOT', 'MC-STO-01'],
  ['SQLITE_READONLY', 'MC-STO-04'],
  ['EROFS', 'MC-STO-04'],
  ['EACCES', 'MC-STO-04'],
  ['SQLITE_CORRUPT', 'MC-STO-03'],
  ['SQLITE_NOTADB', 'MC-STO-03'],
  ['SQLITE_IOERR_READ', 'MC-STO-03'],
  ['SQLITE_IOERR_SHORT_READ', 'MC-STO-03'],
  ['SQLITE_IOERR_CORRUPTFS', 'MC-STO-03'],
  ['SQLITE_IOERR', 'MC-STO-04'],
  ['SQLITE_CANTOPEN', 'MC-STO-04'],
];

const rawCode = (error: unknown): string => {
  if (error instanceof Database.SqliteError) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
};

/** Whether the disk or the database itself failed, rather than one item being wrong. */
export const isStorageFailure = (error: unknown): boolean =>
  CODES.some(([prefix]) => rawCode(error).startsWith(prefix));

/** A `MotcuaError` for what storage said; anything else comes back as it is. */
export const storeError = (error: unknown): unknown => {
  const raw = rawCode(error);
  const found = CODES.find(([prefix]) => raw.startsWith(prefix));
  return found === undefined ? error : new MotcuaError(found[1], { storage: raw }, { cause: error });
};

export const mapped = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
};

type Call = (...input: unknown[]) => unknown;

/** Told of every failure of storage, before the caller is. */
export type OnFailure = (error: unknown) => void;

const guardedCall =
  (call: Call, onFailure: OnFailure): Call =>
  (...input) => {
    try {
      return call(...input);
    } catch (error) {
      if (isStorageFailure(error)) onFailure(error);
      throw storeError(error);
    }
  };

const guardedMember = (member: unknown, onFailure: OnFailure): unknown => {
  if (typeof member === 'function') return guardedCall(member as Call, onFailure);
  return typeof member === 'object' && member !== null ? guarded(member, onFailure) : member;
};

/** The same interface with every function, however deep, answering in our codes. */
export const guarded = <T extends object>(api: T, onFailure: OnFailure = () => undefined): T =>
  Object.fromEntries(Object.entries(api).map(([name, member]) => [name, guardedMember(member, onFailure)])) as T;
