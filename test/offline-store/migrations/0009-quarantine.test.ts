import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds quarantine and keeps what was there; a line is set aside once', () => {
  const db = keepsRows(9, [
    'dossiers',
    'operations',
    'outbox',
    'audit',
    'leases',
    'tickets',
    'prints',
    'documents',
    'drafts',
    'settings',
  ]);
  expect(columns(db, 'quarantine').length).toBeGreaterThan(0);
  insertInto(db, 'quarantine');
  expect(() => insertInto(db, 'quarantine')).toThrow('UNIQUE');
});
