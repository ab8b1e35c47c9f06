import { expect, it } from 'vitest';
import { BEHIND_HELD } from '../../../offline-store/held.ts';
import { migrate } from '../../../offline-store/migrate.ts';
import { PROTECTION } from '../helpers.ts';
import { atVersion, insertInto } from './at-version.ts';

it('keeps what waits waiting, none of it held', () => {
  const db = atVersion(12);
  for (const table of ['dossiers', 'operations', 'outbox'] as const) insertInto(db, table);
  migrate(db, PROTECTION, 13);
  expect(db.prepare('SELECT * FROM outbox').all()).toEqual([
    {
      operation_id: 'o1',
      sequence: 1,
      state: 'waiting',
      made_at: 1,
      bytes: 2,
      attempts: 0,
      code: null,
      message: null,
      settled_at: null,
      tried_at: null,
      held_at: null,
      held_code: null,
      retry_at: null,
    },
  ]);
});

it('finds the held ones without a look at those that wait', () => {
  const db = atVersion(13);
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT 1 FROM outbox o JOIN operations p ON p.id = o.operation_id
       WHERE o.state = 'waiting' AND NOT ${BEHIND_HELD} ORDER BY o.sequence LIMIT 200`,
    )
    .all();
  expect(JSON.stringify(plan)).toContain('outbox_held');
  expect(JSON.stringify(plan)).not.toContain('SCAN h');
});
