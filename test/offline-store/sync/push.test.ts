import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createPush } from '../../../offline-store/sync/push.ts';
import { actor, commit, freshStore, NOW, request } from '../helpers.ts';
import { answers, startFaultPortal } from './fault-portal.ts';
import { partsFor } from './parts.ts';

const storeWith = (count: number) => {
  const store = freshStore();
  for (let n = 0; n < count; n += 1) store.rate({ desk: 3, score: 5 }, actor());
  return store;
};

const pushes = (asked: readonly { readonly path: string }[]): number =>
  asked.filter(({ path }) => path === '/v1/operations').length;

describe('pushing', () => {
  it('sends everything in order, in batches', async () => {
    const portal = await startFaultPortal();
    const store = storeWith(450);
    const wanted = store.outbox.batch(1_000, 1e9).map(({ id }) => id);
    await createPush(partsFor(portal.url, store))();
    expect([...portal.taken.keys()]).toEqual(wanted);
    expect(pushes(portal.asked)).toBe(3);
    expect(store.outbox.counts()).toMatchObject({ waiting: 0, rejected: 0 });
  });

  it('has one batch on its way at a time, and keeps the answers to those before one that fails', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, storeWith(450));
    let most = 0;
    let underWay = 0;
    const json: typeof parts.client.json = async (request, schema) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (portal.taken.size === 400) portal.faults.set('/v1', answers.cut);
      return parts.client.json(request, schema).finally(() => {
        underWay -= 1;
      });
    };
    const push = createPush({ ...parts, client: { ...parts.client, json } });
    await expect(push()).rejects.toMatchObject({ code: 'MC-NET-01' });
    expect(parts.store.outbox.counts().waiting).toBe(50);
    portal.faults.clear();
    portal.taken.set('not again', 0);
    await push();
    expect(parts.store.outbox.counts().waiting).toBe(0);
    expect(most).toBe(1);
    expect(parts.store.outbox.rows(50).map(({ attempts }) => attempts)).toEqual(Array(50).fill(2));
  });

  it('sends what an answer left out before anything that came after it', async () => {
    const portal = await startFaultPortal();
    portal.answerAtMost = 150;
    const store = storeWith(450);
    const wanted = store.outbox.batch(1_000, 1e9).map(({ id }) => id);
    const sent: string[][] = [];
    portal.failPush = (body) => {
      const { operations } = JSON.parse(gunzipSync(body).toString()) as { operations: { id: string }[] };
      sent.push(operations.map(({ id }) => id));
      return undefined;
    };
    await createPush(partsFor(portal.url, store))();
    expect(sent.map(([first]) => wanted.indexOf(first as (typeof wanted)[number]))).toEqual([0, 150, 300]);
    expect(store.outbox.counts().waiting).toBe(0);
  });

  it('asks nothing when nothing waits', async () => {
    const portal = await startFaultPortal();
    await createPush(partsFor(portal.url))();
    expect(portal.asked).toEqual([]);
  });

  it('sends again what was applied but whose answer was lost; the portal has it once', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, storeWith(3));
    const push = createPush(parts);
    portal.loseAnswers = true;
    await expect(push()).rejects.toMatchObject({ code: 'MC-NET-01' });
    expect(parts.store.outbox.counts().waiting).toBe(3);
    portal.loseAnswers = false;
    await push();
    expect(portal.taken.size).toBe(3);
    expect(parts.store.outbox.counts().waiting).toBe(0);
    expect(parts.store.outbox.rows(1)).toMatchObject([{ attempts: 2 }]);
  });

  it('leaves waiting what an answer leaves out, and goes on with it', async () => {
    const portal = await startFaultPortal();
    portal.answerAtMost = 2;
    const parts = partsFor(portal.url, storeWith(5));
    await createPush(parts)();
    expect(pushes(portal.asked)).toBe(3);
    expect(parts.store.outbox.counts().waiting).toBe(0);
  });

  it('does not spin on an answer that covers nothing', async () => {
    const portal = await startFaultPortal();
    portal.answerAtMost = 0;
    const parts = partsFor(portal.url, storeWith(5));
    await expect(createPush(parts)()).rejects.toMatchObject({ code: 'MC-NET-02' });
    expect(pushes(portal.asked)).toBeLessThan(30);
    expect(parts.store.outbox.counts().waiting).toBe(5);
  });

  it('settles a rejection with its words', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const { received } = store.receiveDossier(commit(), actor());
    const [operation] = store.outbox.batch(1, 1e6);
    const message = { vi: 'Tỉnh từ chối.', en: 'Refused.' };
    portal.faults.set('/v1/operations', (response) => {
      const body = { answers: [{ id: operation?.id, outcome: 'rejected', code: 'MC-POR-01', message }], now: NOW };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await createPush(partsFor(portal.url, store))();
    expect(store.dossiers.get(received.id)?.rejected).toMatchObject({ code: 'MC-POR-01', message });
  });

  it('sends less at a time after it was too much, down to one by one', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url, storeWith(8));
    const push = createPush(parts);
    portal.faults.set('/v1/operations', answers.tooLarge);
    for (let n = 0; n < 12; n += 1) await push().catch(() => undefined);
    portal.faults.clear();
    portal.asked.length = 0;
    await push();
    expect(pushes(portal.asked)).toBeGreaterThan(1);
    expect(portal.taken.size).toBe(8);
  });

  it.each(['garbage', 'error500', 'login', 'half'] as const)('keeps everything waiting over %s', async (fault) => {
    const portal = await startFaultPortal();
    const store = storeWith(2);
    const { received } = store.receiveDossier(commit(), actor());
    store.act(received.id, request('forward'), actor());
    portal.faults.set('/v1/operations', answers[fault]);
    await expect(createPush(partsFor(portal.url, store))()).rejects.toThrow('MC-NET');
    expect(store.outbox.counts()).toMatchObject({ waiting: 4, rejected: 0 });
  });
});
