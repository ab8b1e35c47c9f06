import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../domain/operation.ts';
import {
  acceptAll,
  actor,
  change,
  commit,
  DAY,
  folder,
  freshStore,
  NOW,
  nextId,
  openAt,
  remote,
  remoteDossier,
  request,
  TODAY,
} from './helpers.ts';

const acted = (dossierId: string, action: Parameters<typeof request>[0], over: object = {}): Operation =>
  remote({ type: 'dossier.acted', payload: { ...request(action, over), dossierId } });

const idOf = (operation: Operation): string => (operation.type === 'dossier.received' ? operation.payload.id : '');

describe('what other stations did', () => {
  it('creates and advances dossiers, and moves the cursor with them', () => {
    const store = freshStore();
    const dossier = remoteDossier('0900');
    const id = idOf(dossier);
    const result = store.inbox.apply(
      [
        change(dossier),
        change(acted(id, 'forward')),
        change(acted(id, 'reschedule', { dueAt: NOW + 5 * DAY, reason: 'chờ' })),
      ],
      'k3',
      NOW,
    );
    expect(result).toEqual({ applied: 3, quarantined: 0, outOfTable: 0 });
    expect(store.inbox.cursor()).toBe('k3');
    expect(store.dossiers.get(id)).toMatchObject({ status: 'processing', rescheduledTo: NOW + 5 * DAY, unsent: false });
    expect(store.dossiers.search('mẫu', 10).dossiers.map(({ received }) => received.id)).toEqual([id]);
    expect(() => store.act(id, request('reschedule', { dueAt: NOW + DAY }), actor())).toThrow('MC-DOS-03');
  });

  it('applies a change that comes twice only once', () => {
    const store = freshStore();
    const changes = [change(remoteDossier('0900'))];
    store.inbox.apply(changes, 'k1', NOW);
    expect(store.inbox.apply(changes, 'k1', NOW)).toMatchObject({ quarantined: 0 });
    expect(store.dossiers.worklist(TODAY)).toHaveLength(1);
  });

  it('finds our own dossier first when another PC gave out the same code, and loses neither', () => {
    const store = freshStore();
    const ours = store.receiveDossier(commit(), actor());
    store.inbox.apply([change(remoteDossier('0001'))], 'k1', NOW);
    expect(store.dossiers.byCode(ours.received.code)?.received.id).toBe(ours.received.id);
    expect(store.dossiers.worklist(TODAY).map(({ received }) => received.code)).toEqual(
      Array(2).fill(ours.received.code),
    );
  });

  it('keeps what our table would not allow, since the province took it, and says so', () => {
    const store = freshStore();
    const dossier = remoteDossier('0900');
    const strange = acted(idOf(dossier), 'return-result');
    const result = store.inbox.apply([change(dossier), change(strange)], 'k2', NOW);
    expect(result).toEqual({ applied: 2, quarantined: 0, outOfTable: 1 });
    expect(store.dossiers.get(idOf(dossier))?.status).toBe('returned');
    expect(store.dossiers.events(idOf(dossier))).toHaveLength(2);
  });

  it('sets a bad one aside and applies the rest', () => {
    const store = freshStore();
    const orphan = change(acted(nextId(), 'forward'));
    const result = store.inbox.apply([change(remoteDossier('0900')), orphan, change(remoteDossier('0901'))], 'k3', NOW);
    expect(result).toEqual({ applied: 2, quarantined: 1, outOfTable: 0 });
    expect(store.inbox.cursor()).toBe('k3');
    expect(store.dossiers.worklist(TODAY)).toHaveLength(2);
  });

  it('does not owe the file of a paper that another PC scanned', () => {
    const store = freshStore();
    const dossier = remoteDossier('0900');
    const paper = remote({
      type: 'document.attached',
      payload: {
        dossierId: idOf(dossier),
        documentId: nextId(),
        title: 'Tờ khai',
        sha256: 'b'.repeat(64),
        pages: 1,
        bytes: 10,
      },
    });
    store.inbox.apply([change(dossier), change(paper)], 'k', NOW);
    expect(store.dossiers.documents(idOf(dossier))).toMatchObject([{ title: 'Tờ khai', uploaded: true }]);
    expect(store.uploads.pending(10)).toEqual([]);
  });
});

