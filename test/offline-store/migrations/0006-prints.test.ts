import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds prints and keeps what was there; a job belongs to a dossier that is there', () => {
  const db = keepsRows(6, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets']);
  expect(columns(db, 'prints').length).toBeGreaterThan(0);
  insertInto(db, 'prints');
  expect(() => db.exec("UPDATE prints SET dossier_id = 'nobody'")).toThrow('FOREIGN KEY');
});
