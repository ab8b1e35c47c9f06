/** A portal that asks to wait: nothing is sent before the time, nothing is lost or taken for broken by it. */
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { createClient } from '../../../offline-store/sync/client.ts';
import { createLeaseKeeper } from '../../../offline-store/sync/lease-keeper.ts';
import { createPush } from '../../../offline-store/sync/push.ts';
import { createRestraint } from '../../../offline-store/sync/restraint.ts';
import { type Sync, startSync } from '../../../offline-store/sync/sync.ts';
import { AGENCY, actor, folder, freshStore, KEYS, NOW, STATION } from '../helpers.ts';
import { type Answer, startFaultPortal } from './fault-portal.ts';
import { partsFor, silent, TOKEN } from './parts.ts';

const refusal = JSON.stringify({ code: 'MC-NET-13', message: { vi: '', en: '' } });
const tooMany =
  (headers: Readonly<Record<string, string>>, status = 429): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(refusal);

const running: Sync[] = [];
afterEach(async () => {
  for (const sync of running.splice(0)) await sync.stop();
});

/** Rests take no time; the clock that only grows says how long they were. */
const restraintFor = (random = 0) => {
  let at = 0;
  const rests: number[] = [];
  const restraint = createRestraint({
    steady: () => at,
    random: () => random,
    rest: async (ms) => {
      rests.push(ms);
      at += ms;
    },
  });
  return {
    restraint,
    rests,
    wait: (ms: number): void => {
      at += ms;
    },
  };
};

describe('how long', () => {
  const DATE = 'Tue, 24 Nov 2026 02:00:00 GMT';
  it.each([
    ['seconds', 429, { 'retry-after': '7' }, 7_000],
    ['a date, by the clock of the answer', 429, { 'retry-after': 'Tue, 24 Nov 2026 02:00:07 GMT', date: DATE }, 7_000],
    ['a date that is over', 429, { 'retry-after': 'Tue, 24 Nov 2026 01:00:00 GMT', date: DATE }, 0],
    ['a date and no clock', 429, { 'retry-after': DATE }, 5_000],
    ['nothing', 429, {}, 5_000],
    ['nonsense', 429, { 'retry-after': 'soon' }, 5_000],
    ['a year', 429, { 'retry-after': '31536000' }, 300_000],
    ['seconds with a server error', 503, { 'retry-after': '7' }, 7_000],
    ['nothing with a server error', 503, {}, 0],
    ['seconds with any other refusal', 404, { 'retry-after': '7' }, 0],
  ])('%s', (_, status, headers, expected) => {
    const { restraint } = restraintFor();
    restraint.hear(new Response('', { status, headers: headers as Record<string, string> }), 'MC-NET-13');
    expect(restraint.left()).toBe(expected);
  });

  it('a little more than was asked, so that a province does not return together', () => {
    const { restraint } = restraintFor(0.5);
    restraint.hear(new Response('', { status: 429, headers: { 'retry-after': '8' } }), 'MC-NET-13');
    expect(restraint.left()).toBe(9_000);
  });

  it('the longest that was asked for, and only until it is over', () => {
    const { restraint, wait } = restraintFor();
    for (const seconds of ['60', '2'])
      restraint.hear(new Response('', { status: 429, headers: { 'retry-after': seconds } }), 'MC-NET-13');
    expect(restraint.left()).toBe(60_000);
    wait(60_001);
    expect(restraint.left()).toBe(0);
  });
});

