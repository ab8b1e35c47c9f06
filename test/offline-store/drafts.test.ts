import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, intake, NOW, nextId, openAt } from './helpers.ts';

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
