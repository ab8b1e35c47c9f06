/** The single-transaction rule, in one place: all of it is on disk when this returns, or none of it happened. */
import type Database from 'better-sqlite3';
import type { FlushMark } from './flush-mark.ts';

export type Db = Database.Database;

/** Runs `work` in an immediate transaction (or a savepoint inside one). A throw rolls all of it back. */
export type Transact = <T>(work: () => T) => T;

const isThenable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** A promise means that work would go on after the commit, outside the transaction: a bug that must not pass in silence. */
const refusePromise = <T>(result: T): T => {
  if (isThenable(result)) throw new TypeError('a store transaction was given asynchronous work; nothing was saved');
  return result;
};

/** What is flushed and what is not, told to the mark beside the database that has one. */
const marks = new WeakMap<Db, FlushMark>();

export const keepFlushMark = (db: Db, mark: FlushMark): void => {
  marks.set(db, mark);
};

export const closeDatabase = (db: Db): void => {
  db.close();
  marks.get(db)?.close();
  marks.delete(db);
};

/** `committed` is told of each outermost transaction that was. */
export const transactOn = (db: Db, committed: () => void = () => undefined): Transact => {
  const run = db.transaction((work: () => unknown) => refusePromise(work())).immediate;
  return <T>(work: () => T): T => {
    const result = run(work) as T;
    if (db.inTransaction) return result;
    marks.get(db)?.committed();
    committed();
    return result;
  };
};

/**
 * For what the portal says, and only that: it can be asked again. It need not be on the disk when this returns; the next
 * work of our own is flushed, and this with it. Not inside a transaction.
 */
export const unflushed = <T>(db: Db, work: () => T): T => {
  const mark = marks.get(db);
  mark?.begin();
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
    mark?.end();
  }
};
