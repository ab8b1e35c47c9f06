import { expect, it } from 'vitest';
import { createPrints } from '../../../offline-store/prints.ts';
import { keepsRows } from './at-version.ts';

it('finds the jobs that were waiting before', () => {
  const db = keepsRows(11, ['dossiers', 'operations', 'outbox', 'audit', 'leases', 'tickets', 'prints']);
  const prints = createPrints({ db, transact: (work) => work(), audit: { append: () => undefined } });
  expect(prints.next('pr', 5).map(({ id }) => id)).toEqual(['p1']);
});
