/** Two stations of one office and the reference portal itself: what each does reaches the other, and nothing twice. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Officer } from '../../../domain/officer.ts';
import { type BlobStore, createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { openOfficeStore } from '../../../offline-store/open.ts';
import { type Sync, startSync } from '../../../offline-store/sync/sync.ts';
import { type Portal, startPortal } from '../../../portal/server/portal.ts';
import { AGENCY, actor, commit, KEYS, NOW, nextId, request, TODAY } from '../helpers.ts';
import { silent } from './parts.ts';

const TOKENS = { 'may-quay-1': 'khoa-cua-may-quay-mot', 'may-quay-2': 'khoa-cua-may-quay-hai' } as const;

const ADMIN = 'khoa-quan-tri-cua-cong';
const OFFICER: Officer = { id: 'cb-1', name: 'Lê Văn Mẫu', title: 'Tư pháp – Hộ tịch', roles: ['specialist'] };

interface Desk {
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly sync: Sync;
}

let portal: Portal;
let here: Desk;
let there: Desk;

/** The desks outlive single tests, so they are not the helpers' to clean. */
const folders: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'motcua-desks-'));
  folders.push(path);
  return path;
};

const desk = (station: keyof typeof TOKENS): Desk => {
  const path = folder();
  const store = openOfficeStore({ file: join(path, 'office.db'), station, agency: AGENCY, now: () => NOW, keys: KEYS });
  const blobs = createBlobStore(join(path, 'blobs'), KEYS);
  const sync = startSync({
    store,
    blobs,
    portalUrl: portal.url,
    token: TOKENS[station],
    station,
    agency: AGENCY,
    now: () => NOW,
    onState: () => undefined,
    log: silent,
    pollMs: 50,
    random: () => 1,
  });
  return { store, blobs, sync };
};

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 20 });

