/** A store that was put back: the first opening closes what may have been used, once. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Operation } from '../../../domain/operation.ts';
import { JUMP, RESTORE_MARK, RESTORE_RANGES } from '../../../offline-store/backup/after-restore.ts';
import { checkStore } from '../../../offline-store/check/check.ts';
import { SEQUENCE_FLOOR } from '../../../offline-store/outbox-entry.ts';
import { actor, change, commit, folder, KEYS, lease, NOW, nextId, openAt, remote, STATION, TODAY } from '../helpers.ts';

const restored = (why: 'restored' | 'recovered', before = (_: ReturnType<typeof openAt>): void => undefined) => {
  const file = join(folder(), 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  store.leases.add(lease({ day: '2026-11-27', from: 1, to: 60 }));
  store.settings.set('leases.request', '{"id":"x"}');
  before(store);
  store.settings.set(RESTORE_MARK, JSON.stringify({ why, at: NOW }));
  store.close();
  return { file, store: openAt(file) };
};

it('put back by hand: no number leased before is given out, none is asked for again under the old id', () => {
  const { store } = restored('restored');
  expect([store.leases.left(TODAY), store.leases.left('2026-11-27')]).toEqual([0, 0]);
  expect(store.settings.get('leases.request')).toBe('');
});

it('recovered in its own place: numbers of days to come stay', () => {
  const { store } = restored('recovered');
  expect([store.leases.left(TODAY), store.leases.left('2026-11-27')]).toEqual([0, 60]);
});

it('operations are numbered from far above, one after the other, and the opening after it changes nothing more', () => {
  const { store, file } = restored('restored', (one) => void one.receiveDossier(commit(), actor()));
  store.rate({ desk: 1, score: 5 }, actor());
  store.rate({ desk: 1, score: 4 }, actor());
  const [first, second, third] = store.outbox.batch(10, 1_000_000).map(({ sequence }) => sequence);
  expect(first).toBe(1);
  expect(second).toBeGreaterThan(JUMP.least);
  expect(third).toBe((second ?? 0) + 1);
  const floor = store.settings.get(SEQUENCE_FLOOR);
  store.leases.add(lease({ from: 300, to: 310 }));
  store.close();
  const again = openAt(file);
  expect([again.settings.get(SEQUENCE_FLOOR), again.leases.left(TODAY)]).toEqual([floor, 11]);
  expect(again.audit.verify().ok).toBe(true);
});

const takenIn = (sequence: number): { readonly received: Operation; readonly attached: Operation } => {
  const id = nextId();
  const over = { station: STATION, sequence };
  const { intake, dueAt, secret } = commit();
  const code = `H57.23.15-261124-${String(nextId().slice(-4)).replaceAll(/\D/g, '9')}`;
  const payload = { ...intake, id, code, secret, agency: 'H57.23.15', desk: 3, officer: '', receivedAt: NOW, dueAt };
  const paper = { dossierId: id, documentId: nextId(), title: 'Tờ khai', sha256: 'a'.repeat(64), pages: 1, bytes: 9 };
  return {
    received: remote({ type: 'dossier.received', payload }, over),
    attached: remote({ type: 'document.attached', payload: paper }, { ...over, sequence: sequence + 1 }),
  };
};

it('what we sent after the backup comes back as ours, its paper owed; what a second copy of us sends stays the other’s', () => {
  const { store } = restored('restored');
  const past = takenIn(7);
  const other = takenIn(Number(store.settings.get(SEQUENCE_FLOOR)) + 5);
  const all = [past.received, past.attached, other.received, other.attached];
  expect(
    store.inbox.apply(
      all.map((one) => change(one)),
      'c9',
      NOW,
    ),
  ).toMatchObject({ applied: 4, quarantined: 0 });
  expect(store.uploads.pending(10).map(({ dossierId }) => dossierId)).toEqual([
    past.attached.type === 'document.attached' ? past.attached.payload.dossierId : '',
  ]);
  store.rate({ desk: 1, score: 5 }, actor());
  expect(store.outbox.batch(10, 1_000_000)[0]?.sequence).toBe(Number(store.settings.get(SEQUENCE_FLOOR)) + 1);
});

it('a number that the province had refused after the backup stays empty, and the check says so without calling it a loss', async () => {
  const { store, file } = restored('restored', (one) => void one.receiveDossier(commit(), actor()));
  const past = takenIn(4);
  store.inbox.apply([change(past.received), change(past.attached)], 'c9', NOW);
  store.rate({ desk: 1, score: 5 }, actor());
  const looked = () => checkStore({ file, blobs: join(folder(), 'blobs'), now: NOW, keys: KEYS, station: STATION });
  const operations = async () => (await looked()).find(({ check }) => check === 'operations');
  expect(await operations()).toMatchObject({ ok: true, counts: { beforeRestore: 2 } });
  store.settings.set(RESTORE_RANGES, '');
  expect(await operations()).toMatchObject({ problems: [{ kind: 'sequence-gap', about: `${STATION} 2` }] });
});
