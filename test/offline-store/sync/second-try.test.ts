import { describe, expect, it } from 'vitest';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { trySetAsideAgain } from '../../../offline-store/sync/second-try.ts';
import { change, freshStore, NOW, remote, remoteDossier, TODAY } from '../helpers.ts';
import { partsFor } from './parts.ts';

const again = (store: OfficeStore): Promise<number> => trySetAsideAgain(partsFor('http://127.0.0.1:1', store));

/** Past the first line, as every station is that has something set aside. */
const storeAt = (cursor: string): OfficeStore => {
  const store = freshStore();
  store.inbox.apply([], cursor, NOW);
  return store;
};

describe('what was set aside', () => {
  it('by a program that did not know it is taken by one that does, in its order, and the feed stays where it was', async () => {
    const store = storeAt('k9');
    const dossier = change(remoteDossier('0901'));
    const dossierId = dossier.operation.type === 'dossier.received' ? dossier.operation.payload.id : '';
    const rating = change(remote({ type: 'rating.given', payload: { dossierId, desk: 1, score: 5 } }));
    // A later contract's line carries more than this program reads.
    for (const one of [dossier, rating]) store.inbox.quarantine(JSON.stringify({ ...one, schema: 2 }), 'unknown', NOW);
    expect(store.quarantine.count()).toBe(2);
    expect(await again(store)).toBe(2);
    expect(store.quarantine.count()).toBe(0);
    expect(store.dossiers.worklist(TODAY)).toHaveLength(1);
    expect(store.inbox.cursor()).toBe('k9');
    expect(store.audit.verify().ok).toBe(true);
  });

  it('stays where this program does not know it either, and is there once', async () => {
    const store = storeAt('k9');
    const acted = change(
      remote({
        type: 'dossier.acted',
        payload: { dossierId: '01930000-0000-7000-8000-00000000abcd', action: 'forward', reason: '', to: '' },
      }),
    );
    store.inbox.quarantine('{"cursor":"k1","operation":{"type":"dossier.burnt"}}', 'unknown', NOW);
    store.inbox.quarantine(JSON.stringify({ ...acted, schema: 2 }), 'unknown', NOW);
    for (const _start of [1, 2]) expect(await again(store)).toBe(0);
    expect(store.quarantine.count()).toBe(2);
  });

  it('is never taken with letters that were lost on the way', async () => {
    const store = storeAt('k9');
    const line = JSON.stringify(change(remoteDossier('0903'))).replace('Nguyễn', 'Nguy\ufffdn');
    store.inbox.quarantine(line, 'not UTF-8', NOW);
    expect(await again(store)).toBe(0);
    expect(store.dossiers.worklist(TODAY)).toHaveLength(0);
  });

  it('is left alone before there is a feed', async () => {
    const store = freshStore();
    store.inbox.quarantine(JSON.stringify(change(remoteDossier('0902'))), 'unknown', NOW);
    expect(await again(store)).toBe(0);
    expect(store.quarantine.count()).toBe(1);
  });
});
