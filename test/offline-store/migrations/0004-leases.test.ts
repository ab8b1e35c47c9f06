import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds leases and keeps what was there; numbers end where the lease ends', () => {
  const db = keepsRows(4, ['dossiers', 'operations', 'outbox', 'audit']);
  expect(columns(db, 'leases').length).toBeGreaterThan(0);
  insertInto(db, 'leases');
  expect(() => db.exec('UPDATE leases SET next = 10')).not.toThrow();
  expect(() => db.exec('UPDATE leases SET next = 11')).toThrow('CHECK');
});
