import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds tickets and keeps what was there; a number of a letter and day is given once', () => {
  const db = keepsRows(5, ['dossiers', 'operations', 'outbox', 'audit', 'leases']);
  expect(columns(db, 'tickets').length).toBeGreaterThan(0);
  insertInto(db, 'tickets');
  expect(() =>
    db.exec(
      "INSERT INTO tickets SELECT 't2', day, letter, number, priority, taken_at, state, desk, called_at, calls FROM tickets",
    ),
  ).toThrow('UNIQUE');
});
