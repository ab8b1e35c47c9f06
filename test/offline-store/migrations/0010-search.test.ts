import { expect, it } from 'vitest';
import { migrate } from '../../../offline-store/migrate.ts';
import { PROTECTION, remoteDossier } from '../helpers.ts';
import { atVersion } from './at-version.ts';

it('indexes the dossiers that were there before', () => {
  const db = atVersion(9);
  const operation = remoteDossier('0007');
  if (operation.type !== 'dossier.received') throw new Error('not a dossier');
  const { id, code } = operation.payload;
  db.prepare(`
    INSERT INTO dossiers (number, id, code, code_key, ours, received, received_day, status, status_since, due_at)
    VALUES (42, :id, :code, :code, 0, :received, '2026-11-24', 'received', 1, 2)`).run({
    id,
    code,
    received: JSON.stringify(operation.payload),
  });
  migrate(db, PROTECTION, 10);
  const find = db.prepare<[string], number>('SELECT rowid FROM dossier_search WHERE dossier_search MATCH ?').pluck();
  expect(find.all('words : "nguyen" AND words : "ma" *')).toEqual([42]);
  expect(find.all('words : "0007"')).toEqual([42]);
  expect(find.all('words : "tran"')).toEqual([]);
});
