/** A PC that takes another's place, or gets another name, goes on behind every number that was given out before. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SEQUENCE_FLOOR } from '../../offline-store/outbox-entry.ts';
import { actor, commit, folder, freshStore, lease, openAt } from './helpers.ts';

const FLOOR = 2 ** 48 + 41;

it('goes on behind the floor, and then by one', () => {
  const store = freshStore();
  store.settings.set(SEQUENCE_FLOOR, String(FLOOR));
  store.receiveDossier(commit(), actor());
  store.receiveDossier(commit(), actor());
  expect(store.outbox.batch(10, 100_000).map(({ sequence }) => sequence)).toEqual([FLOOR + 1, FLOOR + 2]);
});

it('a floor below its own numbers changes nothing', () => {
  const store = freshStore();
  store.receiveDossier(commit(), actor());
  store.settings.set(SEQUENCE_FLOOR, '0');
  store.receiveDossier(commit(), actor());
  expect(store.outbox.batch(10, 100_000).map(({ sequence }) => sequence)).toEqual([1, 2]);
});

it('under another name the outbox keeps its order: first what waited, as it was said', () => {
  const file = join(folder(), 'office.db');
  const before = openAt(file, 'quay-1');
  before.leases.add(lease());
  before.receiveDossier(commit(), actor());
  before.close();
  const after = openAt(file, 'quay-1-cu');
  after.receiveDossier(commit(), actor());
  expect(after.outbox.batch(10, 100_000)).toMatchObject([
    { station: 'quay-1', sequence: 1 },
    { station: 'quay-1-cu', sequence: 2 },
  ]);
});
