/** Lines to devices as a driver sees them, each on a real pseudo terminal or socket. */
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../devices/log.ts';
import type { PortAddress } from '../../../devices/ports/contract.ts';
import { createPorts } from '../../../devices/ports/ports.ts';
import { type Cables, createCables, LIMIT, listen, openLine } from './lines.ts';

const ports = createPorts({ log: silentLog });
afterAll(() => ports.close());
let cables: Cables;
beforeEach(async () => {
  cables = await createCables();
});
afterEach(() => cables.clear());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(['serial', 'usb-printer'] as const)('a %s line', (type) => {
  const at = (path: string): PortAddress => (type === 'serial' ? { type, path, baudRate: 9600 } : { type, path });

  test('brings bytes both ways', async () => {
    const pair = await cables.lay('a');
    const far = listen(`${pair.port}-far`);
    const line = await openLine(ports, at(pair.port));
    await pair.send('đến');
    await expect.poll(line.text, LIMIT).toBe('đến');
    await line.port.write(bytes('đi'));
    await expect.poll(far.text, LIMIT).toBe('đi');
    await line.port.close();
  });

  test('is opened once in this program, also under another name', async () => {
    const pair = await cables.lay('a');
    const line = await openLine(ports, at(pair.port));
    await expect(openLine(ports, at(pair.port))).rejects.toMatchObject({ kind: 'in-use' });
    await expect(openLine(ports, at(`${cables.folder}/./a`))).rejects.toMatchObject({ kind: 'in-use' });
    await line.port.close();
    const again = await openLine(ports, at(pair.port));
    await again.port.close();
  });

  test('that is not there is absent', async () => {
    await expect(openLine(ports, at(`${cables.folder}/nothing`))).rejects.toMatchObject({ kind: 'absent' });
  });

  test('that is cut ends once; what is written to it then is refused, and never sent when it is back', async () => {
    const pair = await cables.lay('a');
    const line = await openLine(ports, at(pair.port));
    await pair.cut();
    await expect.poll(() => line.faults.map(({ kind }) => kind), LIMIT).toEqual(['lost']);
    await expect(line.port.write(bytes('phiếu cũ'))).rejects.toMatchObject({ kind: 'lost' });
    await pair.restore();
    const far = listen(`${pair.port}-far`);
    const again = await openLine(ports, at(pair.port));
    // The lost line's late close frees nothing of the new one.
    await line.port.close();
    await expect(openLine(ports, at(pair.port))).rejects.toMatchObject({ kind: 'in-use' });
    await again.port.write(bytes('phiếu mới'));
    await expect.poll(far.text, LIMIT).toBe('phiếu mới');
    await expect(line.port.write(bytes('phiếu cũ'))).rejects.toMatchObject({ kind: 'lost' });
    await line.port.close();
    await again.port.write(bytes('.'));
    await expect.poll(far.text, LIMIT).toBe('phiếu mới.');
    expect(line.faults).toHaveLength(1);
    await again.port.close();
  });

  test('tells nothing after it was closed, and closes twice', async () => {
    const pair = await cables.lay('a');
    const line = await openLine(ports, at(pair.port));
    await line.port.close();
    await pair.send('muộn');
    await pair.cut();
    await line.port.close();
    await line.port.abort?.();
    expect(line.text()).toBe('');
    expect(line.faults).toEqual([]);
    await expect(line.port.write(bytes('x'))).rejects.toMatchObject({ kind: 'lost' });
  });
});

test('a write that the far end never takes ends with the line, and more than a long slip is not heaped up', async () => {
  const pair = await cables.lay('a');
  const line = await openLine(ports, { type: 'serial', path: pair.port, baudRate: 9600 });
  const stuck = Array.from({ length: 9 }, () => line.port.write(new Uint8Array(1_000_000)).catch(({ kind }) => kind));
  expect(await stuck.at(-1)).toBe('hung');
  await line.port.abort?.();
  expect(await Promise.all(stuck.slice(0, 8))).toEqual(Array.from({ length: 8 }, () => 'lost'));
});

