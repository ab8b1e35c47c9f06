import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { packed } from '../../domain/office-file.ts';
import type { Officer } from '../../domain/officer.ts';
import { runCli } from '../../station/cli/run.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { createShift } from '../../station/services/shift.ts';
import { freshStore, NOW } from '../offline-store/helpers.ts';
import { intakeOf, refusal, startTestStation, type TestStation } from './fixture.ts';

const MAI: Officer = { id: 'cb-1', name: 'Trần Thị Mẫu', title: 'Công chức Một cửa', roles: ['intake'] };
const GONE: Officer = { id: 'cb-2', name: 'Lê Văn Mẫu', title: '', roles: [], until: '2020-01-01' };
const OWN = demoConfig(undefined).officer;

describe('who works at the desk', () => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startTestStation({ devices: [] });
  });
  afterAll(() => station.end());

  test('without a list it is the name in station.json, and nobody is asked', async () => {
    const { officers, desk } = await station.client('counter');
    expect(await officers.shift.query()).toMatchObject({ name: OWN, officers: [], ask: false });
    expect(await desk.info.query()).toMatchObject({ officer: OWN });
  });

  test('a technician’s file is taken, one with a mistake is not', async () => {
    const setup = await station.client('setup');
    const bring = async (officers: readonly Officer[], dryRun = false) =>
      setup.officers.import.mutate({ file: await packed('officers', JSON.stringify({ officers })), dryRun });
    expect(await bring([MAI, GONE], true)).toMatchObject({ outcome: 'tried', officers: 2, added: [MAI, GONE] });
    expect(await setup.officers.list.query()).toEqual({ officers: [] });
    expect(await bring([MAI, GONE])).toMatchObject({ outcome: 'taken', officers: 2 });
    expect(await bring([MAI, GONE])).toMatchObject({ outcome: 'known', added: [], removed: [], changed: [] });
    expect(await refusal(bring([MAI, MAI]))).toBe('MC-CFG-07');
    expect(await refusal(setup.officers.import.mutate({ file: 'no gzip', dryRun: false }))).toBe('MC-API-03');
    // More than any other request may bring, and still let in to be looked at.
    const long = { file: 'x'.repeat(2_000_000), dryRun: true };
    expect(await refusal(setup.officers.import.mutate(long))).toBe('MC-API-03');
    expect(await setup.officers.list.query()).toMatchObject({ officers: [MAI, GONE], came: { source: 'file' } });
  });

  test('what is done afterwards carries the chosen name: operations, prints, the receipt itself', async () => {
    const { officers, intake, dossiers, desk } = await station.client('counter');
    expect(await officers.shift.query()).toMatchObject({ name: OWN, officers: [MAI], ask: true });
    expect(await officers.choose.mutate({ officerId: MAI.id })).toMatchObject({ name: MAI.name, ask: false });
    expect(await desk.info.query()).toMatchObject({ officer: MAI.name });
    const { dossierId } = await intake.commit.mutate(intakeOf());
    expect(await dossiers.get.query({ id: dossierId })).toMatchObject({
      officer: MAI.name,
      history: [{ who: MAI.name }],
      whereabouts: { holder: { name: MAI.name } },
    });
    expect(await officers.choose.mutate({})).toMatchObject({ name: OWN, ask: false });
  });

  test('somebody who is not on today’s list is refused', async () => {
    const { officers } = await station.client('counter');
    for (const officerId of [GONE.id, 'nobody'])
      expect(await refusal(officers.choose.mutate({ officerId }))).toBe('MC-CFG-06');
  });

  test('the choice outlives a restart of the program', async () => {
    await (await station.client('counter')).officers.choose.mutate({ officerId: MAI.id });
    station = await station.restart();
    expect(await (await station.client('counter')).officers.shift.query()).toMatchObject({
      name: MAI.name,
      ask: false,
    });
  });
});

test('a shift is for one day; who has left the list is asked for anew', () => {
  const store = freshStore();
  const came = { at: NOW, who: 'portal', source: 'portal' } as const;
  let now = NOW;
  const clock = { now: () => now, corrected: () => now, setOffset: () => undefined, offset: () => 0 };
  const shift = createShift({ store, clock, config: demoConfig(undefined) });
  store.officers.replace([MAI], came);
  shift.choose(MAI.id);
  expect(shift.name()).toBe(MAI.name);
  now += 24 * 3_600_000;
  expect(shift.view()).toMatchObject({ name: OWN, ask: true });
  shift.choose(undefined);
  expect(shift.view()).toMatchObject({ name: OWN, ask: false });
  shift.choose(MAI.id);
  store.officers.replace([{ ...MAI, id: 'cb-9' }], came);
  expect(shift.view()).toMatchObject({ name: OWN, ask: true });
});

describe('motcua officers', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const place = () => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-officers-'));
    folders.push(folder);
    writeFileSync(join(folder, 'station.json'), JSON.stringify(demoConfig(undefined)));
    return folder;
  };
  const cli = async (folder: string, ...args: readonly string[]) => {
    const [out, said]: [string[], string[]] = [[], []];
    const code = await runCli(['officers', ...args, '--data', folder], {
      out: (text) => out.push(text),
      say: (text) => said.push(text),
      env: { MOTCUA_KEY_FILE: join(folder, 'station.key') },
      signal: new AbortController().signal,
    });
    return { code, out: out.join('\n'), said: said.join('\n') };
  };

  test('brings a list in and shows it', async () => {
    const folder = place();
    const file = join(folder, 'can-bo.json');
    writeFileSync(file, JSON.stringify({ officers: [MAI, GONE] }));
    expect(await cli(folder)).toMatchObject({ code: 0, out: expect.stringContaining('còn trống') });
    expect(await cli(folder, 'import', file)).toMatchObject({ code: 0, said: expect.stringContaining('Đã nạp') });
    const { out } = await cli(folder, '--lang', 'en');
    expect(out).toMatch(/cb-1 +Trần Thị Mẫu +Công chức Một cửa +intake/);
    expect(out).toMatch(/Lê Văn Mẫu.*not working today/);
    expect(JSON.parse((await cli(folder, '--json')).out)).toMatchObject({
      officers: [MAI, GONE],
      came: { source: 'file' },
    });
    writeFileSync(file, JSON.stringify({ officers: [{ ...MAI, title: 'Phó Chủ tịch' }] }));
    const { said } = await cli(folder, 'import', file, '--dry-run', '--lang', 'en');
    expect(said).toMatch(/nothing written[\s\S]*Removed: Lê Văn Mẫu[\s\S]*Changed: Trần Thị Mẫu/);
    expect((await cli(folder)).out).toContain('Lê Văn Mẫu');
  });

  test('refuses a file with a mistake, one that is not there, and what it does not understand', async () => {
    const folder = place();
    const file = join(folder, 'can-bo.json');
    writeFileSync(file, JSON.stringify({ officers: [{ id: 'x' }] }));
    expect(await cli(folder, 'import', file)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/officers\.0\.name \(x\): Thiếu mục này[\s\S]*MC-CFG-07/),
    });
    expect(await cli(folder, 'import', `${file}.no`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('MC-CFG-07'),
    });
    expect(await cli(folder, 'drop')).toMatchObject({ code: 2 });
  });
});
