import { expect, it } from 'vitest';
import { columns, insertInto, keepsRows } from './at-version.ts';

it('adds dossiers and keeps what was there; a code that we gave out is there once; another station’s may collide with it', () => {
  const db = keepsRows(1, []);
  expect(columns(db, 'dossiers').length).toBeGreaterThan(0);
  insertInto(db, 'dossiers');
  const again = (ours: number, id: string) => () =>
    db.exec(
      `INSERT INTO dossiers SELECT NULL, '${id}', code, code_key, ${ours}, received, received_day, status, status_since, due_at, NULL, NULL, NULL FROM dossiers WHERE id = 'd1'`,
    );
  expect(again(0, 'd2')).not.toThrow();
  expect(again(1, 'd3')).toThrow('UNIQUE');
});
