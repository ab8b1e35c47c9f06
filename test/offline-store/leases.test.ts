import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { OfficeStore } from '../../offline-store/contract.ts';
import {
  AGENCY,
  actor,
  change,
  commit,
  folder,
  freshStore,
  lease,
  NOW,
  openAt,
  remoteDossier,
  TODAY,
} from './helpers.ts';

const writtenNext = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT next FROM leases').pluck().get();
  } finally {
    db.close();
  }
};

it('counts what is left of a day, across leases, and takes the same lease twice without harm', () => {
  const store = freshStore();
  const more = lease({ from: 300, to: 309 });
  store.leases.add(more);
  store.leases.add(more);
  expect(store.leases.left(TODAY)).toBe(210);
  expect(store.leases.left('2026-11-25')).toBe(0);
});

it('goes on with the next lease when one is used up', () => {
  const store = freshStore();
  store.leases.add(lease({ day: '2026-11-26', from: 5, to: 5 }));
  store.leases.add(lease({ day: '2026-11-26', from: 9, to: 9 }));
  const by = () => actor({ correctedAt: NOW + 2 * 86_400_000 });
  const due = NOW + 9 * 86_400_000;
  expect(store.receiveDossier(commit({ dueAt: due }), by()).received.code).toBe(`${AGENCY}-261126-0005`);
  expect(store.receiveDossier(commit({ dueAt: due }), by()).received.code).toBe(`${AGENCY}-261126-0009`);
});

it('accepts its agency in the older order, and refuses another agency’s numbers', () => {
  const store = freshStore();
  store.leases.add(lease({ agency: '000.23.15.H57', from: 300, to: 301 }));
  expect(() => store.leases.add(lease({ agency: 'H57.23.16', from: 400, to: 401 }))).toThrow('MC-NET-02');
  expect(store.leases.left(TODAY)).toBe(202);
});

it('refuses numbers that overlap those it holds: they could double a code', () => {
  const store = freshStore();
  expect(() => store.leases.add(lease({ from: 200, to: 210 }))).toThrow('MC-NET-02');
  expect(() => store.leases.add(lease({ from: 20, to: 10, day: '2026-11-25' }))).toThrow('MC-NET-02');
  expect(store.leases.left(TODAY)).toBe(200);
});

it('never gives out a code that the feed has shown', () => {
  const store = freshStore();
  store.inbox.apply([change(remoteDossier('0001')), change(remoteDossier('0002'))], 'c', NOW);
  expect(store.receiveDossier(commit(), actor()).received.code).toBe(`${AGENCY}-261124-0003`);
});

it('gives no number twice and leaves none out after a crash: what the lease does not tell, the dossiers do', () => {
  const file = join(folder(), 'office.db');
  const numberOf = (store: OfficeStore): number =>
    Number(store.receiveDossier(commit(), actor()).received.code.slice(-4));
  const store = openAt(file);
  store.leases.add(lease({ to: 30 }));
  const before = Array.from({ length: 17 }, () => numberOf(store));
  expect(writtenNext(file)).toBeLessThan(18);
  expect(store.leases.left(TODAY)).toBe(13);
  // Never closed: a second one on the same file has nothing of the first one's memory.
  const again = openAt(file);
  expect(again.leases.left(TODAY)).toBe(13);
  const behind = Array.from({ length: 13 }, () => numberOf(again));
  expect([...before, ...behind]).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(() => again.receiveDossier(commit(), actor())).toThrow('MC-DOS-04');
  expect([store.leases.left(TODAY), again.leases.left(TODAY), again.leases.giveUp()]).toEqual([0, 0, 0]);
});

it('gives a number again whose intake was refused', () => {
  const store = freshStore();
  store.receiveDossier(commit(), actor());
  expect(() => store.receiveDossier(commit({ secret: 'short' }), actor())).toThrow('MC-API-03');
  expect(store.leases.left(TODAY)).toBe(199);
  expect(store.receiveDossier(commit(), actor()).received.code).toBe(`${AGENCY}-261124-0002`);
});

it('given up, no number that it holds is given out any more; new ones are', () => {
  const store = freshStore();
  expect(store.leases.giveUp()).toBe(1);
  expect(store.leases.left(TODAY)).toBe(0);
  expect(() => store.receiveDossier(commit(), actor())).toThrow('MC-DOS-04');
  store.leases.add(lease({ from: 500, to: 501 }));
  expect(store.receiveDossier(commit(), actor()).received.code).toBe(`${AGENCY}-261124-0500`);
  expect(store.leases.giveUp()).toBe(1);
});
