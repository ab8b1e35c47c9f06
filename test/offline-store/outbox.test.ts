import { describe, expect, it } from 'vitest';
import { acceptAll, actor, commit, freshStore, NOW, nextId, request, TODAY } from './helpers.ts';

const refusal = { code: 'MC-POR-03', message: { vi: 'Không làm được.', en: 'Not possible.' } };

const withTwo = () => {
  const store = freshStore();
  const { received } = store.receiveDossier(commit(), actor());
  store.act(received.id, request('forward'), actor());
  const [first, second] = store.outbox.batch(10, 1e6).map(({ id }) => id);
  return { store, dossierId: received.id, first: first ?? '', second: second ?? '' };
};

describe('the outbox', () => {
  it('gives the oldest in order, within both limits, and always at least one', () => {
    const store = freshStore();
    for (let n = 0; n < 5; n += 1) store.receiveDossier(commit(), actor());
    expect(store.outbox.batch(3, 1e6).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    const size = JSON.stringify(store.outbox.batch(1, 1e6)[0]).length;
    expect(store.outbox.batch(5, size * 2.5).length).toBe(2);
    expect(store.outbox.batch(5, 1)).toHaveLength(1);
  });

  it('gives the next ones while some are under way, and takes the answers to those before with the next attempt', () => {
    const { store, first, second } = withTwo();
    expect(store.outbox.batch(10, 1e6, [first]).map(({ id }) => id)).toEqual([second]);
    expect(store.outbox.batch(10, 1e6, [second]).map(({ id }) => id)).toEqual([first]);
    store.outbox.sending([second], NOW, [{ id: first, outcome: 'accepted', revision: 1 }]);
    expect(store.outbox.rows(10)).toMatchObject([
      { id: second, state: 'waiting', attempts: 1 },
      { id: first, state: 'accepted' },
    ]);
  });

  it('leaves unanswered operations waiting and ignores answers to what it never sent', () => {
    const { store, first, dossierId } = withTwo();
    store.outbox.settle(
      [
        { id: first, outcome: 'accepted', revision: 7 },
        { id: nextId(), outcome: 'accepted', revision: 8 },
      ],
      NOW,
    );
    expect(store.outbox.counts()).toMatchObject({ waiting: 1, rejected: 0 });
    expect(store.dossiers.events(dossierId)).toMatchObject([{ state: 'accepted', revision: 7 }, { state: 'waiting' }]);
  });

  it('shows how often each was tried', () => {
    const { store, first } = withTwo();
    store.outbox.sending([first], NOW);
    store.outbox.sending([first], NOW);
    expect(store.outbox.rows(10).find(({ id }) => id === first)).toMatchObject({ attempts: 2, state: 'waiting' });
  });

  it('keeps a rejected one in sight, with its words, until an officer resolves it', () => {
    const { store, first, second, dossierId } = withTwo();
    store.outbox.settle(
      [
        { id: first, outcome: 'accepted', revision: 1 },
        { id: second, outcome: 'rejected', ...refusal },
      ],
      NOW,
    );
    expect(store.dossiers.get(dossierId)).toMatchObject({
      unsent: false,
      rejected: { operationId: second, ...refusal },
    });
    expect(store.dossiers.worklist(TODAY).map(({ received }) => received.id)).toContain(dossierId);
    expect(store.outbox.rows(1)).toMatchObject([{ id: second, state: 'rejected', ...refusal }]);
    expect(store.outbox.batch(10, 1e6)).toEqual([]);

    store.outbox.resolve(second, actor(), 'đã làm lại trên cổng');
    store.outbox.resolve(second, actor(), 'lần nữa');
    expect(store.outbox.counts()).toEqual({ waiting: 0, rejected: 0, held: 0, oldestWaitingAt: undefined });
    // The province never took the hand-over, so after the officer's word its view stands.
    expect(store.dossiers.get(dossierId)).toMatchObject({ status: 'received', rejected: undefined });
    expect(store.audit.verify().ok).toBe(true);
  });

  it('does not let an accepted one be resolved, nor an unknown one', () => {
    const { store, first } = withTwo();
    acceptAll(store);
    expect(() => store.outbox.resolve(first, actor(), '')).toThrow('MC-API-05');
    expect(() => store.outbox.resolve(nextId(), actor(), '')).toThrow('MC-API-05');
  });

  it('never takes back an acceptance', () => {
    const { store, first, dossierId } = withTwo();
    acceptAll(store);
    store.outbox.settle([{ id: first, outcome: 'rejected', ...refusal }], NOW);
    expect(store.outbox.counts().rejected).toBe(0);
    expect(store.dossiers.get(dossierId)?.rejected).toBeUndefined();
  });
});
