import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds documents and keeps what was there; a paper belongs to the operation that attached it', () => {
  const db = keepsRows(7, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets', 'prints']);
  expect(columns(db, 'documents').length).toBeGreaterThan(0);
  insertInto(db, 'documents');
  expect(() => db.exec("UPDATE documents SET operation_id = 'nobody'")).toThrow('FOREIGN KEY');
});
