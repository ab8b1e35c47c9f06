/** `motcua backup`, `backups` and `restore`: the words, the JSON, the exit codes, and what they leave behind. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentenceOf } from '../../domain/errors.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { runCli } from '../../station/cli/run.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { readEnvironment } from '../../station/environment.ts';

let root = '';
let folder = '';
let place = '';
const CONFIG = demoConfig(undefined);

const keys = () =>
  openStationKeys({
    ...readEnvironment({ MOTCUA_DATA: folder }).keySources,
    dataFolder: folder,
    now: Date.now,
  }).ring;

const openStore = () =>
  openOfficeStore({
    file: join(folder, 'office.db'),
    station: CONFIG.station,
    agency: CONFIG.agency,
    now: Date.now,
    keys: keys(),
  });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'motcua-cli-backup-'));
  folder = join(root, 'data');
  place = join(root, 'place');
  for (const each of [folder, place]) mkdirSync(each);
  writeFileSync(join(folder, 'station.json'), JSON.stringify({ ...CONFIG, backup: { folder: place } }));
  const store = openStore();
  store.leases.add({ id: uuid7(), agency: CONFIG.agency, day: '2026-11-24', from: 1, to: 60 });
  store.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(args: readonly string[], answer?: string) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runCli([...args, '--data', folder], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    env: {},
    signal: new AbortController().signal,
    ...(answer === undefined ? {} : { confirm: async () => answer }),
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

it('none yet; then one is made, listed and looked through', async () => {
  expect(await run(['backups'])).toMatchObject({ code: 0, out: 'Chưa có bản sao lưu nào ở đây.' });
  const made = await run(['backup']);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('Đã sao lưu:') });
  expect(made.said).toContain(sentenceOf('MC-BAK-08').vi);
  const { backups } = JSON.parse((await run(['backups', '--json'])).out) as { backups: { station: string }[] };
  expect(backups).toMatchObject([{ station: CONFIG.station }]);
  expect(await run(['restore', '--from', place, '--verify'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Bản sao lưu nguyên vẹn'),
  });
  expect(existsSync(join(folder, 'set-aside'))).toBe(false);
  expect(await run(['check'])).toMatchObject({ code: 0, out: expect.stringMatching(/ĐẠT\s+Sao lưu\s+bản 1/) });
});

it('restoring asks a person first, is refused under a running station, and gives up the numbers it had', async () => {
  expect(await run(['restore', '--from', place])).toMatchObject({ code: 1, said: expect.stringContaining('--yes') });
  expect((await run(['restore', '--from', place], 'thôi')).code).toBe(1);
  const lock = await lockData(folder, 'station');
  expect(await run(['restore', '--from', place, '--yes'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('MC-STO-05'),
  });
  await lock.release();
  expect(existsSync(join(folder, 'set-aside'))).toBe(false);
  const restored = await run(['restore', '--from', place], 'Khôi phục');
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining(sentenceOf('MC-STO-09').vi) });
  expect(readdirSync(join(folder, 'set-aside'))).toHaveLength(1);
  const store = openStore();
  expect(store.leases.left('2026-11-24')).toBe(0);
  store.close();
});

it('the folder was lost, the PC’s secret was not: the locked keys that lie with the backups open them', async () => {
  const lost = join(root, 'lost');
  renameSync(folder, lost);
  const restored = await run(['restore', '--from', place, '--yes', '--json']);
  expect(restored.code).toBe(0);
  expect(JSON.parse(restored.out)).toMatchObject({ written: ['station.json'] });
  openStore().close();
});

it('a damaged backup, a place that is not there and no folder at all are told by their codes', async () => {
  const part = join(place, readdirSync(place)[0] ?? '');
  const name = readdirSync(part).find((each) => each.endsWith('.motcua')) ?? '';
  const whole = readFileSync(join(part, name));
  writeFileSync(join(part, name), whole.subarray(0, -5));
  expect(await run(['check'])).toMatchObject({ code: 1, out: expect.stringContaining('[backup-unusable: MC-BAK-06]') });
  expect((await run(['restore', '--from', join(part, name), '--verify'])).said).toContain('MC-BAK-06');
  expect((await run(['restore', '--from', join(root, 'nowhere'), '--verify'])).said).toContain('MC-BAK-01');
  expect((await run(['restore', '--from', root, '--verify'])).said).toContain('MC-BAK-09');
  writeFileSync(join(folder, 'station.json'), JSON.stringify(CONFIG));
  expect((await run(['backup'])).said).toContain('MC-BAK-07');
  expect((await run(['restore'])).code).toBe(2);
});
