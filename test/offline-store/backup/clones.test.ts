/** The same backup put back on two PCs at once, both at work beside the real portal: no code and no number of an operation twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { MotcuaError } from '../../../domain/errors.ts';
import type { Operation } from '../../../domain/operation.ts';
import type { StoreFinding } from '../../../domain/store-check.ts';
import { makeBackup } from '../../../offline-store/backup/make.ts';
import { findBackups, restoreBackup } from '../../../offline-store/backup/restore.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import { checkStore } from '../../../offline-store/check/check.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { createClient, type PortalClient } from '../../../offline-store/sync/client.ts';
import { type Sync, startSync } from '../../../offline-store/sync/sync.ts';
import { type Portal, startPortal } from '../../../portal/server/portal.ts';
import { AGENCY, actor, commit, NOW, openAt, request, STATION, TODAY } from '../helpers.ts';
import { silent } from '../sync/parts.ts';
import { KEYS, orderOf, RING, scan, secondPlace, takeIn } from './helpers.ts';

const TOKEN = 'khoa-cua-may-quay-mot';
let portal: Portal;
let root = '';
const lines: Sync[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'motcua-clones-'));
  portal = await startPortal({
    dataDir: join(root, 'cong'),
    stationTokens: { [TOKEN]: { station: STATION, agency: AGENCY } },
    adminToken: 'khoa-quan-tri-cua-cong',
    name: 'Cổng mẫu',
    now: () => NOW,
  });
}, 120_000);
afterAll(async () => {
  for (const line of lines) await line.stop();
  await portal?.close();
  rmSync(root, { recursive: true, force: true });
});

const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 40_000, interval: 50 });

const connect = (dataFolder: string, store: OfficeStore): Sync => {
  const line = startSync({
    store,
    blobs: createBlobStore(join(dataFolder, 'blobs'), RING),
    portalUrl: portal.url,
    token: TOKEN,
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    onState: () => undefined,
    log: silent,
    pollMs: 50,
    random: () => 1,
  });
  lines.push(line);
  return line;
};

const settled = (store: OfficeStore): Promise<void> =>
  until(() => expect(store.outbox.counts()).toMatchObject({ waiting: 0, rejected: 0 }));

const provinceFinding = async (name: string, province: PortalClient): Promise<StoreFinding | undefined> => {
  const folderOfPc = join(root, name);
  const findings = await checkStore({
    file: join(folderOfPc, 'office.db'),
    blobs: join(folderOfPc, 'blobs'),
    now: NOW,
    keys: RING,
    province,
  });
  expect(findings.find(({ check }) => check === 'operations')?.problems).toEqual([]);
  return findings.find(({ check }) => check === 'province');
};

const feed = async (): Promise<readonly Operation[]> => {
  const answer = await fetch(`${portal.url}/v1/changes?limit=5000`, {
    headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/x-ndjson' },
  });
  const text = await answer.text();
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { operation: Operation }).operation);
};

it('neither a code nor a sequence is given twice, and what came after the backup comes back', async () => {
  const folderOf = (name: string): string => join(root, name);
  const first = openAt(join(folderOf('may-cu'), 'office.db'));
  const line = connect(folderOf('may-cu'), first);
  await until(() => expect(first.leases.left(TODAY)).toBeGreaterThan(0));
  const before = takeIn(first);
  line.kick();
  await settled(first);
  const place = secondPlace();
  const office = { dataFolder: folderOf('may-cu'), file: '', store: first };
  await makeBackup(orderOf(office, place), KEYS);
  const later = [takeIn(first), takeIn(first)];
  await scan(office, later[0]?.id ?? '');
  line.kick();
  await settled(first);
  await line.stop();
  first.close();

  const clones: OfficeStore[] = [];
  for (const name of ['may-a', 'may-b']) {
    await restoreBackup(
      { file: (await findBackups(place))[0]?.file ?? '', dataFolder: folderOf(name), now: NOW },
      RING,
    );
    const store = openAt(join(folderOf(name), 'office.db'));
    clones.push(store);
    // Without a line no code is given out, rather than one that may have been given out before.
    expect(() => store.receiveDossier(commit(), actor())).toThrow(
      expect.objectContaining({ code: 'MC-DOS-04' }) as MotcuaError,
    );
    store.rate({ dossierId: before.id, desk: 1, score: 5 }, actor());
  }
  const syncs = ['may-a', 'may-b'].map((name, index) => connect(folderOf(name), clones[index] ?? first));
  for (const store of clones) await until(() => expect(store.leases.left(TODAY)).toBeGreaterThan(0));
  for (let round = 0; round < 6; round += 1)
    for (const [index, store] of clones.entries()) {
      const { id } = takeIn(store);
      if (round === 3) store.act(id, request('record-result'), actor());
      syncs[index]?.kick();
    }
  for (const store of clones) await settled(store);

  const province = createClient({
    portalUrl: portal.url,
    token: TOKEN,
    fetch: (url, init) => fetch(url, init),
    stop: new AbortController().signal,
    patience: 10_000,
    onExchange: () => undefined,
  });
  await until(async () =>
    expect(await provinceFinding('may-a', province)).toMatchObject({ ok: true, counts: { days: 1 } }),
  );
  const db = new Database(join(root, 'may-a', 'office.db'));
  db.exec("UPDATE operations SET revision = revision + 1000 WHERE type = 'rating.given'");
  db.close();
  expect(await provinceFinding('may-a', province)).toMatchObject({
    ok: false,
    problems: [{ kind: 'province-differs' }],
  });

  const operations = await feed();
  const codes = operations.flatMap((one) => (one.type === 'dossier.received' ? [one.payload.code] : []));
  expect(codes).toHaveLength(1 + 2 + 12);
  expect(new Set(codes).size).toBe(codes.length);
  const numbers = operations.map(({ sequence }) => sequence);
  expect(new Set(numbers).size).toBe(operations.length);
  for (const store of clones)
    await until(() => {
      for (const code of codes) expect(store.dossiers.byCode(code)).toBeDefined();
      expect(store.dossiers.documents(later[0]?.id ?? '')).toHaveLength(1);
    });
}, 120_000);
