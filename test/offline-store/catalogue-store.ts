/** A store of its own for a test of the catalogue, and a disk that goes away in the middle of it. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import type { Db } from '../../offline-store/transaction.ts';
import { AGENCY, folder, KEYS, NOW, STATION } from './helpers.ts';

export { DAY, NOW } from './helpers.ts';

interface Opened {
  readonly store: OfficeStore;
  /** The same file, beside the store. */
  readonly db: Db;
  readonly again: () => Opened;
}

export const open = (file = join(folder(), 'office.db')): Opened => {
  const store = openOfficeStore({ file, station: STATION, agency: AGENCY, now: () => NOW, keys: KEYS });
  return { store, db: new Database(file), again: () => open(file) };
};

/** Row number `nth` of that table fails, as when a disk goes away. */
export const failingAt = (db: Db, table: string, nth: number) => {
  db.exec(`CREATE TRIGGER gone AFTER INSERT ON ${table} WHEN (SELECT count(*) FROM ${table}) >= ${nth}
    BEGIN SELECT raise(ABORT, 'the disk went away'); END`);
  return { remove: () => void db.exec('DROP TRIGGER gone') };
};
