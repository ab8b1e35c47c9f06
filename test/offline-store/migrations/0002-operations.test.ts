import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds outbox and keeps what was there; an operation is there once, in a state that we know', () => {
  const db = keepsRows(2, ['dossiers']);
  expect(columns(db, 'outbox').length).toBeGreaterThan(0);
  insertInto(db, 'operations');
  insertInto(db, 'outbox');
  expect(() => insertInto(db, 'operations')).toThrow('UNIQUE');
  expect(() => db.exec("UPDATE outbox SET state = 'lost'")).toThrow('CHECK');
});