describe('a request', () => {
  const clientFor = (portalUrl: string) => {
    const exchanges: unknown[] = [];
    const helper = restraintFor();
    const client = createClient({
      portalUrl,
      token: TOKEN,
      fetch,
      restraint: helper.restraint,
      stop: new AbortController().signal,
      patience: 5_000,
      onExchange: (code) => exchanges.push(code),
    });
    const ask = () => client.headers({ method: 'GET', path: 'v1/info' });
    return { ask, exchanges, ...helper };
  };

  it('that is to wait a moment waits, and nothing has failed', async () => {
    const portal = await startFaultPortal();
    const { ask, exchanges, rests } = clientFor(portal.url);
    portal.faults.set('/v1/info', (response, request) => {
      portal.faults.clear();
      tooMany({ 'retry-after': '2' })(response, request);
    });
    await ask();
    expect(rests).toEqual([2_000]);
    expect(exchanges).toEqual([undefined]);
    expect(portal.asked).toHaveLength(2);
  });

  it('that is told so again and again has failed in the end', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', tooMany({ 'retry-after': '2' }));
    const { ask, rests } = clientFor(portal.url);
    await expect(ask()).rejects.toMatchObject({ code: 'MC-NET-13', context: { status: 429 } });
    expect(rests).toEqual([2_000, 2_000, 2_000]);
  });

  it('that is to wait for long fails, and until then none is sent', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', tooMany({ 'retry-after': '60' }));
    const { ask, exchanges, wait } = clientFor(portal.url);
    for (let n = 0; n < 3; n += 1) await expect(ask()).rejects.toMatchObject({ code: 'MC-NET-13' });
    expect(portal.asked).toHaveLength(1);
    expect(exchanges).toEqual(['MC-NET-13', 'MC-NET-13', 'MC-NET-13']);
    portal.faults.clear();
    wait(60_001);
    await ask();
    expect(portal.asked).toHaveLength(2);
  });

  it('to a portal that is being serviced stays a server error, and comes back when it was told to', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', tooMany({ 'retry-after': '60' }, 503));
    const { ask } = clientFor(portal.url);
    for (let n = 0; n < 3; n += 1) await expect(ask()).rejects.toMatchObject({ code: 'MC-NET-03' });
    expect(portal.asked).toHaveLength(1);
  });
});

describe('what is on its way', () => {
  it('asks for the same numbers again, so that none are wasted', async () => {
    const portal = await startFaultPortal();
    const parts = partsFor(portal.url);
    const keep = createLeaseKeeper(parts, () => ['2026-11-25']);
    portal.faults.set('/v1/leases', tooMany({ 'retry-after': '60' }));
    await expect(keep()).rejects.toMatchObject({ code: 'MC-NET-13' });
    portal.faults.clear();
    await keep();
    expect(new Set(portal.asked.map(({ body }) => JSON.parse(body.toString()).id)).size).toBe(1);
  });

  it('is not taken for what is at fault: no operation is held, and the next push is as large', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    for (let n = 0; n < 100; n += 1) store.rate({ desk: 3, score: 5 }, actor());
    const push = createPush(partsFor(portal.url, store));
    portal.failPush = (body) => (body.length > 100 ? tooMany({ 'retry-after': '60' }) : undefined);
    for (let n = 0; n < 10; n += 1) await expect(push()).rejects.toMatchObject({ code: 'MC-NET-13' });
    expect(store.outbox.counts()).toMatchObject({ waiting: 100, held: 0 });
    portal.failPush = () => undefined;
    const before = portal.asked.length;
    await push();
    expect(portal.asked.length - before).toBe(1);
    expect(portal.taken.size).toBe(100);
  });

  it('waits in every lane, whatever an officer does meanwhile, and says why', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    portal.faults.set('/v1/operations', tooMany({ 'retry-after': '60' }));
    store.rate({ desk: 3, score: 5 }, actor());
    let jump = 0;
    const sync = startSync({
      store,
      blobs: createBlobStore(join(folder(), 'blobs'), KEYS),
      portalUrl: portal.url,
      token: TOKEN,
      station: STATION,
      agency: AGENCY,
      now: () => NOW,
      steady: () => performance.now() + jump,
      onState: () => undefined,
      log: silent,
      pollMs: 20,
      patience: 5_000,
      random: () => 0,
    });
    running.push(sync);
    const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 40_000, interval: 10 });
    await until(() => expect(sync.state()).toMatchObject({ state: 'offline', code: 'MC-NET-13', waiting: 1 }));
    const asked = portal.asked.length;
    for (let n = 0; n < 5; n += 1) {
      store.rate({ desk: 3, score: 5 }, actor());
      sync.kick();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(portal.asked.filter(({ path }) => path === '/v1/operations')).toHaveLength(1);
    // Answers that were under way when it was told, and nothing after them.
    expect(portal.asked.length - asked).toBeLessThan(8);
    portal.faults.clear();
    jump = 60_000;
    sync.kick();
    await until(() => expect(sync.state()).toMatchObject({ state: 'online', waiting: 0 }));
    expect(portal.taken.size).toBe(6);
  }, 120_000);
});
