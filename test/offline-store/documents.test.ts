import { expect, it } from 'vitest';
import { acceptAll, actor, commit, freshStore, NOW, nextId } from './helpers.ts';

const paper = (dossierId: string) => ({
  id: nextId(),
  dossierId,
  title: 'Tờ khai',
  sha256: 'a'.repeat(64),
  pages: 3,
  bytes: 12_345,
});

it('attaches a paper once, and owes its file only after the province has accepted the operation', () => {
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  const wanted = paper(received.id);
  const by = actor();
  const attached = store.attachDocument(wanted, by);
  expect(store.attachDocument(wanted, by)).toEqual(attached);
  expect(attached).toMatchObject({ uploaded: false, attachedAt: NOW });
  expect(store.dossiers.documents(received.id)).toEqual([attached]);
  expect(store.uploads.pending(10)).toEqual([]);
  acceptAll(store);
  expect(store.uploads.pending(10)).toEqual([attached]);
  expect(store.uploads.pending(10, [attached.id])).toEqual([]);
  store.uploads.done(wanted.id, NOW + 1);
  expect(store.uploads.pending(10)).toEqual([]);
  expect(store.dossiers.documents(received.id)).toMatchObject([{ uploaded: true }]);
});

it('refuses a paper of an unknown dossier, of no pages, or under an operation id used before', () => {
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  expect(() => store.attachDocument(paper(nextId()), actor())).toThrow('MC-API-05');
  expect(() => store.attachDocument({ ...paper(received.id), pages: 0 }, actor())).toThrow('MC-API-03');
  const by = actor();
  store.attachDocument(paper(received.id), by);
  expect(() => store.attachDocument(paper(received.id), by)).toThrow('MC-API-03');
  expect(store.dossiers.documents(received.id)).toHaveLength(1);
});
