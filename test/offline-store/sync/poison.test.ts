/** One operation over which the portal fails, whatever way it fails: it is found, held and shown, and stops nobody else's. */

import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { createPush } from '../../../offline-store/sync/push.ts';
import { actor, commit, freshStore, NOW, request } from '../helpers.ts';
import { type Answer, answers, type FaultPortal, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const HOUR = 3_600_000;

const rates = (store: OfficeStore, count: number): readonly string[] =>
  Array.from({ length: count }, () => {
    const by = actor();
    store.rate({ desk: 3, score: 5 }, by);
    return by.operationId;
  });

/** Fails like `fault` over every push that carries one of `bad`; takes the others. */
const failOver = (portal: FaultPortal, bad: readonly string[], fault: Answer): void => {
  portal.failPush = (body) => (bad.some((id) => gunzipSync(body).includes(id)) ? fault : undefined);
};

const FAULTS = [
  'error500',
  'badGatewayPage',
  'garbage',
  'wrongShape',
  'loginPage',
  'half',
  'cut',
  'tooLarge',
  'stall',
  'refused400',
] as const;

describe('an operation over which the portal fails', () => {
  it.each(FAULTS)('with %s is found among many, held, and all others go through in order', async (fault) => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const ids = rates(store, 60);
    const bad = ids[37] ?? '';
    failOver(portal, [bad], answers[fault]);
    // Short only where nothing ever comes: a busy machine's good answer must not be taken for none.
    await createPush(partsFor(portal.url, store, fault === 'stall' ? 500 : 10_000))();
    expect([...portal.taken.keys()]).toEqual(ids.filter((id) => id !== bad));
    expect(store.outbox.counts()).toMatchObject({ waiting: 1, rejected: 0, held: 1, oldestWaitingAt: NOW });
    expect(store.outbox.rows(1)).toMatchObject([{ id: bad, state: 'waiting', next: 'retry', behind: false }]);
    expect(store.outbox.rows(1)[0]?.held).toMatchObject({ since: NOW, code: expect.stringMatching(/^MC-NET-0/) });
    expect(portal.asked.length).toBeLessThan(50);
  });

  it('keeps what is of the same dossier behind it, and nothing else', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const first = actor();
    const { received } = store.receiveDossier(commit(), first);
    const [forward, other] = [actor(), actor()];
    store.act(received.id, request('forward'), forward);
    store.receiveDossier(commit(), other);
    failOver(portal, [first.operationId], answers.error500);
    const parts = partsFor(portal.url, store);
    await createPush(parts)();
    expect([...portal.taken.keys()]).toEqual([other.operationId]);
    expect(store.outbox.rows(3)).toMatchObject([
      { id: forward.operationId, behind: true },
      { held: { since: NOW } },
      {},
    ]);
    expect(store.dossiers.get(received.id)?.unsent).toBe(true);
    portal.failPush = () => undefined;
    store.outbox.retry(first.operationId, actor());
    await createPush(parts)();
    expect([...portal.taken.keys()]).toEqual([other.operationId, first.operationId, forward.operationId]);
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, held: 0 });
  });

  it('is tried again by itself, ever more seldom, while the others go on', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const [bad = ''] = rates(store, 3);
    failOver(portal, [bad], answers.error500);
    let at = NOW;
    const push = createPush({ ...partsFor(portal.url, store), now: () => at });
    const tries: number[] = [];
    for (; at < NOW + 8 * HOUR; at += HOUR / 6) {
      const before = store.outbox.rows(1)[0]?.attempts ?? 0;
      rates(store, 1);
      await push();
      if ((store.outbox.rows(3).find(({ id }) => id === bad)?.attempts ?? 0) > before) tries.push((at - NOW) / 60_000);
    }
    expect(store.outbox.counts()).toMatchObject({ waiting: 1, held: 1 });
    expect(tries.slice(0, 5)).toEqual([0, 10, 20, 40, 80]);
    portal.failPush = () => undefined;
    at += 6 * HOUR;
    await push();
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, held: 0 });
  });

  it('is not made of a portal that fails over everything: nothing is lost, and all goes when it works again', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const ids = rates(store, 30);
    failOver(portal, ids, answers.error500);
    const push = createPush(partsFor(portal.url, store));
    await expect(push()).rejects.toMatchObject({ code: 'MC-NET-03' });
    expect(store.outbox.counts()).toMatchObject({ waiting: 30, held: 3 });
    portal.failPush = () => undefined;
    await push();
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, held: 0 });
    expect(portal.taken.size).toBe(30);
  });

  it('is not made of a line that is down', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    rates(store, 4);
    portal.faults.set('/v1/operations', answers.cut);
    const push = createPush(partsFor(portal.url, store));
    for (let n = 0; n < 6; n += 1) await expect(push()).rejects.toMatchObject({ code: 'MC-NET-01' });
    expect(store.outbox.counts()).toMatchObject({ waiting: 4, held: 0 });
  });

  it('was taken after all when its echo comes', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const [bad = ''] = rates(store, 1);
    failOver(portal, [bad], answers.garbage);
    await createPush(partsFor(portal.url, store))();
    expect(store.outbox.counts().held).toBe(1);
    store.outbox.settle([{ id: bad, outcome: 'accepted', revision: 1 }], NOW);
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, held: 0 });
    expect(store.outbox.rows(1)[0]).toMatchObject({ state: 'accepted', settledAt: NOW });
    expect(store.outbox.rows(1)[0]?.held).toBeUndefined();
  });

  it('is wanted tried again by a person only where it is held', () => {
    const store = freshStore();
    const [waiting = ''] = rates(store, 1);
    expect(() => store.outbox.retry(waiting, actor())).toThrow('MC-API-05');
    expect(() => store.outbox.retry('01930000-0000-7000-8000-00000000ffff', actor())).toThrow('MC-API-05');
  });
});
