import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainOf } from '../../domain/chain.ts';
import type { Movement } from '../../domain/movement.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { countedOf, startOf } from '../../offline-store/movements.ts';
import {
  acceptAll,
  actor,
  change,
  commit,
  folder,
  freshStore,
  MINUTE,
  NOW,
  nextId,
  openAt,
  remote,
  remoteDossier,
  request,
} from './helpers.ts';

const JUSTICE = { unit: 'Tư pháp – Hộ tịch', name: 'Nguyễn Văn Mẫu' };
const handed = (to = JUSTICE): Movement => ({ move: 'handed-over', to, note: 'kèm bản chính' });
const taken = (handOver: string): Movement => ({ move: 'taken-over', handOver, receiver: 'Nguyễn Văn Mẫu', note: '' });
const back = (handOver: string): Movement => ({ move: 'taken-back', handOver });

const chainIn = (store: OfficeStore, id: string) => {
  const dossier = store.dossiers.get(id);
  if (dossier === undefined) throw new Error('no dossier');
  return chainOf(startOf(dossier, 'Một cửa'), countedOf(store.dossiers.events(id)));
};
const received = (store: OfficeStore): string => store.receiveDossier(commit(), actor()).received.id;

describe('handing over', () => {
  it('goes into the outbox behind what was before it, and into the audit', () => {
    const store = freshStore();
    const id = received(store);
    const { entries } = store.audit.verify();
    const by = actor({ correctedAt: NOW + MINUTE });
    expect(store.move(id, handed(), by)).toMatchObject({ status: 'received', unsent: true });
    store.move(id, taken(by.operationId), actor({ correctedAt: NOW + 2 * MINUTE }));
    expect(store.outbox.batch(10, 1e6)).toMatchObject([
      { type: 'dossier.received', sequence: 1 },
      { type: 'dossier.moved', sequence: 2, payload: { dossierId: id, move: 'handed-over', to: JUSTICE } },
      { type: 'dossier.moved', sequence: 3, payload: { dossierId: id, move: 'taken-over' } },
    ]);
    expect(chainIn(store, id)).toMatchObject({ holder: JUSTICE, since: NOW + 2 * MINUTE });
    expect(store.audit.verify()).toEqual({ ok: true, entries: entries + 2 });
  });

  it('the same operation id does nothing the second time, and is no other movement', () => {
    const store = freshStore();
    const id = received(store);
    const by = actor();
    store.move(id, handed(), by);
    store.move(id, handed(), by);
    expect(store.outbox.counts().waiting).toBe(2);
    expect(() => store.move(id, back(by.operationId), by)).toThrow('MC-API-03');
    expect(() => store.move(received(store), handed(), by)).toThrow('MC-API-03');
  });

  it('is still there after the program was gone, in a store that another program opens', () => {
    const file = join(folder(), 'office.db');
    const store = openAt(file);
    const dossier = remoteDossier('0900');
    store.inbox.apply([change(dossier)], 'k', NOW);
    const id = dossier.type === 'dossier.received' ? dossier.payload.id : '';
    store.move(id, handed(), actor());
    store.close();
    expect(chainIn(openAt(file), id).waiting).toMatchObject({ to: JUSTICE, note: 'kèm bản chính' });
  });
});

describe('what is refused', () => {
  it('a dossier that is over, or that is none', () => {
    const store = freshStore();
    const id = received(store);
    const by = actor();
    store.move(id, handed(), by);
    store.act(id, request('refuse', { reason: 'không thuộc thẩm quyền' }), actor());
    expect(() => store.move(id, handed(), actor())).toThrow('MC-DOS-01');
    expect(() => store.move(id, taken(by.operationId), actor())).toThrow('MC-DOS-01');
    expect(() => store.move(nextId(), handed(), actor())).toThrow('MC-API-05');
  });

  it('to take what does not wait: taken already, taken back, corrected, or never handed over', () => {
    const store = freshStore();
    const id = received(store);
    expect(() => store.move(id, taken(nextId()), actor())).toThrow('MC-DOS-08');
    const [one, two] = [actor(), actor()];
    store.move(id, handed(), one);
    store.move(id, handed({ unit: 'Lãnh đạo', name: '' }), two);
    expect(() => store.move(id, taken(one.operationId), actor())).toThrow('MC-DOS-08');
    store.move(id, back(two.operationId), actor());
    expect(() => store.move(id, taken(two.operationId), actor())).toThrow('MC-DOS-08');
    expect(store.outbox.counts().waiting).toBe(4);
  });

  it('to nobody', () => {
    const store = freshStore();
    expect(() => store.move(received(store), handed({ unit: '  ', name: '' }), actor())).toThrow('MC-API-03');
  });
});

describe('with the province', () => {
  const moved = (dossierId: string, movement: Movement, id = nextId()) =>
    remote({ type: 'dossier.moved', payload: { ...movement, dossierId } }, { id });

  it('what another PC handed over is seen here, and can be taken here', () => {
    const store = freshStore();
    const dossier = remoteDossier('0900');
    const id = dossier.type === 'dossier.received' ? dossier.payload.id : '';
    const over = moved(id, handed());
    expect(store.inbox.apply([change(dossier), change(over)], 'k', NOW)).toMatchObject({ applied: 2, quarantined: 0 });
    store.move(id, taken(over.id), actor());
    expect(chainIn(store, id)).toMatchObject({ holder: JUSTICE, rows: [{ handedBy: 'Lê Thị Mẫu', state: 'taken' }] });
  });

  it('counts in the order of the revisions: what we did not know of comes before what waits here', () => {
    const store = freshStore();
    const id = received(store);
    acceptAll(store, 10);
    const mine = actor();
    store.move(id, handed(), mine);
    const theirs = moved(id, handed({ unit: 'Địa chính', name: '' }));
    store.inbox.apply([change(theirs, 11)], 'k', NOW);
    expect(chainIn(store, id).waiting).toMatchObject({ id: mine.operationId, to: JUSTICE });
  });

  it('what the province refuses has no effect, and stays in the history for a person', () => {
    const store = freshStore();
    const id = received(store);
    acceptAll(store, 10);
    const by = actor();
    store.move(id, handed(), by);
    const message = { vi: 'không', en: 'no' };
    store.outbox.settle([{ id: by.operationId, outcome: 'rejected', code: 'MC-POR-03', message }], NOW);
    expect(chainIn(store, id)).toMatchObject({ rows: [], waiting: undefined });
    expect(store.dossiers.events(id)).toMatchObject([{}, { state: 'rejected', operation: { type: 'dossier.moved' } }]);
    expect(store.outbox.counts().rejected).toBe(1);
  });

  it('one of a dossier that is not here is set aside', () => {
    const store = freshStore();
    const orphan = change(moved(nextId(), handed()));
    expect(store.inbox.apply([orphan], 'k', NOW)).toMatchObject({ quarantined: 1 });
  });
});
