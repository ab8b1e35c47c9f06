/** The station and its store: recovered at the start, noticed while it runs, copied on schedule, one program at a time. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { findBackups, verifyBackup } from '../../offline-store/backup/restore.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { createStoreKeeper } from '../../station/services/store-keeper.ts';
import { intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

let station: TestStation | undefined;
const folders: string[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await station?.end();
  station = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'motcua-keeper-'));
  folders.push(path);
  return path;
};

test('a store that is emptied is recovered at the start, said so until an officer has seen it, and the file is kept', async () => {
  station = await startTestStation();
  const { dataFolder } = station;
  await (await station.client('counter')).intake.commit.mutate(intakeOf());
  await station.stop();
  truncateSync(join(dataFolder, 'office.db'), 0);
  station = await startTestStation({ dataFolder });
  const counter = await station.client('counter');
  expect(await counter.store.notices.query()).toMatchObject([
    { code: 'MC-STO-07', lost: [{ kind: 'file-unreadable' }] },
  ]);
  expect(await (await station.client('setup')).store.notices.query()).toHaveLength(1);
  expect(readdirSync(join(dataFolder, 'set-aside'))).toHaveLength(1);
  await counter.store.seen.mutate();
  expect(await counter.store.notices.query()).toEqual([]);
});

test.each(['empty', 'gone'])(
  'a store that is %s beside the log of a killed program is recovered too, and its log is kept',
  async (how) => {
    station = await startTestStation();
    const { dataFolder } = station;
    await (await station.client('counter')).intake.commit.mutate(intakeOf());
    const killed = folder();
    // What a program leaves that dies at this instant: nothing was taken over from the log.
    cpSync(dataFolder, killed, { recursive: true });
    await station.end();
    const file = join(killed, 'office.db');
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    if (how === 'empty') truncateSync(file, 0);
    else rmSync(file);
    station = await startTestStation({ dataFolder: killed });
    expect(await (await station.client('counter')).store.notices.query()).toMatchObject([
      { code: 'MC-STO-07', lost: [{ kind: 'file-unreadable' }] },
    ]);
    const [aside = ''] = readdirSync(join(killed, 'set-aside'));
    expect(readdirSync(join(killed, 'set-aside', aside))).toContain('office.db-wal');
  },
);

test('damage that shows while the desk works: the program asks to be started again, and then has everything', async () => {
  station = await startTestStation();
  const { dataFolder } = station;
  const counter = await station.client('counter');
  const { code } = await counter.intake.commit.mutate(intakeOf());
  spoilDrafts(join(dataFolder, 'office.db'));
  expect(await refusal(counter.intake.drafts.query())).toBe('MC-STO-03');
  await station.damaged;
  await station.stop();
  station = await startTestStation({ dataFolder });
  const again = await station.client('counter');
  expect((await again.dossiers.search.query({ text: code })).rows.map((row) => row.code)).toContain(code);
  expect(await again.store.notices.query()).toMatchObject([{ since: expect.any(Number) }]);
});

/** Under the running station, as a bad sector would: the page with the drafts makes no sense any more. */
function spoilDrafts(file: string): void {
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const page = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'drafts'").pluck().get() ?? 0;
  // Whatever changes makes the station read its pages anew.
  db.exec("INSERT OR REPLACE INTO settings (key, value) VALUES ('test', 'x')");
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096);
  writeFileSync(file, bytes);
}

test('a second program on the same data is refused', async () => {
  station = await startTestStation();
  expect(await startTestStation({ dataFolder: station.dataFolder }).catch((error: Error) => error.message)).toContain(
    'MC-STO-05',
  );
});

test('copies are made when they are due; a place that goes away is told and looked for again', async () => {
  const dataFolder = folder();
  const place = join(folder(), 'o-sao-luu');
  mkdirSync(place);
  const keys = temporaryKeys();
  const config = {
    ...demoConfig(undefined),
    backup: { folder: place, everyMinutes: 60, keep: { hours: 24, days: 14 } },
  };
  const { station: name, agency } = config;
  const store = openOfficeStore({ file: join(dataFolder, 'office.db'), station: name, agency, now: Date.now, keys });
  let clock = Date.now();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const keeper = createStoreKeeper({
    dataFolder,
    config,
    store,
    keys,
    version: '0.1.0',
    now: () => clock,
    onDamage: () => undefined,
    start: { unclean: false, looked: true },
    log: { info: () => undefined, warn: () => undefined },
  });
  await vi.advanceTimersByTimeAsync(120_000);
  await vi.waitFor(async () => expect(await findBackups(place)).toHaveLength(1), { timeout: 60_000 });
  const [made] = await findBackups(place);
  expect(await verifyBackup(made?.file ?? '', keys, dataFolder)).toMatchObject({ facts: { dossiers: 0 } });
  // The copy is there before the keeper has heard of it.
  await vi.waitFor(() => expect(keeper.notices()).toMatchObject([{ code: 'MC-BAK-08', backup: clock }]), {
    timeout: 60_000,
  });
  rmSync(place, { recursive: true });
  clock += 3_600_000;
  await vi.waitFor(
    async () => {
      await vi.advanceTimersByTimeAsync(60_000);
      expect(keeper.notices()).toMatchObject([{ code: 'MC-BAK-01', since: clock }]);
    },
    { timeout: 60_000 },
  );
  vi.useRealTimers();
  await keeper.stop();
  store.close();
}, 120_000);
