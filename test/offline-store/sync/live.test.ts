/** Two real stations and the real portal over a way that can be cut: what one does the other sees at once, without asking all the time. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { type Sync, startSync } from '../../../offline-store/sync/sync.ts';
import type { Caller } from '../../../portal/server/caller.ts';
import { type EngineSession, engines, migrated } from '../../portal/engines.ts';
import { type RunningPortal, runPortal, tokenOf } from '../../portal/running.ts';
import { COUNTER, SECOND } from '../../portal/samples.ts';
import { actor, commit, KEYS, NOW, request, TODAY } from '../helpers.ts';
import { silent } from './parts.ts';

/** A pause between two looks that no test outlasts: only what is held open can bring news. */
const NEVER_POLL = 3_600_000;

interface Desk {
  readonly store: OfficeStore;
  readonly sync: Sync;
  /** Addresses asked for, in order. */
  readonly asked: string[];
}

/** A way to the portal on which every connection can be broken. */
const startWay = async (to: string) => {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close: () =>
      new Promise<void>((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
};

describe('with the feed held open', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-live-'));
  let session: EngineSession;
  let portal: RunningPortal;
  let way: Awaited<ReturnType<typeof startWay>>;
  let here: Desk;
  let there: Desk;

  const desk = (caller: Caller): Desk => {
    const { station, agency } = caller;
    const store = openOfficeStore({
      file: join(folder, `${station}.db`),
      station,
      agency,
      now: () => NOW,
      keys: KEYS,
    });
    const asked: string[] = [];
    const sync = startSync({
      store,
      blobs: createBlobStore(join(folder, `${station}-blobs`), KEYS),
      portalUrl: way.url,
      token: tokenOf(caller),
      station,
      agency,
      now: () => NOW,
      onState: () => undefined,
      log: silent,
      pollMs: NEVER_POLL,
      random: () => 1,
      fetch: (url, init) => {
        asked.push(new URL(url).pathname);
        return fetch(url, init);
      },
    });
    return { store, sync, asked };
  };
  const until = (check: () => void, timeout = 20_000): Promise<void> => vi.waitFor(check, { timeout, interval: 5 });
  const receive = ({ store, sync }: Desk): string => {
    const { received } = store.receiveDossier(commit(), actor());
    sync.kick();
    return received.id;
  };
  const looks = ({ asked }: Desk): number => asked.filter((path) => path === '/v1/changes').length;

  beforeAll(async () => {
    session = await (engines[0] ?? expect.fail('no database')).open();
    portal = await runPortal(await migrated(session), { now: () => NOW });
    way = await startWay(portal.url);
    here = desk(COUNTER);
    there = desk(SECOND);
    await until(() =>
      expect(Math.min(here.store.leases.left(TODAY), there.store.leases.left(TODAY))).toBeGreaterThanOrEqual(120),
    );
    await until(() => expect([here, there].map(({ sync }) => sync.state().state)).toEqual(['online', 'online']));
  }, 120_000);
  afterAll(async () => {
    for (const one of [here, there]) {
      await one?.sync.stop();
      one?.store.close();
    }
    await way?.close();
    await portal?.stop();
    await session?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings a change to the other station when it happens', async () => {
    const id = receive(here);
    const startedAt = performance.now();
    await until(() => expect(there.store.dossiers.get(id)).toBeDefined());
    // The promise is two seconds; a busy machine gets ten.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    there.store.act(id, request('forward'), actor());
    there.sync.kick();
    await until(() => expect(here.store.dossiers.get(id)?.status).toBe('processing'));
  });

  it('asks once for each piece of news, and not at all in between', async () => {
    const before = looks(there);
    for (let n = 0; n < 5; n += 1) {
      const id = receive(here);
      await until(() => expect(there.store.dossiers.get(id)).toBeDefined());
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(looks(there) - before).toBeLessThanOrEqual(6);
  });

  it('does not hold up what is done here', async () => {
    const id = receive(there);
    await until(() => expect(there.store.dossiers.get(id)?.unsent).toBe(false));
  });

  it('survives being cut while it waits', async () => {
    way.cut();
    const id = receive(here);
    await until(() => expect(there.store.dossiers.get(id)).toBeDefined());
    await until(() => expect([here, there].map(({ sync }) => sync.state().state)).toEqual(['online', 'online']));
  });
});
