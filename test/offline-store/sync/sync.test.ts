import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../../domain/views/line.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { CLOCK_OFFSET_KEY, type Sync, type SyncOptions, startSync } from '../../../offline-store/sync/sync.ts';
import {
  AGENCY,
  actor,
  change,
  commit,
  folder,
  freshStore,
  KEYS,
  NOW,
  remoteDossier,
  STATION,
  TODAY,
} from '../helpers.ts';
import { answers, startFaultPortal } from './fault-portal.ts';
import { silent, TOKEN } from './parts.ts';

const running: Sync[] = [];
afterEach(async () => {
  for (const sync of running.splice(0)) await sync.stop();
});

const start = (portalUrl: string, store: OfficeStore, over: Partial<SyncOptions> = {}) => {
  const states: ConnectionState[] = [];
  const sync = startSync({
    store,
    blobs: createBlobStore(join(folder(), 'blobs'), KEYS),
    portalUrl,
    token: TOKEN,
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    onState: (state) => states.push(state),
    log: silent,
    pollMs: 20,
    patience: 5_000,
    random: () => 1,
    ...over,
  });
  running.push(sync);
  return { sync, states };
};

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 10 });

describe('the exchange with the province', () => {
  it('sends what waits, leases numbers, learns the clock and says that it is online', async () => {
    const portal = await startFaultPortal();
    portal.clock = () => NOW + 7_000;
    const store = freshStore();
    store.receiveDossier(commit(), actor());
    const { sync, states } = start(portal.url, store);
    expect(sync.state()).toMatchObject({ state: 'starting', waiting: 1 });
    await until(() => expect(sync.state()).toMatchObject({ state: 'online', waiting: 0, clockOffset: 7_000 }));
    await until(() => expect(store.leases.left('2026-11-25')).toBeGreaterThanOrEqual(60));
    await until(() => expect(states.at(-1)).toMatchObject({ state: 'online', waiting: 0 }));
    expect(store.settings.get(CLOCK_OFFSET_KEY)).toBe('7000');
  });

  it('takes in what others do while nothing happens here, and tells', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const onChanges = vi.fn();
    const { sync } = start(portal.url, store, { onChanges });
    await until(() => expect(sync.state().state).toBe('online'));
    portal.feed.push({ ...change(remoteDossier('0900')), cursor: 'k1' });
    await until(() => expect(store.dossiers.worklist(TODAY)).toHaveLength(1));
    await until(() => expect(onChanges).toHaveBeenCalled());
  });

  it('says why it is offline, goes on taking dossiers in, and catches up by itself', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const { sync } = start(portal.url, store);
    await until(() => expect(sync.state().state).toBe('online'));
    for (const [fault, code] of [
      ['cut', 'MC-NET-01'],
      ['garbage', 'MC-NET-02'],
      ['error500', 'MC-NET-03'],
      ['login', 'MC-NET-04'],
      ['unauthorised', 'MC-NET-05'],
    ] as const) {
      portal.faults.set('/v1', answers[fault]);
      store.receiveDossier(commit(), actor());
      sync.kick();
      await until(() => expect(sync.state()).toMatchObject({ state: 'offline', code }));
    }
    expect(sync.state().waiting).toBe(5);
    portal.faults.clear();
    sync.kick();
    await until(() => expect(sync.state()).toMatchObject({ state: 'online', waiting: 0 }));
    expect(sync.state().code).toBeUndefined();
    expect(portal.taken.size).toBe(5);
  });

  it('is online again though the feed, which had nothing to catch up with, failed only at the greeting', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const warn = vi.fn();
    const { sync } = start(portal.url, store, { log: { ...silent, warn } });
    await until(() => expect(portal.asked.some(({ path }) => path.includes('wait='))).toBe(true));
    for (const path of ['/v1/info', '/v1/operations']) portal.faults.set(path, answers.error500);
    store.rate({ desk: 3, score: 5 }, actor());
    sync.kick();
    const feedFailed = expect.objectContaining({ part: 'feed', code: 'MC-NET-03' });
    await until(() => expect(warn).toHaveBeenCalledWith(feedFailed, expect.anything()));
    portal.faults.clear();
    sync.kick();
    await until(() => expect(sync.state()).toMatchObject({ state: 'online', waiting: 0 }));
  });

  it('does not wait for the pause when something was done here', async () => {
    const portal = await startFaultPortal();
    const store = freshStore();
    const { sync } = start(portal.url, store, { pollMs: 10_000_000 });
    await until(() => expect(sync.state().state).toBe('online'));
    await until(() => expect(portal.asked.some(({ path }) => path.startsWith('/v1/changes'))).toBe(true));
    store.receiveDossier(commit(), actor());
    sync.kick();
    await until(() => expect(portal.taken.size).toBe(1));
  });

  it('starts with the clock’s offset of the last time', async () => {
    const store = freshStore();
    store.settings.set(CLOCK_OFFSET_KEY, '-1234');
    const { sync } = start('http://127.0.0.1:1', store);
    expect(sync.state()).toMatchObject({ state: 'starting', clockOffset: -1_234 });
    await until(() => expect(sync.state()).toMatchObject({ state: 'offline', code: 'MC-NET-01', clockOffset: -1_234 }));
  });

  it('stops in the middle of a request without a word', async () => {
    const portal = await startFaultPortal();
    portal.faults.set('/v1/info', answers.stall);
    const { sync } = start(portal.url, freshStore(), { patience: 10_000_000 });
    await until(() => expect(portal.asked).toHaveLength(1));
    await sync.stop();
    expect(sync.state().state).toBe('starting');
  });
});
