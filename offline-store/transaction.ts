/** The single-transaction rule, in one place: all of it is on disk when this returns, or none of it happened. */
import type Database from 'better-sqlite3';

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

export const transactOn = (db: Db): Transact => {
  const run = db.transaction((work: () => unknown) => refusePromise(work())).immediate;
  return <T>(work: () => T): T => run(work) as T;
};
