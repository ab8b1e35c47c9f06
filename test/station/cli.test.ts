/** `motcua devices`: beside a running station, and on its own. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { deviceReportSchema, trialReportSchema } from '../../domain/device-report.ts';
import { writeAddress } from '../../station/address.ts';
import { readArguments } from '../../station/cli/arguments.ts';
import { runCli } from '../../station/cli/run.ts';
import { aligned } from '../../station/cli/table.ts';
import { startTestStation, type TestStation } from './fixture.ts';

const DEVICES: readonly DeviceConfig[] = [
  { id: 'reader', name: 'Đầu đọc', kind: 'barcode-scanner', driver: 'virtual-barcode-scanner', target: 'counter' },
  { id: 'slips', name: 'Máy in phiếu', kind: 'receipt-printer', driver: 'virtual-receipt-printer' },
  { id: 'feeder', name: 'Máy quét', kind: 'document-scanner', driver: 'virtual-document-scanner' },
  { id: 'hall', name: 'Bảng gọi số', kind: 'queue-board', driver: 'window' },
  {
    id: 'gone',
    name: 'Máy in mạng',
    kind: 'receipt-printer',
    driver: 'escpos-tcp',
    host: '127.0.0.1',
    port: 9,
    dots: 576,
    model: 'generic',
  },
];

async function cli(dataFolder: string, words: string, signal = new AbortController().signal) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runCli([...words.split(' '), '--data', dataFolder], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    env: {},
    signal,
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

describe('on its own', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'motcua-cli-'));
    writeFileSync(join(folder, 'devices.json'), JSON.stringify({ devices: DEVICES }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('as a program: JSON for a script on standard output, and nothing else there', async () => {
    const entry = join(import.meta.dirname, '..', '..', 'station', 'cli.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [entry, 'devices', '--json', '--data', folder]);
    const report = deviceReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ asked: 'devices', dataFolder: folder });
    expect(report.devices.map(({ id, state, code, reason }) => [id, state, code, reason?.vi.slice(0, 13)])).toEqual([
      ['reader', 'ready', undefined, undefined],
      ['slips', 'ready', undefined, undefined],
      ['feeder', 'ready', undefined, undefined],
      ['hall', 'ready', undefined, undefined],
      ['gone', 'absent', 'MC-PRN-01', 'Máy in không '],
    ]);
  }, 30_000);

  test('a station that was killed leaves its address behind, and the devices are asked themselves', async () => {
    // No process has this number on Linux.
    writeAddress(folder, { origin: 'http://127.0.0.1:9', key: 'k'.repeat(20), pid: 4_194_304 });
    const { code, out } = await cli(folder, 'devices --lang en');
    expect(code).toBe(0);
    expect(out).toContain('Receipt printer');
    expect(out).toContain('The printer does not answer');
    rmSync(join(folder, 'station-address.json'));
  });

  test('an address whose number is another process’s by now is left behind too; a station that hangs is not', async () => {
    writeAddress(folder, { origin: 'http://127.0.0.1:9', key: 'k'.repeat(20), pid: process.pid });
    expect((await cli(folder, 'devices --json')).out).toContain('"asked": "devices"');
    const hung = createServer((socket) => void socket.on('error', () => undefined).end('no HTTP\n'));
    await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
    const at = hung.address();
    const port = typeof at === 'object' && at ? at.port : 0;
    writeAddress(folder, { origin: `http://127.0.0.1:${port}`, key: 'k'.repeat(20), pid: process.pid });
    expect(await cli(folder, 'devices')).toMatchObject({ code: 1, said: expect.stringContaining('không trả lời') });
    hung.close();
    rmSync(join(folder, 'station-address.json'));
  });

  test('a printer is tried with the test slip, and one that is away says why', async () => {
    expect(await cli(folder, 'devices test slips')).toMatchObject({ code: 0, out: expect.stringContaining('ĐẠT') });
    const failed = await cli(folder, 'devices test gone --json');
    expect(failed.code).toBe(1);
    expect(trialReportSchema.parse(JSON.parse(failed.out))).toMatchObject({ ok: false, code: 'MC-PRN-01' });
  });

  test('Ctrl-C ends the waiting for a code', async () => {
    const stop = new AbortController();
    const waiting = cli(folder, 'devices test reader', stop.signal);
    setTimeout(() => stop.abort(), 300);
    expect((await waiting).code).toBe(1);
  });

  test('an unusable devices.json is said, and a PC without devices is told what to do', async () => {
    const broken = join(folder, 'broken');
    const empty = join(folder, 'empty');
    mkdirSync(broken);
    mkdirSync(empty);
    writeFileSync(join(broken, 'devices.json'), '{');
    expect(await cli(broken, 'devices')).toMatchObject({ code: 1, said: expect.stringContaining('MC-CFG-02') });
    expect(await cli(empty, 'devices')).toMatchObject({ code: 0, out: expect.stringContaining('devices detect') });
  });

  test('what is not in the list, or not understood, is wrong usage', async () => {
    expect(await cli(folder, 'devices test nobody')).toMatchObject({ code: 2 });
    expect(await cli(folder, 'devices drop slips')).toMatchObject({ code: 2, out: '' });
    expect(await cli(folder, 'devices --colour')).toMatchObject({ code: 2 });
  });
});

describe('beside a running station', () => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startTestStation({ devices: DEVICES });
  });
  afterAll(() => station.end());

  test('the station is asked: what it knows is what is shown', async () => {
    const setup = await station.client('setup');
    await setup.devices.rename.mutate({ id: 'slips', name: 'Máy in của quầy' });
    const { out } = await cli(station.dataFolder, 'devices --json');
    const report = deviceReportSchema.parse(JSON.parse(out));
    expect(report.asked).toBe('station');
    expect(report.devices.find(({ id }) => id === 'slips')?.name).toBe('Máy in của quầy');
  });

  test('one sheet becomes a picture; the slip prints; the board shows', async () => {
    const out = join(station.dataFolder, 'trial');
    const scanned = await cli(station.dataFolder, `devices test feeder --json --out ${out}`);
    const { ok, files } = trialReportSchema.parse(JSON.parse(scanned.out));
    expect(ok).toBe(true);
    expect(readFileSync(files[0] ?? '').subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect((await cli(station.dataFolder, 'devices test slips')).code).toBe(0);
    expect(await cli(station.dataFolder, 'devices test hall')).toMatchObject({
      code: 0,
      out: expect.stringContaining('888'),
    });
    expect((await cli(station.dataFolder, 'devices test gone')).code).toBe(1);
  }, 60_000);
});

test('arguments', () => {
  expect(readArguments(['devices', 'test', 'a', '--out', 'x', '--lang', 'en'])).toEqual({
    command: 'test',
    id: 'a',
    out: 'x',
    json: false,
    language: 'en',
    dataFolder: undefined,
  });
  expect(readArguments([])).toMatchObject({ command: 'help' });
  expect(readArguments(['devices', '--lang', 'fr'])).toMatchObject({ command: 'usage' });
});

test('columns stand under each other whatever marks the letters carry', () => {
  expect(
    aligned([
      ['Mã', 'x'],
      ['Đầu đọc', 'y'],
    ]),
  ).toEqual(['Mã       x', 'Đầu đọc  y']);
});
