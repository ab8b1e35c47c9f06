/** Readers that suffer: noise at full speed, a code that never ends, the cable out in mid-code, a driver that hangs or crashes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarcodeScanner } from '../../../devices/barcode-scanner/contract.ts';
import { createSerialScanner } from '../../../devices/barcode-scanner/serial.ts';
import { silentLog } from '../../../devices/log.ts';
import type { Ports } from '../../../devices/ports/contract.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import { portHosts, residentMb } from '../../rig/port-hosts.ts';
import { createSerialPair, type SerialPair } from '../../rig/serial-pair.ts';

const LIMIT = { timeout: 15_000 };
/** How long noise lasts; a minute (60000) gives the same figures. */
const NOISE_MS = Number(process.env['MOTCUA_NOISE_MS'] ?? 3000);

let folder = '';
let ports: Ports;
const pairs: SerialPair[] = [];
const open: BarcodeScanner[] = [];
const noises: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-'));
  ports = createPorts({ log: silentLog });
});
afterEach(async () => {
  for (const noise of noises.splice(0)) noise.kill('SIGKILL');
  await Promise.all(open.splice(0).map((scanner) => scanner.close()));
  await ports.close();
  await Promise.all(pairs.splice(0).map((pair) => pair.cut()));
  await rm(folder, { recursive: true, force: true });
});

async function lay(name: string): Promise<SerialPair> {
  const pair = await createSerialPair(folder, name);
  pairs.push(pair);
  return pair;
}

function startReader(path: string) {
  const scans: string[] = [];
  const states: string[] = [];
  let refused = 0;
  const scanner = createSerialScanner({
    id: path,
    path,
    baudRate: 9600,
    target: 'counter',
    now: Date.now,
    ports,
    backOff: { first: 50, longest: 400 },
  });
  open.push(scanner);
  scanner.start({
    onScan: ({ text }) => scans.push(text),
    onRefused: () => {
      refused += 1;
    },
    onState: (state) => states.push(state),
  });
  return { scans, states, refused: () => refused };
}
const ready = (reader: { readonly states: readonly string[] }): Promise<void> =>
  expect.poll(() => reader.states.at(-1), LIMIT).toBe('ready');

/** Bytes without end as fast as the line takes them. */
function makeNoise(pair: SerialPair, from: string): ChildProcess {
  const noise = spawn('sh', ['-c', `exec cat ${from} > "${pair.port}-far"`], { stdio: 'ignore' });
  noises.push(noise);
  return noise;
}

test('noise at full speed on two lines: memory stays bounded, the third reader reads, and the two read again afterwards', {
  timeout: NOISE_MS + 60_000,
}, async () => {
  const [a, b, c] = [await lay('a'), await lay('b'), await lay('c')];
  const [one, two, three] = [startReader(a.port), startReader(b.port), startReader(c.port)];
  await Promise.all([one, two, three].map(ready));
  const [host = 0] = portHosts('serial');
  const before = { station: process.memoryUsage().rss / 1e6, host: residentMb(host) };
  makeNoise(a, '/dev/zero');
  makeNoise(b, '/dev/urandom');
  const until = Date.now() + NOISE_MS;
  let codes = 0;
  let peak = before;
  while (Date.now() < until) {
    codes += 1;
    await c.send(`H57.23.15-210312-${codes}\r`);
    await expect.poll(() => three.scans.length, LIMIT).toBe(codes);
    peak = {
      station: Math.max(peak.station, process.memoryUsage().rss / 1e6),
      host: Math.max(peak.host, residentMb(host)),
    };
    await sleep(200);
  }
  // Far above what is seen (under 40 MB each), far below what a second of unbounded noise would take.
  expect(peak.station - before.station).toBeLessThan(300);
  expect(peak.host - before.host).toBeLessThan(300);
  expect(two.refused()).toBeGreaterThan(0);
  // Complaints come at most four times a second, or the officer's screen would drown in them.
  expect(two.refused()).toBeLessThan((NOISE_MS / 1000) * 8 + 8);
  expect(new Set(three.states)).toEqual(new Set(['ready']));

  for (const noise of noises.splice(0)) noise.kill('SIGKILL');
  // What still stands in the cable is read off before.
  for (const [pair, reader] of [
    [a, one],
    [b, two],
  ] as const)
    await expect
      .poll(
        async () => {
          await pair.send('\rH57.23.15-210312-0003\r');
          return reader.scans.includes('H57.23.15-210312-0003');
        },
        { ...LIMIT, interval: 500 },
      )
      .toBe(true);
});

test('a reader that never ends a code gives one refusal and no scan; the next code is read', async () => {
  const a = await lay('a');
  const reader = startReader(a.port);
  await ready(reader);
  for (let piece = 0; piece < 50; piece += 1) await a.send('A'.repeat(10_000));
  await expect.poll(reader.refused, LIMIT).toBe(1);
  await a.send('\rH57.23.15-210312-0003\r');
  await expect.poll(() => reader.scans, LIMIT).toEqual(['H57.23.15-210312-0003']);
  expect(reader.refused()).toBe(1);
});

test('the driver crashes in mid-code: the torn half is dropped, nothing is read twice, another reader goes on', async () => {
  const [a, b] = [await lay('a'), await lay('b')];
  const [one, two] = [startReader(a.port), startReader(b.port)];
  await Promise.all([one, two].map(ready));
  await a.send('truoc\r');
  await expect.poll(() => one.scans, LIMIT).toEqual(['truoc']);
  await a.send('H57.23.15-2103');
  await sleep(50);
  process.kill(Number(portHosts('serial')[0]), 'SIGKILL');
  await expect.poll(() => one.states.filter((state) => state === 'ready'), LIMIT).toHaveLength(2);
  await expect.poll(() => two.states.filter((state) => state === 'ready'), LIMIT).toHaveLength(2);
  await a.send('sau\r');
  await b.send('khac\r');
  await expect.poll(() => one.scans, LIMIT).toEqual(['truoc', 'sau']);
  await expect.poll(() => two.scans, LIMIT).toEqual(['khac']);
});

test('the driver hangs: the officer is told, it is ended, and the reader reads again', async () => {
  const a = await lay('a');
  const reader = startReader(a.port);
  await ready(reader);
  process.kill(Number(portHosts('serial')[0]), 'SIGSTOP');
  await expect.poll(() => reader.states, LIMIT).toContain('attention');
  await ready(reader);
  await a.send('H57.23.15-210312-0003\r');
  await expect.poll(() => reader.scans, LIMIT).toEqual(['H57.23.15-210312-0003']);
});

test('the cable is out in the middle of a code, on one of two: only that one stops, and nothing is read twice', async () => {
  const [a, b] = [await lay('a'), await lay('b')];
  const [one, two] = [startReader(a.port), startReader(b.port)];
  await Promise.all([one, two].map(ready));
  const noise = makeNoise(a, '/dev/zero');
  await sleep(200);
  await a.cut();
  noise.kill('SIGKILL');
  await expect.poll(() => one.states.at(-1), LIMIT).toBe('absent');
  await b.send('khac\r');
  await expect.poll(() => two.scans, LIMIT).toEqual(['khac']);
  await a.restore();
  await ready(one);
  await a.send('sau\r');
  await expect.poll(() => one.scans, LIMIT).toEqual(['sau']);
  expect(two.states).toEqual(['ready']);
});
