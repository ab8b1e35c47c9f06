import { expect, it } from 'vitest';
import { createPrints } from '../../../offline-store/prints.ts';
import type { Db } from '../../../offline-store/transaction.ts';
import { keepsRows } from './at-version.ts';

const insert = (db: Db, id: string, ours: 0 | 1) =>
  db
    .prepare(`
      INSERT INTO dossiers (id, code, code_key, ours, received, received_day, status, status_since, due_at)
      VALUES (?, 'c', 'c', ?, '{}', '2026-11-24', 'received', 1, 2)`)
    .run(id, ours);

const migrated = (): Db => keepsRows(19, ['dossiers', 'operations', 'outbox', 'audit', 'tickets', 'prints']);

it('keeps a code of ours from being given out twice, and lets other stations have it', () => {
  const db = migrated();
  insert(db, 'theirs', 0);
  insert(db, 'theirs too', 0);
  insert(db, 'ours', 1);
  expect(() => insert(db, 'ours again', 1)).toThrow('UNIQUE');
  const found = db.prepare('SELECT id FROM dossiers INDEXED BY dossiers_by_code WHERE code_key = ?').pluck().all('c');
  expect(found).toEqual(['ours', 'theirs', 'theirs too']);
});

it('finds the jobs that were waiting before, and forgets those that are done', () => {
  const db = migrated();
  const prints = createPrints({ db, transact: (work) => work(), audit: { append: () => undefined } });
  expect(prints.unfinished(5).map(({ id }) => id)).toEqual(['p1']);
  db.exec("UPDATE prints SET state = 'printed'");
  expect(prints.unfinished(5)).toEqual([]);
});

it('finds what the province has not taken of a dossier, and that only', () => {
  const db = migrated();
  const open = db.prepare(
    'SELECT id FROM operations INDEXED BY operations_unanswered WHERE dossier_id = ? AND revision IS NULL',
  );
  expect(open.pluck().all('d1')).toEqual(['o1']);
  db.exec('UPDATE operations SET revision = 7');
  expect(open.pluck().all('d1')).toEqual([]);
});
