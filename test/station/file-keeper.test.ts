/** Keys and files looked after while the station works: by real files, and a clock that is told. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyBlobs } from '../../offline-store/backup/copy-blobs.ts';
import { RECOVERY_KEY } from '../../offline-store/backup/recover.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { createHealingBlobs } from '../../offline-store/healing.ts';
import { createMending } from '../../offline-store/mending.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { createFileKeeper, type FileKeeper, type FileKeeperParts } from '../../station/services/file-keeper.ts';
import { AGENCY, actor, commit, intake, lease, NOW, nextId, STATION } from '../offline-store/helpers.ts';
import { eventually, startTestStation } from './fixture.ts';

const DAY = 86_400_000;
let home = '';
const closing: (() => void | Promise<void>)[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'motcua-files-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(home, { recursive: true, force: true });
});

const stationKeys = () => openStationKeys({ dataFolder: home, keyFile: join(home, 'station.key'), now: () => NOW });

function office() {
  const { ring: keys } = stationKeys();
  const blobDir = join(home, 'blobs');
  const store = openOfficeStore({
    file: join(home, 'office.db'),
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    keys,
  });
  closing.push(() => store.close());
  return { store, keys, blobDir, blobs: createBlobStore(blobDir, keys) };
}

const told: object[] = [];
const log = { info: (fields: object) => void told.push(fields), warn: (fields: object) => void told.push(fields) };

function keep(parts: ReturnType<typeof office>, over: Partial<FileKeeperParts> = {}): FileKeeper {
  const mending = createMending({ store: parts.store, station: STATION, now: Date.now, log });
  const healing = { keys: parts.keys, place: () => join(home, 'place'), onLost: mending.lost };
  const onHealed = (sha256: string): void => mending.mended(sha256, 'backup');
  const keeper = createFileKeeper({
    ...parts,
    mending,
    blobs: createHealingBlobs(parts.blobs, { ...healing, onHealed }),
    dataFolder: home,
    now: Date.now,
    log,
    firstMs: 1,
    everyMs: 20,
    ...over,
  } as FileKeeperParts);
  closing.push(keeper.stop);
  return keeper;
}

test('plain scans of an older program are sealed', async () => {
  const parts = office();
  const page = randomBytes(1_000);
  const sha256 = createHash('sha256').update(page).digest('hex');
  const plain = join(parts.blobDir, sha256.slice(0, 2), sha256);
  mkdirSync(dirname(plain), { recursive: true });
  writeFileSync(plain, page);
  keep(parts);
  await eventually(
    () => existsSync(plain),
    (there) => !there,
  );
  expect(Buffer.from(await parts.blobs.read(sha256))).toEqual(page);
});

test('a key that a command adds meanwhile seals everything anew, while the desk works', async () => {
  const parts = office();
  const draftId = nextId();
  parts.store.saveDraft(draftId, intake(), NOW);
  keep(parts);
  stationKeys().addKey(NOW);
  await eventually(
    () => parts.store.settings.get('store.resealed'),
    (mark) => mark === '2',
  );
  expect(parts.keys.newest().number).toBe(2);
  expect(parts.store.drafts()).toMatchObject([{ id: draftId }]);
});

test('a scan that no document has goes after two weeks, and not while a recovery is being looked into', async () => {
  const parts = office();
  const { sha256 } = await parts.blobs.put(randomBytes(500));
  const path = parts.blobs.path(sha256);
  const at = (Date.now() - 8 * DAY) / 1000;
  utimesSync(path, at, at);
  const later = { ...parts, blobs: createBlobStore(parts.blobDir, parts.keys) };
  let now = Date.now();
  parts.store.settings.set(RECOVERY_KEY, '{}');
  keep(later, { now: () => now });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(parts.store.settings.get('blobs.unreferenced')).toBeUndefined();
  parts.store.settings.set(RECOVERY_KEY, '');
  await eventually(
    () => parts.store.settings.get('blobs.unreferenced'),
    (found) => found?.includes(sha256) === true,
  );
  expect(existsSync(path)).toBe(true);
  now += 8 * DAY;
  await eventually(
    () => existsSync(path),
    (there) => !there,
  );
});

test('a disk that fills up is told of, and no longer once there is room', async () => {
  const parts = office();
  let low = true;
  const keeper = keep(parts, { room: async () => ({ freeBytes: 1, totalBytes: 2, low }) });
  await eventually(
    () => keeper.notices(),
    (notices) => notices.length === 1,
  );
  expect(keeper.notices()).toMatchObject([{ code: 'MC-STO-17' }]);
  low = false;
  await eventually(
    () => keeper.notices(),
    (notices) => notices.length === 0,
  );
});

/** A dossier with a scan that is damaged on this disk, and can be put right again by hand. */
async function damagedScan(parts: ReturnType<typeof office>, { sent }: { readonly sent: boolean }) {
  parts.store.leases.add(lease());
  const { received } = parts.store.receiveDossier(commit(), actor());
  const { sha256, bytes } = await parts.blobs.put(randomBytes(500));
  const id = nextId();
  parts.store.attachDocument({ id, dossierId: received.id, title: 'Tờ khai', sha256, bytes, pages: 1 }, actor());
  if (sent) parts.store.uploads.done(id, NOW);
  const path = parts.blobs.path(sha256);
  const whole = readFileSync(path);
  const damage = (): void => writeFileSync(path, whole.with(100, (whole[100] ?? 0) ^ 1));
  damage();
  return { path, damage, mend: () => writeFileSync(path, whole), about: received.code };
}

