import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds audit and keeps what was there; an entry cannot be changed or dropped', () => {
  const db = keepsRows(3, ['dossiers', 'operations', 'outbox']);
  expect(columns(db, 'audit').length).toBeGreaterThan(0);
  insertInto(db, 'audit');
  expect(() => db.exec("UPDATE audit SET who = 'ai đó'")).toThrow('append-only');
  expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
});
