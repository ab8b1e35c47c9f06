import { expect, it } from 'vitest';
import { keepsRows } from './at-version.ts';

it('keeps documents and finds them by their content', () => {
  const db = keepsRows(14, ['dossiers', 'operations', 'documents']);
  const plan = db.prepare("EXPLAIN QUERY PLAN SELECT 1 FROM documents WHERE sha256 = 's'").all();
  expect(JSON.stringify(plan)).toContain('documents_by_content');
});
