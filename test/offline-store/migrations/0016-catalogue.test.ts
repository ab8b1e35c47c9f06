import { expect, it } from 'vitest';
import { migrate } from '../../../offline-store/migrate.ts';
import { PROTECTION } from '../helpers.ts';
import { atVersion, keepsRows } from './at-version.ts';

it('keeps what was there before', () => {
  keepsRows(16, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets', 'documents', 'settings']);
});

it('looks a procedure up without reading a table through', () => {
  const db = atVersion(15);
  migrate(db, PROTECTION, 16);
  db.exec(`
    INSERT INTO catalogue_versions (sha256, came_at, source, head) VALUES ('s', 1, 'file', '{"id":"a","from":"2026-01-01"}');
    INSERT INTO procedures (digest, words, body) VALUES (x'01', 'w', '{"code":"1.001193","field":"ho-tich"}');
    INSERT INTO catalogue_entries VALUES (1, 0, 1);`);
  expect(db.prepare('SELECT id, valid_from FROM catalogue_versions').get()).toEqual({
    id: 'a',
    valid_from: '2026-01-01',
  });
  expect(db.prepare('SELECT code, field FROM procedures').get()).toEqual({ code: '1.001193', field: 'ho-tich' });
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT p.body FROM procedures p JOIN catalogue_entries e ON e.procedure = p.number
       WHERE p.code = '1.001193' AND e.version = 1`,
    )
    .all();
  expect(JSON.stringify(plan)).not.toContain('SCAN');
});
