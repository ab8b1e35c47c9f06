import { expect, it } from 'vitest';
import { migrate } from '../../../offline-store/migrate.ts';
import { PROTECTION } from '../helpers.ts';
import { atVersion, insertInto } from './at-version.ts';

it('keeps prints, whose officer nobody wrote down, and knows no officer yet', () => {
  const db = atVersion(16);
  for (const table of ['dossiers', 'prints'] as const) insertInto(db, table);
  const before = db.prepare('SELECT * FROM prints').get() as object;
  migrate(db, PROTECTION, 17);
  expect(db.prepare('SELECT * FROM prints').all()).toEqual([{ ...before, officer: '' }]);
  expect(db.prepare('SELECT count(*) AS officers FROM officers').get()).toEqual({ officers: 0 });
});
