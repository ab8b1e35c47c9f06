/** A PC whose clock is wrong, or is set while it works: it says so, and stamps right as soon as that can be known. */
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { type Sync, type SyncOptions, startSync } from '../../../offline-store/sync/sync.ts';
import { AGENCY, actor, commit, DAY, folder, freshStore, KEYS, NOW, STATION } from '../helpers.ts';
import { answers, startFaultPortal } from './fault-portal.ts';
import { silent, TOKEN } from './parts.ts';

const HOUR = 3_600_000;
const YEAR = 365 * DAY;

const running: Sync[] = [];
afterEach(async () => {
  for (const sync of running.splice(0)) await sync.stop();
});

/** The true time goes on from NOW; the PC's clock is off by `off`, which can be changed. */
const startAt = (portalUrl: string, store: OfficeStore, off: number, over: Partial<SyncOptions> = {}) => {
  const began = performance.now();
  const clock = { off };
  const truth = () => NOW + Math.round(performance.now() - began);
  const states: ConnectionState[] = [];
  const sync = startSync({
    store,
    blobs: createBlobStore(join(folder(), 'blobs'), KEYS),
    portalUrl,
    token: TOKEN,
    station: STATION,
    agency: AGENCY,
    now: () => truth() + clock.off,
    onState: (state) => states.push(state),
    log: silent,
    pollMs: 20,
    clockLookMs: 10,
    random: () => 1,
    ...over,
  });
  running.push(sync);
  /** How far what it would stamp now is from the true time. */
  const error = () => truth() + clock.off + (sync.state().clockOffset ?? 0) - truth();
  return { sync, states, clock, truth, error };
};

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 10 });

describe('a clock that is wrong', () => {
  it.each([-YEAR, YEAR, -3 * HOUR])('by %s ms is known as soon as the portal was met', async (off) => {
    const portal = await startFaultPortal();
    const { sync, truth, error } = startAt(portal.url, freshStore(), off);
    portal.clock = truth;
    await until(() => expect(sync.state().state).toBe('online'));
    expect(Math.abs(error())).toBeLessThan(2_000);
    expect(sync.state().clockDoubt).toBeUndefined();
  });

  it.each([
    ['behind', -YEAR],
    ['ahead', YEAR],
  ] as const)('is %s what is stored: said before the portal is met, and no longer after', async (doubt, off) => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1', answers.cut);
    const store = freshStore();
    store.receiveDossier(commit(), actor());
    const { sync, states, truth } = startAt(portal.url, store, off);
    portal.clock = truth;
    await until(() => expect(states.at(-1)).toMatchObject({ state: 'offline', clockDoubt: doubt }));
    portal.faults.clear();
    sync.kick();
    await until(() => expect(sync.state().state).toBe('online'));
    expect(sync.state().clockDoubt).toBeUndefined();
  });

  it('is before the program was made: said of a new PC, too', async () => {
    const { sync } = startAt('http://127.0.0.1:1', freshStore(), -YEAR, { madeAt: NOW - 30 * DAY });
    expect(sync.state().clockDoubt).toBe('behind');
  });

  it('is still doubted after work was stamped by it', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const first = startAt(portal.url, store, 0);
    portal.clock = first.truth;
    await until(() => expect(first.sync.state().state).toBe('online'));
    await first.sync.stop();
    store.rate({ desk: 3, score: 5 }, actor({ madeAt: NOW - YEAR, correctedAt: NOW - YEAR }));
    portal.faults.set('/v1', answers.cut);
    expect(startAt(portal.url, store, -YEAR).sync.state().clockDoubt).toBe('behind');
  });
});

describe('a clock that is set while the station runs', () => {
  it.each([
    ['three hours back', -3 * HOUR],
    ['a year forward', YEAR],
    ['an hour forward', HOUR],
  ])('%s: measured anew at once', async (_what, by) => {
    const portal = await startFaultPortal();
    const { sync, clock, truth, error } = startAt(portal.url, freshStore(), 0);
    portal.clock = truth;
    await until(() => expect(sync.state().state).toBe('online'));
    clock.off = by;
    await until(() => expect(Math.abs(error())).toBeLessThan(2_000));
    expect(sync.state().state).toBe('online');
  });

  it.each([
    ['three hours back', -3 * HOUR],
    ['a year forward', YEAR],
  ])('%s, with the line down: time goes on as it went', async (_what, by) => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const { sync, clock, truth, error } = startAt(portal.url, store, 5_000);
    portal.clock = truth;
    await until(() => expect(sync.state().state).toBe('online'));
    portal.faults.set('/v1', answers.cut);
    sync.kick();
    await until(() => expect(sync.state().state).toBe('offline'));
    clock.off += by;
    await until(() => expect(Math.abs(error())).toBeLessThan(2_000));
  });
});
