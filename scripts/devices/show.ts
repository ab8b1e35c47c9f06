/**
 * `motcua devices` on this machine with real parts that are not ours: a serial line made by socat, SANE's own test scanner
 * and a private CUPS, and a receipt printer's emulator on TCP. Into out/devices/: the list, what a search finds, the list
 * with the reader's cable pulled, a code read, a sheet scanned and a slip printed by `motcua devices test`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { candidateReportSchema, type DeviceReport, deviceReportSchema } from '../../domain/device-report.ts';
import { LAYOUT_TEST_CODE } from '../../domain/reader-test.ts';
import { type CupsRig, startCups } from '../../test/rig/cups.ts';
import { type RigPrinter, startRigPrinter } from '../../test/rig/escpos-printer.ts';
import { writeSaneConfig } from '../../test/rig/sane.ts';
import { createSerialPair, type SerialPair } from '../../test/rig/serial-pair.ts';
import { OUT, TREE } from '../paths.ts';

interface Parts {
  readonly folder: string;
  readonly cable: SerialPair;
  readonly cups: CupsRig;
  readonly printer: RigPrinter;
  readonly env: NodeJS.ProcessEnv;
}

const into = join(OUT, 'devices');
const CLI_MS = 60_000;

async function connect(folder: string): Promise<Parts> {
  const cable = await createSerialPair(folder);
  const printer = await startRigPrinter();
  const cups = await startCups();
  await cups.addQueue('A5', 'cups-pdf:/', 'lsb/usr/cups-pdf/CUPS-PDF_opt.ppd');
  const env = { ...process.env, SANE_CONFIG_DIR: await writeSaneConfig(folder), CUPS_SERVER: cups.server };
  await writeFile(join(folder, 'devices.json'), JSON.stringify({ devices: devicesOf(cable, printer) }));
  return { folder, cable, cups, printer, env };
}

const devicesOf = (cable: SerialPair, printer: RigPrinter): readonly DeviceConfig[] => [
  {
    id: 'reader-counter',
    name: 'Đầu đọc mã ở quầy',
    kind: 'barcode-scanner',
    driver: 'serial',
    target: 'counter',
    path: cable.port,
    baudRate: 9600,
  },
  {
    id: 'slip-printer',
    name: 'Máy in phiếu',
    kind: 'receipt-printer',
    driver: 'escpos-tcp',
    host: '127.0.0.1',
    port: printer.port,
    dots: 576,
    model: 'generic',
  },
  { id: 'page-printer', name: 'Máy in A5', kind: 'page-printer', driver: 'cups', queue: 'A5' },
  {
    id: 'feeder',
    name: 'Máy quét A4',
    kind: 'document-scanner',
    driver: 'sane',
    device: 'test:0',
    extra: ['--test-picture', 'Grid'],
  },
];

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** As a technician runs it, in a process of its own. `begun` is called once it waits for something. */
function motcua({ env, folder }: Parts, words: readonly string[], begun: () => void = () => undefined): Promise<Ran> {
  const args = [join(TREE, 'station', 'cli.ts'), 'devices', ...words, '--data', folder];
  const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), CLI_MS);
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    begun();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, out });
    });
  });
}

/** A list that is not what the parts are would be no evidence. */
function expectStates({ devices }: DeviceReport, expected: Readonly<Record<string, string>>): void {
  for (const { id, state, code } of devices)
    if (expected[id] !== state) throw new Error(`${id} is ${state} ${code ?? ''}, not ${expected[id]}`);
}

const ALL_WELL = { 'reader-counter': 'ready', 'slip-printer': 'ready', 'page-printer': 'ready', feeder: 'ready' };

async function show(parts: Parts): Promise<void> {
  const keep = (name: string, text: string): Promise<void> => writeFile(join(into, name), text);
  const listed = await motcua(parts, ['--json']);
  expectStates(deviceReportSchema.parse(JSON.parse(listed.out)), ALL_WELL);
  await keep('devices.json', listed.out);
  process.stdout.write(listed.out);
  const found = await motcua(parts, ['detect', '--json']);
  candidateReportSchema.parse(JSON.parse(found.out));
  await keep('candidates.json', found.out);
  const log = [await tried(parts, []), await tried(parts, ['detect'])];
  for (const id of ['feeder', 'slip-printer', 'page-printer'])
    log.push(await tried(parts, ['test', id, '--out', into]));
  log.push(await tried(parts, ['test', 'reader-counter'], () => void parts.cable.send(`${LAYOUT_TEST_CODE}\r`)));
  await parts.cable.cut();
  const cut = await motcua(parts, ['--json']);
  expectStates(deviceReportSchema.parse(JSON.parse(cut.out)), { ...ALL_WELL, 'reader-counter': 'absent' });
  await keep('devices-reader-unplugged.json', cut.out);
  log.push(await tried(parts, []));
  await keep('devices.txt', log.join('\n'));
}

async function tried(parts: Parts, words: readonly string[], begun?: () => void): Promise<string> {
  const { code, out } = await motcua(parts, words, begun);
  if (code !== 0) throw new Error(`motcua devices ${words.join(' ')} ended with ${code}: ${out}`);
  return `$ motcua devices ${words.map((word) => word.replace(into, 'out/devices')).join(' ')}\n${out}`;
}

await mkdir(into, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'motcua-show-'));
const parts = await connect(folder);
try {
  await show(parts);
} finally {
  await Promise.allSettled([parts.cable.cut(), parts.cups.stop(), parts.printer.close()]);
  await rm(folder, { recursive: true, force: true });
}
