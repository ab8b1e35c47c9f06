/** Pages that no dossier has yet, at the second place: put back they are the batch they were, and nothing of them is attached twice. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Uuid7 } from '../../domain/ids.ts';
import type { ScanSession } from '../../domain/scan-session.ts';
import { backupKeysOf } from '../../offline-store/backup/backup-keys.ts';
import { mirrorScans, stagePlans, stageScans } from '../../offline-store/backup/copy-scans.ts';
import { makeBackup } from '../../offline-store/backup/make.ts';
import { findBackups, restoreBackup } from '../../offline-store/backup/restore.ts';
import { ownFolder } from '../../offline-store/backup/target.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { pagesNamed } from '../../station/services/scan-sessions-log.ts';
import { eventually } from './fixture.ts';
import { actor, dispose, numberIn, openDesk, type ScanDesk, type Side, settled, takeIn } from './scan-desk.ts';

let home: string;
let desk: ScanDesk;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'motcua-kept-'));
  for (const name of ['data', 'place', 'other']) mkdirSync(join(home, name));
  desk = await openDesk(join(home, 'data'));
});
afterEach(async () => {
  await desk.close();
  await dispose(home);
});

const { station, agency } = demoConfig(undefined);
const orderAt = (now: number) => ({
  ...{ dataFolder: join(home, 'data'), folder: join(home, 'place'), station, agency, version: '1', now },
  keep: { hours: 24, days: 14 },
});
const copied = (): string => join(ownFolder(orderAt(0)), 'scans');
const backUp = () => makeBackup(orderAt(Date.now()), backupKeysOf(temporaryKeys()));

async function keepDatabase(name: string): Promise<void> {
  const db = new Database(join(desk.folder, 'office.db'));
  await db.backup(join(home, name, 'office.db')).finally(() => db.close());
}

/** On a new PC with the keys. */
async function putBack(): Promise<void> {
  const [newest] = await findBackups(join(home, 'place'));
  await desk.close();
  await restoreBackup({ file: newest?.file ?? '', dataFolder: join(home, 'other'), now: Date.now() }, temporaryKeys());
  desk = await openDesk(join(home, 'other'), { restored: true });
}

const scan = async (dossierId: Uuid7 | undefined, ...sides: readonly Side[]): Promise<ScanSession> => {
  desk.feeder.load(...sides);
  return settled(desk, desk.sessions.start({ dossierId }).id);
};

test('pages with and without their pictures, and the officer’s words on them, are put back', async () => {
  const { id } = takeIn(desk);
  const first = await scan(id, { n: 1 }, { n: 2 });
  desk.sessions.setPage(first.id, first.pages[1]?.id ?? '', { rotation: 90 });
  expect(await backUp()).toMatchObject({ pages: { copied: 3 } });
  desk.pipeline.hold();
  desk.feeder.load({ n: 3 });
  desk.sessions.start({ dossierId: id });
  await eventually(
    () => desk.sessions.get(first.id),
    ({ pages, state }) => pages.length === 3 && state === 'ended',
  );
  // Its lines and the new page: the others are there.
  expect(await backUp()).toMatchObject({ pages: { copied: 2 } });
  expect(readdirSync(join(copied(), first.id, 'raw'))).toHaveLength(1);
  await putBack();
  const back = await settled(desk, first.id);
  const pages = back.pages.map(async ({ id: page, rotation }) => [
    rotation,
    rotation === 0 ? numberIn(await desk.sessions.image(back.id, page)) : 'turned',
  ]);
  expect(await Promise.all(pages)).toEqual([
    [0, 1],
    [90, 'turned'],
    [0, 3],
  ]);
  expect(await desk.sessions.attach(back.id, actor)).toEqual([{ dossierId: id, pages: 3 }]);
  expect(readdirSync(join(home, 'data', 'tmp')).filter((name) => name.startsWith('backup-'))).toEqual([]);
});

test('what was attached or thrown away leaves the second place with the next backup', async () => {
  const kept = await scan(takeIn(desk).id, { n: 1 });
  const gone = await scan(undefined, { n: 2 });
  await backUp();
  expect(readdirSync(copied()).sort()).toEqual([kept.id, gone.id].sort());
  await desk.sessions.discard(gone.id);
  await backUp();
  expect(readdirSync(copied())).toEqual([kept.id]);
});