beforeAll(async () => {
  const stationTokens = Object.fromEntries(
    Object.entries(TOKENS).map(([station, token]) => [token, { station, agency: AGENCY }]),
  );
  portal = await startPortal({
    dataDir: folder(),
    stationTokens,
    adminToken: ADMIN,
    name: 'Cổng mẫu',
    now: () => NOW,
  });
  const list = await fetch(`${portal.url}/v1/admin/officers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agency: AGENCY, officers: [OFFICER] }),
  });
  expect(list.status).toBe(200);
  here = desk('may-quay-1');
  there = desk('may-quay-2');
  await until(() =>
    expect(Math.min(here.store.leases.left(TODAY), there.store.leases.left(TODAY))).toBeGreaterThanOrEqual(120),
  );
}, 120_000);

afterAll(async () => {
  for (const one of [here, there]) {
    await one?.sync.stop();
    one?.store.close();
  }
  await portal?.close();
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const receive = ({ store, sync }: Desk): string => {
  const { received } = store.receiveDossier(commit(), actor());
  sync.kick();
  return received.id;
};

describe('with the reference portal', { timeout: 60_000 }, () => {
  it('brings each station’s dossiers to the other, under codes of their own', async () => {
    const [mine, theirs] = [receive(here), receive(there)];
    await until(() => expect(there.store.dossiers.get(mine)).toBeDefined());
    await until(() => expect(here.store.dossiers.get(theirs)).toBeDefined());
    expect(here.store.dossiers.get(mine)?.received.code).not.toBe(here.store.dossiers.get(theirs)?.received.code);
    await until(() => expect(here.store.dossiers.get(mine)?.unsent).toBe(false));
  });

  it('catches up after an outage, with nothing lost or doubled on either side', async () => {
    const before = (await portal.summary()) as object;
    portal.setBehaviour('down');
    const ids = Array.from({ length: 12 }, () => receive(here));
    for (const id of ids) here.store.act(id, request('forward'), actor());
    await until(() => expect(here.sync.state()).toMatchObject({ state: 'offline', waiting: 24 }));
    portal.setBehaviour('lost-answer');
    here.sync.kick();
    await until(() => expect(here.sync.state().state).toBe('offline'));
    portal.setBehaviour('up');
    here.sync.kick();
    await until(() => expect(here.sync.state()).toMatchObject({ state: 'online', waiting: 0, rejected: 0 }));
    there.sync.kick();
    await until(() => expect(ids.every((id) => there.store.dossiers.get(id)?.status === 'processing')).toBe(true));
    expect(await portal.summary()).not.toEqual(before);
    for (const id of ids) expect(there.store.dossiers.events(id)).toHaveLength(2);
  });

  it.each([
    ['garbage', 'MC-NET-02'],
    ['error-500', 'MC-NET-03'],
    ['login-redirect', 'MC-NET-04'],
  ] as const)('tells %s for what it is', async (mode, code) => {
    portal.setBehaviour(mode);
    here.sync.kick();
    await until(() => expect(here.sync.state()).toMatchObject({ state: 'offline', code }));
    portal.setBehaviour('up');
    here.sync.kick();
    await until(() => expect(here.sync.state().state).toBe('online'));
  });

  it('shows the officer a refusal when two stations did what cannot both be', async () => {
    const id = receive(here);
    await until(() => expect(there.store.dossiers.get(id)).toBeDefined());
    portal.setBehaviour('down');
    await until(() => expect(there.sync.state().state).toBe('offline'));
    here.store.act(id, request('refuse', { reason: 'không thuộc thẩm quyền' }), actor());
    // Each of the two ends the dossier, so whichever comes second is refused: who comes first is nobody's to say.
    there.store.act(id, request('cancel', { reason: 'người nộp rút hồ sơ' }), actor());
    portal.setBehaviour('up');
    here.sync.kick();
    await until(() => expect(here.store.dossiers.get(id)?.unsent).toBe(false));
    there.sync.kick();
    await until(() => expect(there.store.dossiers.get(id)?.unsent).toBe(false));
    const winner = (one: Desk) => one.store.dossiers.get(id)?.rejected === undefined;
    const loser = winner(here) ? there : here;
    await until(() => expect(loser.store.dossiers.get(id)?.rejected?.code).toBe('MC-POR-03'));
    const rejected = loser.store.dossiers.get(id)?.rejected?.operationId ?? '';
    loser.store.outbox.resolve(rejected, actor(), 'máy kia đã làm');
    await until(() => expect(here.store.dossiers.get(id)?.status).toBe(there.store.dossiers.get(id)?.status));
  });

  it('brings the office’s officers to both', async () => {
    for (const one of [here, there]) await until(() => expect(one.store.officers.all()).toEqual([OFFICER]));
  });

  it('a dossier handed over at one desk without a line is taken at the other, once', async () => {
    const id = receive(here);
    await until(() => expect(there.store.dossiers.get(id)).toBeDefined());
    portal.setBehaviour('down');
    await until(() => expect(here.sync.state().state).toBe('offline'));
    const by = actor();
    const to = { unit: OFFICER.title, name: OFFICER.name, officerId: OFFICER.id };
    here.store.move(id, { move: 'handed-over', to, note: '' }, by);
    portal.setBehaviour('up');
    here.sync.kick();
    await until(() => expect(there.store.dossiers.events(id)).toHaveLength(2));
    const taken = { move: 'taken-over', handOver: by.operationId, receiver: OFFICER.name, note: '' } as const;
    there.store.move(id, taken, actor());
    there.sync.kick();
    await until(() => expect(here.store.dossiers.events(id)).toHaveLength(3));
    expect(() => here.store.move(id, taken, actor())).toThrow('MC-DOS-08');
    await until(() => expect(there.store.dossiers.get(id)).toMatchObject({ unsent: false, rejected: undefined }));
  });

  it('uploads a scan whole, once its operation is accepted', async () => {
    const id = receive(here);
    const { sha256, bytes } = await here.blobs.put(randomBytes(900_000));
    const documentId = nextId();
    here.store.attachDocument({ id: documentId, dossierId: id, title: 'Tờ khai', sha256, pages: 2, bytes }, actor());
    here.sync.kick();
    await until(() => expect(here.store.dossiers.documents(id)).toMatchObject([{ uploaded: true }]));
    const answer = await fetch(`${portal.url}/v1/documents/${sha256}`, {
      headers: { authorization: `Bearer ${TOKENS['may-quay-1']}` },
    });
    expect(await answer.json()).toMatchObject({ sha256, bytes });
  });

  it('gives a fresh station the whole office from the feed', async () => {
    await here.sync.stop();
    const before = here.store.dossiers
      .worklist(TODAY)
      .map(({ received }) => received.id)
      .sort();
    here.store.close();
    here = desk('may-quay-1');
    await until(() =>
      expect(
        here.store.dossiers
          .worklist(TODAY)
          .map(({ received }) => received.id)
          .sort(),
      ).toEqual(before),
    );
    expect(here.store.outbox.counts().waiting).toBe(0);
  });
});
