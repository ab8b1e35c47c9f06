import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds drafts and keeps what was there; a key has one value', () => {
  const db = keepsRows(8, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets', 'prints', 'documents']);
  expect(columns(db, 'drafts').length).toBeGreaterThan(0);
  insertInto(db, 'drafts');
  insertInto(db, 'settings');
  expect(() => insertInto(db, 'settings')).toThrow('UNIQUE');
  expect(columns(db, 'settings')).toEqual(['key', 'value']);
});