describe('our own operations come back', () => {
  it('only get their revision, also when the answer was lost', () => {
    const store = freshStore();
    const { received } = store.receiveDossier(commit(), actor());
    const [own] = store.outbox.batch(1, 1e6);
    if (own === undefined) throw new Error('nothing waits');
    store.act(received.id, request('forward'), actor());
    const before = store.dossiers.get(received.id);
    store.inbox.apply([change({ ...own, officer: 'một cái tên khác' }, 41)], 'k', NOW);
    expect(store.dossiers.get(received.id)).toEqual(before);
    expect(store.dossiers.events(received.id)).toMatchObject([
      { state: 'accepted', revision: 41, operation: { officer: 'Trần Văn Mẫu' } },
      { state: 'waiting' },
    ]);
  });

  it('unsent ones stay in force over what comes in', () => {
    const store = freshStore();
    const { received } = store.receiveDossier(commit(), actor());
    acceptAll(store, 10);
    store.act(received.id, request('record-result'), actor());
    store.act(received.id, request('return-result'), actor());
    store.inbox.apply([change(acted(received.id, 'forward'), 12)], 'k', NOW);
    expect(store.dossiers.get(received.id)).toMatchObject({ status: 'returned', unsent: true });
  });

  it('give way where another PC’s action, accepted first, leaves no room for them in the table', () => {
    const store = freshStore();
    const { received } = store.receiveDossier(commit(), actor());
    acceptAll(store, 10);
    store.act(received.id, request('forward'), actor());
    store.inbox.apply([change(acted(received.id, 'refuse'), 12)], 'k', NOW);
    expect(store.dossiers.get(received.id)).toMatchObject({ status: 'refused', unsent: true });
  });

  it('count in the order of the portal’s revisions, in whatever order they are heard of', () => {
    const store = freshStore();
    const { received } = store.receiveDossier(commit(), actor());
    acceptAll(store, 10);
    store.act(received.id, request('request-supplement'), actor(), { minutesLeft: 60 });
    acceptAll(store, 20);
    store.inbox.apply([change(acted(received.id, 'forward'), 15)], 'k', NOW);
    expect(store.dossiers.get(received.id)).toMatchObject({ status: 'awaiting-supplement', minutesLeft: 60 });
  });
});

describe('a fresh station', () => {
  it('gets everything from the feed, its own former operations too, and numbers on behind them', () => {
    const old = freshStore();
    old.receiveDossier(commit(), actor());
    const feed = old.outbox.batch(10, 1e6).map((operation) => change(operation));
    const store = openAt(join(folder(), 'office.db'));
    store.inbox.apply(feed, 'k', NOW);
    expect(store.dossiers.worklist(TODAY)).toHaveLength(1);
    expect(store.outbox.counts().waiting).toBe(0);
    store.rate({ desk: 1, score: 4 }, actor());
    expect(store.outbox.batch(1, 1e6)).toMatchObject([{ sequence: 2 }]);
  });

  it('can be told to begin the feed again, and keeps what it has', () => {
    const store = freshStore();
    const dossier = change(remoteDossier('0900'));
    store.inbox.apply([dossier], 'k', NOW);
    store.inbox.restart(NOW);
    expect(store.inbox.cursor()).toBeUndefined();
    store.inbox.apply([{ ...dossier, revision: dossier.revision + 100 }], 'k2', NOW);
    expect(store.dossiers.worklist(TODAY)).toHaveLength(1);
  });
});

it('keeps a line that is no change once, however often it comes', () => {
  const store = freshStore();
  store.inbox.quarantine('{"hỏng', 'không đọc được', NOW);
  const { entries } = store.audit.verify();
  store.inbox.quarantine('{"hỏng', 'không đọc được', NOW + 1);
  expect(store.audit.verify()).toEqual({ ok: true, entries });
});
