import { expect, it } from 'vitest';
import { migrate } from '../../../offline-store/migrate.ts';
import { createSearchIndex } from '../../../offline-store/search-index.ts';
import { transactOn } from '../../../offline-store/transaction.ts';
import { PROTECTION } from '../helpers.ts';
import { atVersion, insertInto } from './at-version.ts';

it('counts the dossiers that were there before as indexed, each in the transaction that stored it', () => {
  const db = atVersion(14);
  insertInto(db, 'dossiers');
  migrate(db, PROTECTION, 15);
  const last = db.prepare('SELECT max(number) FROM dossiers').pluck().get();
  expect(db.prepare('SELECT indexed FROM search_progress').pluck().all()).toEqual([last]);
  expect(createSearchIndex({ db, transact: transactOn(db), protection: PROTECTION }).behind()).toBe(0);
});

it('begins at nothing in an empty store, and holds one row only', () => {
  const db = atVersion(14);
  migrate(db, PROTECTION, 15);
  expect(db.prepare('SELECT * FROM search_progress').all()).toEqual([{ only: 1, indexed: 0 }]);
  expect(() => db.exec('INSERT INTO search_progress VALUES (2, 5)')).toThrow('CHECK');
});
