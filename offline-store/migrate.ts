/** Brings a database to this program's version, one numbered step a transaction. */
import { MotcuaError } from '../domain/errors.ts';
import { LATEST_VERSION, MIGRATIONS } from './migrations/index.ts';
import type { Protection } from './protection/protection.ts';
import { type Db, transactOn } from './transaction.ts';

/** Marks the file as ours ("mtcu"), so that another program's database is refused, not migrated. */
export const APPLICATION_ID = 0x6d746375;

export const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

const applicationOf = (db: Db): number => Number(db.pragma('application_id', { simple: true }));

const isEmpty = (db: Db): boolean => db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;

/** MC-STO-02 for a database from the future, MC-STO-03 for one that is not ours. Nothing is changed in either case. */
export const refuseForeign = (db: Db): void => {
  if (applicationOf(db) !== APPLICATION_ID && !isEmpty(db))
    throw new MotcuaError('MC-STO-03', { reason: 'another program’s database' });
  const version = versionOf(db);
  if (version > LATEST_VERSION) throw new MotcuaError('MC-STO-02', { version, latest: LATEST_VERSION });
};

/** Returns the version it found. `to` is for the tests of single steps. */
export const migrate = (db: Db, protection: Protection, to: number = LATEST_VERSION): number => {
  refuseForeign(db);
  const found = versionOf(db);
  const transact = transactOn(db);
  for (const step of MIGRATIONS.filter(({ version }) => version > found && version <= to)) {
    transact(() => {
      step.up(db, protection);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${step.version}`);
    });
  }
  return found;
};