test('a file that is no serial port cannot be opened', async () => {
  const path = join(cables.folder, 'file');
  await writeFile(path, '');
  await expect(openLine(ports, { type: 'serial', path, baudRate: 9600 })).rejects.toMatchObject({ kind: 'in-use' });
});

test('a HID path that is not there is absent', async () => {
  await expect(openLine(ports, { type: 'hid', path: '/dev/hidraw999' })).rejects.toMatchObject({ kind: 'absent' });
});

describe('a TCP line', () => {
  async function serve(onSocket: (socket: Socket) => void) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { address: { type: 'tcp', host: '127.0.0.1', port } as const, close: () => server.close() };
  }

  test('brings bytes both ways, is lost once when the other end goes, and takes nothing then', async () => {
    const server = await serve((socket) => socket.on('data', (got) => socket.end(`echo ${got}`)));
    const line = await openLine(ports, server.address);
    await line.port.write(bytes('?'));
    await expect.poll(line.text, LIMIT).toBe('echo ?');
    await expect.poll(() => line.faults.map(({ kind }) => kind), LIMIT).toEqual(['lost']);
    await expect(line.port.write(bytes('x'))).rejects.toMatchObject({ kind: 'lost' });
    await line.port.close();
    server.close();
  });

  test('that sends without end is read no faster than a device can mean it, and closes all the same', async () => {
    const noise = new Uint8Array(65_536);
    const server = await serve((socket) => {
      const pour = (): void => {
        while (socket.writable && socket.write(noise));
      };
      socket.on('drain', pour);
      pour();
    });
    let received = 0;
    const port = await ports.open(server.address, {
      onData: (got) => {
        received += got.length;
      },
      onLost: () => undefined,
    });
    const begun = performance.now();
    await sleep(1500);
    await port.close();
    // A burst of 1 MB, 256 kB a second, and what one read brings.
    expect(received).toBeLessThan(1_000_000 + ((performance.now() - begun) / 1000) * 256_000 + 200_000);
    expect(received).toBeGreaterThan(0);
    server.close();
  });

  test('that nobody answers is absent', async () => {
    const server = await serve(() => undefined);
    server.close();
    await expect(openLine(ports, server.address)).rejects.toMatchObject({ kind: 'absent' });
  });

  test('that is aborted drops what was not sent', async () => {
    let far: Socket | undefined;
    const server = await serve((socket) => {
      far = socket.pause();
    });
    const line = await openLine(ports, server.address);
    void line.port.write(new Uint8Array(30_000_000)).catch(() => undefined);
    await expect.poll(() => far !== undefined, LIMIT).toBe(true);
    await line.port.abort?.();
    let received = 0;
    far?.on('data', (got) => {
      received += got.length;
    });
    const ended = new Promise((resolve) => far?.once('close', resolve));
    far?.resume();
    await ended;
    expect(received).toBeLessThan(30_000_000);
    expect(line.faults).toEqual([]);
    server.close();
  });
});

test('what is plugged in is listed without an error, whatever this PC has', async () => {
  for (const type of ['serial', 'hid', 'usb-printer'] as const)
    for (const seen of await ports.list(type)) expect(seen.type).toBe(type);
});

test('a place that somebody waits for is noticed when it comes and when it goes', async () => {
  const pair = await cables.lay('a');
  await pair.cut();
  await openLine(ports, { type: 'serial', path: pair.port, baudRate: 9600 }).catch(() => undefined);
  let told = 0;
  const stop = ports.onPlug(() => {
    told += 1;
  });
  // The first look is what everything later is held against.
  await sleep(1200);
  const before = told;
  await pair.restore();
  await expect.poll(() => told, LIMIT).toBeGreaterThan(before);
  const between = told;
  await pair.cut();
  await expect.poll(() => told, LIMIT).toBeGreaterThan(between);
  stop();
});

test('once closed nothing opens any more', async () => {
  const pair = await cables.lay('a');
  const mine = createPorts({ log: silentLog });
  const line = await openLine(mine, { type: 'serial', path: pair.port, baudRate: 9600 });
  await mine.close();
  expect(line.faults).toEqual([]);
  await expect(openLine(mine, { type: 'serial', path: pair.port, baudRate: 9600 })).rejects.toMatchObject({
    kind: 'lost',
  });
});