test('a damaged scan that the province does not have is told by its dossier, until it is mended', async () => {
  const parts = office();
  const { about, mend } = await damagedScan(parts, { sent: false });
  const keeper = keep(parts);
  const notices = await eventually(keeper.notices, (told) => told.length === 1);
  expect(notices).toMatchObject([{ code: 'MC-STO-20', scans: [{ state: 'scan-again', about }] }]);
  mend();
  await eventually(keeper.notices, (told) => told.length === 0);
});

test('a damaged scan that the province has is found without anybody reading it, and told as one that is not lost', async () => {
  const parts = office();
  const { about } = await damagedScan(parts, { sent: true });
  const keeper = keep(parts);
  const notices = await eventually(keeper.notices, (told) => told.length === 1);
  expect(notices).toMatchObject([{ code: 'MC-STO-21', scans: [{ state: 'awaited', about }] }]);
});

test('what its copy mended is told with its dossier and where from', async () => {
  const parts = office();
  const { about, mend, damage } = await damagedScan(parts, { sent: true });
  mend();
  await copyBlobs(parts.blobDir, join(home, 'place', 'blobs'));
  damage();
  const keeper = keep(parts);
  const notices = await eventually(keeper.notices, (told) => told.length === 1);
  expect(notices).toMatchObject([{ code: 'MC-STO-22', scans: [{ state: 'mended-from-backup', about }] }]);
});

test('sent scans are read through once a week, from where the last start stopped', async () => {
  const parts = office();
  const { path } = await damagedScan(parts, { sent: true });
  const reads: string[] = [];
  const blobs = { ...parts.blobs, verify: async (sha256: string) => reads.push(sha256) };
  let now = Date.now();
  keep({ ...parts, blobs }, { now: () => now });
  await eventually(
    () => parts.store.settings.get('scans.looked'),
    (looked) => looked !== undefined && !looked.includes('after'),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([reads.length, existsSync(path)]).toEqual([1, true]);
  now += 8 * DAY;
  await eventually(
    () => reads.length,
    (times) => times === 2,
  );
});

test('what fails is told of, and the rest goes on', async () => {
  const parts = office();
  const page = randomBytes(10);
  const sha256 = createHash('sha256').update(page).digest('hex');
  mkdirSync(join(parts.blobDir, sha256.slice(0, 2)), { recursive: true });
  writeFileSync(join(parts.blobDir, sha256.slice(0, 2), sha256), page);
  keep(parts, { room: () => Promise.reject(new Error('statfs')) });
  await eventually(
    () => told,
    (lines) => lines.some((line) => 'code' in line),
  );
  await eventually(
    () => existsSync(parts.blobs.path(sha256)),
    (there) => there,
  );
});

test('the windows are told what the keeper has to say', async () => {
  const station = await startTestStation();
  closing.push(station.end);
  const notices = await (await station.client('counter')).store.notices.query();
  expect(Array.isArray(notices)).toBe(true);
});