test('attached while the backup was made, a batch is attached once whatever the copy of the database holds', async () => {
  const { id } = takeIn(desk);
  const session = await scan(id, { n: 1 }, { n: 2 }, { n: 3 });
  const stage = join(home, 'stage');
  await stageScans(desk.folder, stage);
  mkdirSync(join(home, 'before'));
  await keepDatabase('before');
  await desk.sessions.attach(session.id, actor);
  await keepDatabase('other');
  await stagePlans(desk.folder, stage);
  const documentsNow = () => desk.store.dossiers.documents(id).map((document) => document.id);
  const documents = documentsNow();
  expect(documents).toHaveLength(2);
  for (const name of ['before', 'other']) {
    await mirrorScans(stage, join(home, name, 'scans'), () => undefined);
    await desk.close();
    desk = await openDesk(join(home, name));
    expect(desk.sessions.get(session.id).state).toBe('attaching');
    expect(documentsNow()).toHaveLength(name === 'before' ? 0 : 2);
    await desk.sessions.attach(session.id, actor);
    expect(documentsNow()).toEqual(documents);
  }
});

test('a batch that is on this PC, also when it is over, stays as it is', async () => {
  const session = await scan(takeIn(desk).id, { n: 1 });
  await backUp();
  await desk.sessions.attach(session.id, actor);
  const [newest] = await findBackups(join(home, 'place'));
  await desk.close();
  const order = { file: newest?.file ?? '', dataFolder: desk.folder, now: Date.now() };
  expect((await restoreBackup(order, temporaryKeys())).pages).toEqual({ copied: 0, bytes: 0 });
  desk = await openDesk(desk.folder, { restored: true });
  expect(desk.sessions.get(session.id).state).toBe('attached');
});

test('a check opens every waiting page, here and at the second place, and misses those that are gone', async () => {
  const { id } = await scan(takeIn(desk).id, { n: 1 }, { n: 2 });
  await backUp();
  const [here, there] = [join(desk.folder, 'scans'), copied()];
  const look = async (heal = false) => {
    const findings = await checkStore({
      ...{ file: join(desk.folder, 'office.db'), blobs: join(desk.folder, 'blobs'), now: Date.now() },
      ...{ keys: temporaryKeys(), station },
      pages: { scans: here, named: pagesNamed, mendFrom: heal ? there : undefined },
      backups: {
        ...{ place: ownFolder(orderAt(0)), everyMinutes: 60, scratch: join(home, 'other') },
        mendFrom: heal ? here : undefined,
      },
    });
    const counts = findings.find(({ check }) => check === 'pages')?.counts;
    return { counts, told: findings.flatMap((finding) => finding.problems) };
  };
  const whole = { counts: { batches: 1, pages: 2 }, told: [] };
  expect(await look()).toEqual(whole);
  const [first = '', second = ''] = pagesNamed(join(here, id));
  flip(join(here, id, `${first}.sealed`));
  rmSync(join(there, id, `${second}.sealed`));
  const told = [
    { kind: 'waiting-page-damaged', about: `${id} ${first}` },
    { kind: 'backup-page-damaged', about: `${id} ${second}` },
  ];
  expect((await look()).told).toEqual(told);
  // Each side has what the other lacks.
  expect(await look(true)).toMatchObject({ counts: { healedPages: 1 }, told: [] });
  expect(await look()).toEqual(whole);
  for (const folder of [here, there]) {
    flip(join(folder, id, `${first}.sealed`));
    rmSync(join(folder, id, `${second}.sealed`));
  }
  const lost = [
    { kind: 'waiting-page-damaged', about: `${id} ${first}` },
    { kind: 'waiting-page-lost', about: `${id} ${second}` },
    { kind: 'backup-page-damaged', about: `${id} ${first}` },
    { kind: 'backup-page-damaged', about: `${id} ${second}` },
  ];
  expect((await look(true)).told).toEqual(lost);
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.with(100, (bytes[100] ?? 0) ^ 8));
}
