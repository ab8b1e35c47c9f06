/** The reader's driver on a real serial device: a pair of pseudo terminals made by socat. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { BarcodeScanner } from '../../../devices/barcode-scanner/contract.ts';
import { createSerialScanner } from '../../../devices/barcode-scanner/serial.ts';
import { silentLog } from '../../../devices/log.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import { createSerialPair, type SerialPair } from '../../rig/serial-pair.ts';

let folder = '';
let pair: SerialPair;
const open: BarcodeScanner[] = [];
const ports = createPorts({ log: silentLog });
afterAll(() => ports.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-'));
  pair = await createSerialPair(folder);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((scanner) => scanner.close()));
  await pair.cut();
  await rm(folder, { recursive: true, force: true });
});

interface Reader {
  readonly scanner: BarcodeScanner;
  readonly scans: string[];
  readonly refused: string[];
  readonly states: string[];
}

function startReader(path = pair.port): Reader {
  const scans: string[] = [];
  const refused: string[] = [];
  const states: string[] = [];
  const scanner = createSerialScanner({
    id: 'r',
    path,
    baudRate: 9600,
    target: 'counter',
    now: Date.now,
    ports,
    backOff: { first: 50, longest: 200 },
  });
  open.push(scanner);
  scanner.start({
    onScan: (scan) => scans.push(scan.text),
    onRefused: (code) => refused.push(code),
    onState: (state, code) => states.push([state, code].filter(Boolean).join(' ')),
  });
  return { scanner, scans, refused, states };
}

const ready = (reader: Reader): Promise<void> =>
  expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('ready');

test('a code arrives as bytes and comes out as one scan', async () => {
  const reader = startReader();
  await ready(reader);
  await pair.send(']C0H57.23.15-210312-0003\r');
  await expect.poll(() => reader.scans).toEqual(['H57.23.15-210312-0003']);
});

test('the cable is pulled in mid-scan and put back: the torn half is dropped, the next scan is whole, nothing is doubled', async () => {
  const reader = startReader();
  await ready(reader);
  await pair.send('first\r');
  await expect.poll(() => reader.scans).toEqual(['first']);
  await pair.send('H57.23.15-2103');
  await pair.cut();
  await expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('absent MC-BCR-01');
  await pair.restore();
  await ready(reader);
  await pair.send('H57.23.15-210312-0003\r');
  await expect.poll(() => reader.scans).toEqual(['first', 'H57.23.15-210312-0003']);
});

test('pulled and put back five times, it is ready each time', async () => {
  const reader = startReader();
  await ready(reader);
  for (let round = 1; round <= 5; round += 1) {
    await pair.cut();
    await expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('absent MC-BCR-01');
    await pair.restore();
    await ready(reader);
    await pair.send(`code-${round}\r`);
    await expect.poll(() => reader.scans.at(-1)).toBe(`code-${round}`);
  }
  expect(reader.scans).toHaveLength(5);
});

test('a port that is not there is absent, and opens once it appears', async () => {
  await pair.cut();
  const reader = startReader();
  await expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('absent MC-BCR-01');
  await pair.restore();
  await ready(reader);
});

test('a port that another program holds says so, and opens once it is free', async () => {
  const other = new SerialPort({ path: pair.port, baudRate: 9600, autoOpen: false });
  await new Promise<void>((resolve, reject) => other.open((error) => (error ? reject(error) : resolve())));
  const reader = startReader();
  await expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('attention MC-BCR-02');
  await new Promise<void>((resolve) => other.close(() => resolve()));
  await ready(reader);
});

test('a path that is no serial port at all is told apart from an unplugged one', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const reader = startReader(file);
  await expect.poll(() => reader.states.at(-1), { timeout: 10_000 }).toBe('attention MC-BCR-02');
});

test('a megabyte without an end is one refusal in bounded memory, and the next code is read', async () => {
  const reader = startReader();
  await ready(reader);
  await pair.send('A'.repeat(1_000_000));
  await pair.send('\rH57.23.15-210312-0003\r');
  await expect.poll(() => reader.scans, { timeout: 10_000 }).toEqual(['H57.23.15-210312-0003']);
  expect(reader.refused).toEqual(['MC-SCN-03']);
});

test('closing twice, at once after opening, or while unplugged ends without an event', async () => {
  const early = startReader();
  await Promise.all([early.scanner.close(), early.scanner.close()]);
  const seen = early.states.length;
  await pair.cut();
  const unplugged = startReader();
  await unplugged.scanner.close();
  await pair.restore();
  await pair.send('late\r');
  const reader = startReader();
  await ready(reader);
  expect(early.states).toHaveLength(seen);
  expect(early.scans).toEqual([]);
});
