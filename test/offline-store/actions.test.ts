import { describe, expect, it } from 'vitest';
import {
  AGENCY,
  acceptAll,
  actor,
  commit,
  DAY,
  freshStore,
  intake,
  lease,
  MINUTE,
  NOW,
  nextId,
  request,
  TODAY,
} from './helpers.ts';

describe('taking a dossier in', () => {
  it('stores it, queues the operation and audits it, with the next leased code', () => {
    const store = freshStore();
    const first = store.receiveDossier(commit(), actor());
    const second = store.receiveDossier(commit(), actor());
    expect(first.received.code).toBe(`${AGENCY}-261124-0001`);
    expect(second.received.code).toBe(`${AGENCY}-261124-0002`);
    expect(first).toMatchObject({ status: 'received', statusSince: NOW, dueAt: NOW + 3 * DAY, unsent: true });
    expect(store.dossiers.get(first.received.id)).toEqual(first);
    expect(store.outbox.counts()).toEqual({ waiting: 2, held: 0, rejected: 0, oldestWaitingAt: NOW });
    expect(store.outbox.batch(10, 1e6).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(store.audit.verify()).toMatchObject({ ok: true });
    expect(store.leases.left(TODAY)).toBe(198);
  });

  it('does nothing the second time with the same operation id, and answers the same', () => {
    const store = freshStore();
    const wanted = commit();
    const by = actor();
    const first = store.receiveDossier(wanted, by);
    const entries = store.audit.verify().entries;
    expect(store.receiveDossier(wanted, by)).toEqual(first);
    expect(store.outbox.counts().waiting).toBe(1);
    expect(store.audit.verify().entries).toBe(entries);
    expect(store.leases.left(TODAY)).toBe(199);
  });

  it('refuses an operation id or a dossier id used for something else', () => {
    const store = freshStore();
    const wanted = commit();
    const by = actor();
    store.receiveDossier(wanted, by);
    expect(() => store.receiveDossier(commit(), by)).toThrow('MC-API-03');
    expect(() => store.act(wanted.dossierId, request('forward'), by)).toThrow('MC-API-03');
    const entries = store.audit.verify().entries;
    expect(() => store.receiveDossier(wanted, actor())).toThrow('MC-API-03');
    expect(store.outbox.counts().waiting).toBe(1);
    expect(store.leases.left(TODAY)).toBe(199);
    expect(store.audit.verify()).toEqual({ ok: true, entries });
  });

  it('makes the prints waiting jobs in the same transaction, and its draft is over', () => {
    const store = freshStore();
    const dossierId = nextId();
    store.saveDraft(dossierId, intake(), NOW);
    const prints = [{ id: nextId(), document: 'receipt' as const, printerId: 'a4', copies: 2 }];
    const { received } = store.receiveDossier(commit({ dossierId, prints }), actor());
    expect(store.prints.ofDossier(received.id)).toMatchObject([
      { state: 'waiting', copies: 2, dossierCode: received.code },
    ]);
    expect(store.drafts()).toEqual([]);
  });

  it('keeps the draft and spends no number when it is refused', () => {
    const store = freshStore();
    const dossierId = nextId();
    store.saveDraft(dossierId, intake(), NOW);
    expect(() => store.receiveDossier(commit({ dossierId, dueAt: NOW - MINUTE }), actor())).toThrow('MC-DOS-02');
    const bad = commit({ dossierId, secret: 'short' });
    expect(() => store.receiveDossier(bad, actor())).toThrow('MC-API-03');
    expect(store.drafts()).toHaveLength(1);
    expect(store.leases.left(TODAY)).toBe(200);
    expect(store.outbox.counts().waiting).toBe(0);
  });

  it('stores and answers it as the schema has it: no space around a name, no key that nobody knows', () => {
    const store = freshStore();
    const applicant = { ...intake().applicant, name: '  Nguyễn Thị Mẫu ', nickname: 'Bé' };
    const { received } = store.receiveDossier(commit({ intake: intake({ applicant }) }), actor());
    expect(received.applicant).toEqual(intake().applicant);
    expect(store.dossiers.get(received.id)?.received).toEqual(received);
    expect(store.outbox.batch(1, 1e6)[0]?.payload).toEqual(received);
  });

  it('says so when no number is left for the local day', () => {
    const store = freshStore();
    // 17:30 UTC is half past midnight of the next day in Huế: yesterday's numbers do not serve.
    const afterMidnight = Date.UTC(2026, 10, 24, 17, 30);
    expect(() => store.receiveDossier(commit(), actor({ correctedAt: afterMidnight }))).toThrow('MC-DOS-04');
    store.leases.add(lease({ day: '2026-11-25', from: 7, to: 7 }));
    const { received } = store.receiveDossier(commit(), actor({ correctedAt: afterMidnight }));
    expect(received.code).toBe(`${AGENCY}-261125-0007`);
    expect(() => store.receiveDossier(commit(), actor({ correctedAt: afterMidnight }))).toThrow('MC-DOS-04');
  });
});

describe('acting on a dossier', () => {
  const received = (store = freshStore()) => ({ store, id: store.receiveDossier(commit(), actor()).received.id });

  it('follows the action table', () => {
    const { store, id } = received();
    expect(store.act(id, request('forward', { to: 'Tư pháp' }), actor({ correctedAt: NOW + MINUTE }))).toMatchObject({
      status: 'processing',
      statusSince: NOW + MINUTE,
    });
    expect(store.act(id, request('record-result'), actor()).status).toBe('result-ready');
    expect(store.act(id, request('return-result'), actor()).status).toBe('returned');
    expect(store.dossiers.events(id).map(({ operation }) => operation.type)).toEqual([
      'dossier.received',
      'dossier.acted',
      'dossier.acted',
      'dossier.acted',
    ]);
  });

  it('refuses what the table does not allow, and leaves no trace of it', () => {
    const { store, id } = received();
    expect(() => store.act(id, request('return-result'), actor())).toThrow('MC-DOS-01');
    expect(() => store.act(nextId(), request('forward'), actor())).toThrow('MC-API-05');
    expect(store.outbox.counts().waiting).toBe(1);
  });

  it('moves a due date once only, and not into the past', () => {
    const { store, id } = received();
    expect(() => store.act(id, request('reschedule', { dueAt: NOW - 1 }), actor())).toThrow('MC-DOS-02');
    // The station's clock is an hour slow: the portal's time decides.
    expect(() =>
      store.act(id, request('reschedule', { dueAt: NOW + MINUTE }), actor({ correctedAt: NOW + 60 * MINUTE })),
    ).toThrow('MC-DOS-02');
    expect(() => store.act(id, request('reschedule'), actor())).toThrow('MC-API-03');
    const moved = store.act(id, request('reschedule', { dueAt: NOW + 5 * DAY, reason: 'chờ xác minh' }), actor());
    expect(moved).toMatchObject({
      status: 'received',
      dueAt: NOW + 5 * DAY,
      rescheduledTo: NOW + 5 * DAY,
      rescheduleReason: 'chờ xác minh',
      statusSince: NOW,
    });
    expect(() => store.act(id, request('reschedule', { dueAt: NOW + 6 * DAY }), actor())).toThrow('MC-DOS-03');
  });

  it('stops the clock for a supplement and lets it run on to the due time given', () => {
    const { store, id } = received();
    const stopped = store.act(id, request('request-supplement', { reason: 'thiếu bản sao' }), actor(), {
      minutesLeft: 431,
    });
    expect(stopped).toMatchObject({ status: 'awaiting-supplement', minutesLeft: 431 });
    expect(() => store.act(id, request('receive-supplement'), actor())).toThrow('MC-API-03');
    const running = store.act(id, request('receive-supplement', { dueAt: NOW + 9 * DAY }), actor());
    expect(running).toMatchObject({ status: 'processing', dueAt: NOW + 9 * DAY, minutesLeft: undefined });
  });

  it('answers a repeat as it answered the first time, even when more has happened since', () => {
    const { store, id } = received();
    const by = actor();
    const first = store.act(id, request('forward'), by);
    store.act(id, request('record-result'), actor());
    expect(store.act(id, request('forward'), by)).toEqual(first);
    expect(store.dossiers.get(id)?.status).toBe('result-ready');
    expect(store.outbox.counts().waiting).toBe(3);
  });

  it('is unsent until the province has answered for all of it', () => {
    const { store, id } = received();
    acceptAll(store);
    expect(store.dossiers.get(id)?.unsent).toBe(false);
    expect(store.act(id, request('forward'), actor()).unsent).toBe(true);
  });
});

describe('ratings', () => {
  it('go out once', () => {
    const store = freshStore();
    const by = actor();
    store.rate({ desk: 3, score: 5 }, by);
    store.rate({ desk: 3, score: 5 }, by);
    expect(store.outbox.batch(10, 1e6)).toMatchObject([{ type: 'rating.given', payload: { score: 5 } }]);
    expect(() => store.rate({ desk: 3, score: 6 }, actor())).toThrow('MC-API-03');
  });
});
