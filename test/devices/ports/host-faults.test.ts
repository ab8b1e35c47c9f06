/** A native module that hangs or crashes, staged by stopping and killing the process that it lives in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import type { Ports } from '../../../devices/ports/contract.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import { type KeptLine, keepOpen } from '../../../devices/ports/reopening.ts';
import { isRunning, portHosts } from '../../rig/port-hosts.ts';
import { type Cables, createCables, LIMIT, openLine } from './lines.ts';

let cables: Cables;
let ports: Ports;
const kept: KeptLine[] = [];
beforeEach(async () => {
  cables = await createCables();
  ports = createPorts({ log: silentLog });
});
afterEach(async () => {
  await Promise.all(kept.splice(0).map((line) => line.close()));
  await ports.close();
  await cables.clear();
});

const serial = (path: string) => ({ type: 'serial', path, baudRate: 9600 }) as const;
const only = (type: 'serial' | 'usb-printer'): number => {
  const [pid, ...others] = portHosts(type);
  if (pid === undefined || others.length > 0) throw new Error(`not one ${type} host`);
  return pid;
};

/** A device that is kept open, with what came of it. */
function keep(place: string, backOff = { first: 50, longest: 400 }) {
  const got: string[] = [];
  const events: string[] = [];
  const line = keepOpen(
    {
      ports,
      log: silentLog,
      deviceId: 'd',
      wanted: { type: 'serial', place, baudRate: 9600 },
      backOff,
    },
    {
      onOpen: () => events.push('open'),
      onData: (bytes) => got.push(Buffer.from(bytes).toString()),
      onDown: (fault) => events.push(fault.kind),
    },
  );
  kept.push(line);
  return { line, got, events };
}

test('a host that crashes costs its lines and nothing else; they are opened again and bring nothing twice', async () => {
  const [a, b, c] = [await cables.lay('a'), await cables.lay('b'), await cables.lay('c')];
  const [one, two] = [keep(a.port), keep(b.port)];
  const printer = await openLine(ports, { type: 'usb-printer', path: c.port });
  await expect.poll(() => [one.events, two.events].map((events) => events.at(-1)), LIMIT).toEqual(['open', 'open']);
  await a.send('trước');
  await expect.poll(() => one.got.join(''), LIMIT).toBe('trước');

  process.kill(only('serial'), 'SIGKILL');

  await expect.poll(() => one.events, LIMIT).toEqual(['open', 'lost', 'open']);
  await expect.poll(() => two.events, LIMIT).toEqual(['open', 'lost', 'open']);
  await Promise.all([a.send('sau'), b.send('khác'), c.send('máy in')]);
  await expect.poll(() => one.got.join(''), LIMIT).toBe('trướcsau');
  await expect.poll(() => two.got.join(''), LIMIT).toBe('khác');
  await expect.poll(printer.text, LIMIT).toBe('máy in');
  expect(printer.faults).toEqual([]);
});

test('after a crash that nobody can be blamed for, each line has a process of its own', async () => {
  const [a, b] = [await cables.lay('a'), await cables.lay('b')];
  const [one, two] = [keep(a.port), keep(b.port)];
  await expect.poll(() => [...one.events, ...two.events], LIMIT).toEqual(['open', 'open']);
  process.kill(only('serial'), 'SIGKILL');
  await expect.poll(() => [one.events.length, two.events.length], LIMIT).toEqual([3, 3]);

  const hosts = portHosts('serial');
  expect(hosts).toHaveLength(2);
  process.kill(Number(hosts[0]), 'SIGKILL');

  await expect.poll(() => one.events.length + two.events.length, LIMIT).toBe(8);
  expect([one.events.length, two.events.length].sort()).toEqual([3, 5]);
});

