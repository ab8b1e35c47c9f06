/** The portal and two real stations (store and synchronisation), through every way in which the line can fail. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createBlobStore } from '../../offline-store/blobs.ts';
import type { Actor, OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { startSync } from '../../offline-store/sync/sync.ts';
import { behaviourModeSchema } from '../../portal/server/behaviour.ts';
import type { Caller } from '../../portal/server/caller.ts';
import { type EngineSession, engines, migrated } from './engines.ts';
import { type RunningPortal, runPortal, tokenOf } from './running.ts';
import { COUNTER, received, SECOND } from './samples.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };

let folder: string;
let session: EngineSession;
let portal: RunningPortal;
const closing: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-stations-'));
  session = await (engines[0] ?? expect.fail('no database')).open();
  portal = await runPortal(await migrated(session), { slowMs: 300 });
}, 120_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  await portal.stop();
  await session.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function station(caller: Caller) {
  const home = join(folder, caller.station);
  const blobs = createBlobStore(join(home, 'blobs'), temporaryKeys());
  const store = openOfficeStore({ file: join(home, 'office.db'), ...caller, now: Date.now, keys: temporaryKeys() });
  const sync = startSync({
    store,
    blobs,
    portalUrl: portal.url,
    token: tokenOf(caller),
    ...caller,
    now: Date.now,
    onState: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
    pollMs: 100,
    patience: 5_000,
    random: () => 0,
  });
  closing.push(() => store.close(), sync.stop);
  return { store, blobs, sync };
}

const by = (): Actor => ({
  operationId: uuid7(),
  officer: 'Người Mẫu',
  desk: 1,
  madeAt: Date.now(),
  correctedAt: Date.now(),
});

function takeIn(store: OfficeStore, caller: Caller): string {
  const { id, code, secret, agency, desk, officer, receivedAt, dueAt, ...intake } = received(
    caller,
    'H57.23.15-260101-0001',
  ).payload;
  const dossierId = uuid7();
  store.receiveDossier({ dossierId, intake, dueAt: Date.now() + 86_400_000, secret, prints: [] }, by());
  return dossierId;
}

test('every operation arrives once and both stations end with the same dossiers, whatever the line did', async () => {
  const first = station(COUNTER);
  const second = station(SECOND);
  await vi.waitFor(
    () => expect([first.sync.state().numbersLeft, second.sync.state().numbersLeft]).not.toContain(0),
    PATIENCE,
  );

  const made: string[] = [];
  const modes = behaviourModeSchema.options;
  for (const [at, mode] of [...modes, ...modes].entries()) {
    portal.setBehaviour(mode);
    const [store, caller] = at % 2 === 0 ? [first.store, COUNTER] : [second.store, SECOND];
    const id = takeIn(store, caller);
    store.act(id, { action: 'forward', reason: '', to: 'Phòng mẫu' }, by());
    made.push(id);
    first.sync.kick();
    second.sync.kick();
    // The mode is in force while something is asked of the portal, not only between two requests.
    await Promise.allSettled([portal.as(COUNTER, '/v1/changes'), portal.as(SECOND, '/v1/changes')]);
  }
  const scan = randomBytes(600_000);
  const { sha256, bytes } = await first.blobs.put(scan);
  first.store.attachDocument(
    { id: uuid7(), dossierId: made[0] ?? '', title: 'Bản quét mẫu', sha256, pages: 1, bytes },
    by(),
  );
  portal.setBehaviour('up');

  await vi.waitFor(async () => {
    first.sync.kick();
    second.sync.kick();
    const counts = [first.store.outbox.counts(), second.store.outbox.counts()];
    expect(counts).toMatchObject([{ waiting: 0 }, { waiting: 0 }]);
    for (const { store } of [first, second])
      expect(made.map((id) => store.dossiers.get(id)?.status)).toEqual(made.map(() => 'processing'));
    expect(await portal.summary()).toMatchObject({ documents: 1 });
  }, PATIENCE);
  const operations = 2 * made.length + 1;
  expect(await portal.summary()).toEqual({
    operations,
    rejected: 0,
    dossiers: made.length,
    documents: 1,
    awaited: 0,
    revision: operations,
  });
  const codes = made.map((id) => first.store.dossiers.get(id)?.received.code);
  expect(new Set(codes).size).toBe(made.length);
  expect(made.map((id) => second.store.dossiers.get(id)?.received.code)).toEqual(codes);
}, 180_000);
