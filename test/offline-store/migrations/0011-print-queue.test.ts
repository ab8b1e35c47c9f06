import { expect, it } from 'vitest';
import { keepsRows } from './at-version.ts';

it('finds the jobs that were waiting before', () => {
  const db = keepsRows(11, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets', 'prints']);
  const next = db.prepare(
    "SELECT id FROM prints INDEXED BY prints_waiting WHERE state = 'waiting' AND printer_id = 'pr' ORDER BY number",
  );
  expect(next.pluck().all()).toEqual(['p1']);
});