test('a host that hangs is ended, its line is told as hung, what is asked of it meanwhile is answered', async () => {
  const [a, c] = [await cables.lay('a'), await cables.lay('c')];
  const line = await openLine(ports, serial(a.port));
  const printer = await openLine(ports, { type: 'usb-printer', path: c.port });
  const pid = only('serial');
  process.kill(pid, 'SIGSTOP');
  const write = line.port.write(new Uint8Array([1])).catch((error: unknown) => error);
  await c.send('máy in');
  await expect.poll(printer.text, LIMIT).toBe('máy in');

  await expect.poll(() => line.faults.map(({ kind }) => kind), LIMIT).toEqual(['hung']);
  expect(await write).toMatchObject({ kind: 'hung' });
  await expect.poll(() => isRunning(pid), LIMIT).toBe(false);
  await line.port.close();

  const again = await openLine(ports, serial(a.port));
  await a.send('lại');
  await expect.poll(again.text, LIMIT).toBe('lại');
});

test('a host that dies again and again is given a rest, and others open meanwhile', async () => {
  const a = await cables.lay('a');
  for (let round = 0; round < 2; round += 1) {
    const line = await openLine(ports, serial(a.port));
    process.kill(only('serial'), 'SIGKILL');
    await expect.poll(() => line.faults, LIMIT).toHaveLength(1);
  }
  await expect(openLine(ports, serial(a.port))).rejects.toMatchObject({ kind: 'hung' });
  const printer = await openLine(ports, { type: 'usb-printer', path: a.port });
  await printer.port.close();
  await expect
    .poll(
      async () => openLine(ports, serial(a.port)).then(({ port }) => port.close().then(() => 'open'), String),
      LIMIT,
    )
    .toBe('open');
});

test('a handler that throws ends neither the line nor the program', async () => {
  const a = await cables.lay('a');
  const got: string[] = [];
  await ports.open(serial(a.port), {
    onData: (bytes) => {
      got.push(Buffer.from(bytes).toString());
      throw new Error('a fault in a driver');
    },
    onLost: () => undefined,
  });
  await a.send('1');
  await expect.poll(() => got, LIMIT).toEqual(['1']);
  await a.send('2');
  await expect.poll(() => got, LIMIT).toEqual(['1', '2']);
});

test('a host that needs long to begin is waited for, and its lines are opened as soon as it has begun', async () => {
  const a = await cables.lay('a');
  const one = keep(a.port, { first: 600_000, longest: 600_000 });
  let host = 0;
  await expect
    .poll(
      () => {
        host = portHosts('serial')[0] ?? 0;
        return host;
      },
      { ...LIMIT, interval: 1 },
    )
    .toBeGreaterThan(0);
  process.kill(host, 'SIGSTOP');
  await expect.poll(() => one.events, LIMIT).toEqual(['hung']);
  process.kill(host, 'SIGCONT');
  await expect.poll(() => one.events, LIMIT).toEqual(['hung', 'open']);
  expect(only('serial')).toBe(host);
});

async function startStation(port: string): Promise<ChildProcess> {
  const file = join(cables.folder, 'station.ts');
  const portsFile = join(import.meta.dirname, '../../../devices/ports/ports.ts');
  await writeFile(
    file,
    `import { createPorts } from ${JSON.stringify(portsFile)};
const nothing = () => undefined;
const ports = createPorts({ log: { debug: nothing, info: nothing, warn: nothing } });
await ports.open({ type: 'serial', path: ${JSON.stringify(port)}, baudRate: 9600 }, { onData: nothing, onLost: nothing });
console.log('open');`,
  );
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] });
}

test('a station that is killed takes its hosts with it, and its line is free', async () => {
  const a = await cables.lay('a');
  const station = await startStation(a.port);
  if (station.stdout) await once(station.stdout, 'data');
  const [host = 0] = portHosts('serial', station.pid);
  expect(isRunning(host)).toBe(true);
  station.kill('SIGKILL');
  await expect.poll(() => isRunning(host), LIMIT).toBe(false);
  const line = await openLine(ports, serial(a.port));
  await line.port.close();
});
