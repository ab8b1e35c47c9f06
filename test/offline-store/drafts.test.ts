import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { actor, commit, folder, intake, lease, NOW, nextId, openAt } from './helpers.ts';

const idsIn = (file: string): readonly unknown[] => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT id FROM drafts').pluck().all();
  } finally {
    db.close();
  }
};

it('keeps the last of each draft over a restart, newest first, until it is discarded', () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  const [one, two] = [nextId(), nextId()];
  store.saveDraft(one, intake({ note: 'đang gõ' }), NOW);
  store.saveDraft(one, intake({ note: 'đang gõ tiếp' }), NOW + 1);
  store.saveDraft(two, { ...intake(), procedureCode: '' }, NOW + 2);
  expect(store.lastSavedAt()).toBe(NOW + 2);
  const again = openAt(file);
  expect(again.drafts().map(({ id }) => id)).toEqual([two, one]);
  expect(again.drafts()[1]).toMatchObject({ savedAt: NOW + 1, draft: { note: 'đang gõ tiếp' } });
  again.discardDraft(one);
  again.discardDraft(one);
  expect(again.drafts()).toHaveLength(1);
});

it('is over once its dossier is there, also for a program that dies right then, and is cleared away with the next one', () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  const [done, other] = [nextId(), nextId()];
  store.saveDraft(done, intake(), NOW);
  store.receiveDossier(commit({ dossierId: done }), actor());
  // Never closed: the row still lies there.
  const again = openAt(file);
  expect(idsIn(file)).toEqual([done]);
  expect(again.drafts()).toEqual([]);
  again.saveDraft(other, intake(), NOW + 1);
  expect(idsIn(file)).toEqual([other]);
  // What a window saves a moment too late is no draft either, and no second dossier comes of it.
  store.saveDraft(done, intake(), NOW + 2);
  expect(store.drafts().map(({ id }) => id)).toEqual([other]);
  expect(() => store.receiveDossier(commit({ dossierId: done }), actor())).toThrow('MC-API-03');
});

it('one that the disk has changed keeps no other from being seen, and stays where it is', () => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  const [spoilt, whole] = [nextId(), nextId()];
  store.saveDraft(spoilt, intake(), NOW);
  store.saveDraft(whole, intake(), NOW + 1);
  const db = new Database(file);
  const sealed = db.prepare<[string], Buffer>('SELECT sealed FROM drafts WHERE id = ?').pluck().get(spoilt);
  if (sealed === undefined) throw new Error('no draft');
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  db.prepare('UPDATE drafts SET sealed = ? WHERE id = ?').run(sealed, spoilt);
  db.close();
  expect(store.drafts().map(({ id }) => id)).toEqual([whole]);
  expect(idsIn(file).toSorted()).toEqual([spoilt, whole].toSorted());
});
