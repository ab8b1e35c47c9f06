import { expect, it } from 'vitest';
import { actor, commit, freshStore, NOW, nextId } from './helpers.ts';

const job = (over: object = {}) => ({
  id: nextId(),
  document: 'test' as const,
  title: 'Trang in thử',
  printerId: 'a4',
  copies: 1,
  createdAt: NOW,
  ...over,
});

it('adds a job once, and keeps its way and the evidence', () => {
  const { prints, audit } = freshStore();
  const wanted = job();
  expect(prints.add(wanted)).toMatchObject({ state: 'waiting', evidence: '' });
  prints.add(wanted);
  const before = audit.verify().entries;
  expect(prints.update(wanted.id, { state: 'failed', code: 'MC-PRN-03' }, NOW + 1, 'station')).toMatchObject({
    state: 'failed',
    code: 'MC-PRN-03',
  });
  const printed = prints.update(wanted.id, { state: 'printed', evidence: 'máy báo xong' }, NOW + 2, 'Trần Văn Mẫu');
  expect(printed).toMatchObject({ state: 'printed', evidence: 'máy báo xong', code: undefined, updatedAt: NOW + 2 });
  expect(audit.verify()).toEqual({ ok: true, entries: before + 2 });
  expect(prints.get(wanted.id)).toEqual(printed);
});

it('lists what still needs a printer or a person, oldest first, also after a restart', () => {
  const { prints } = freshStore();
  const [done, waiting, uncertain, dropped] = [job(), job(), job(), job()];
  for (const one of [done, waiting, uncertain, dropped]) prints.add(one);
  prints.update(done.id, { state: 'printed' }, NOW, 'station');
  prints.update(uncertain.id, { state: 'uncertain' }, NOW, 'station');
  prints.update(dropped.id, { state: 'dropped' }, NOW, 'station');
  expect(prints.unfinished().map(({ id }) => id)).toEqual([waiting.id, uncertain.id]);
});

it('names the dossier a job belongs to, and refuses an unknown job', () => {
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  store.prints.add(job({ document: 'slip', dossierId: received.id }));
  expect(store.prints.ofDossier(received.id)).toMatchObject([{ dossierCode: received.code, document: 'slip' }]);
  expect(() => store.prints.update(nextId(), { state: 'printed' }, NOW, 'station')).toThrow('MC-API-05');
});
