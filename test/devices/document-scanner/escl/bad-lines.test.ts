/** Whatever answers at a scanner's address: bounded time, bounded memory, a code, and no exception. */
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCapabilities } from '../../../../devices/document-scanner/escl/capabilities.ts';
import { EsclFault } from '../../../../devices/document-scanner/escl/fault.ts';
import { createEsclScanner } from '../../../../devices/document-scanner/escl/scanner.ts';
import { parseStatus } from '../../../../devices/document-scanner/escl/status.ts';
import { startRigEscl } from '../../../rig/escl-scanner.ts';
import { scanBatch } from '../../../rig/scanning.ts';

let folder = '';
let server: Server | undefined;
const sockets = new Set<Socket>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-'));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Writes `bytes` again and again to whoever connects, as fast as they are read. */
async function pouring(first: string, bytes: Buffer): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    const pour = (): void => {
      while (socket.writable && socket.write(bytes));
    };
    socket.on('error', () => undefined).on('drain', pour);
    socket.write(first);
    pour();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const client = (url: string) =>
  createEsclScanner({ id: 's', url, tmpDir: folder, requestMs: 3000, idleMs: 3000, retryMs: 10 });

describe('an endless flood is refused at its cap', () => {
  const noise = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7919 + (index >> 8)) % 256));
  test.each<[string, string, Buffer]>([
    ['noise', '', noise],
    ['headers', 'HTTP/1.1 200 OK\r\n', Buffer.from('X-More: of the same\r\n'.repeat(1000))],
    ['one header', 'HTTP/1.1 200 OK\r\nX-More: ', Buffer.alloc(65_536, 0x61)],
    ['XML', 'HTTP/1.1 200 OK\r\n\r\n<a>', Buffer.from('<b>x</b>'.repeat(8000))],
  ])('%s', async (_, first, bytes) => {
    const driver = client(await pouring(first, bytes));
    expect(await driver.status()).toEqual({ state: 'attention', code: 'MC-DSC-10' });
    expect((await scanBatch(driver)).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-10' });
  });
});

test('a page that drips byte by byte is not waited for', async () => {
  const rig = await startRigEscl();
  rig.trouble({ dripAt: 2 });
  const driver = createEsclScanner({ id: 's', url: rig.url, tmpDir: folder, idleMs: 10_000, pageMs: 600 });
  const { end, pages } = await scanBatch(driver);
  expect([end, pages.length]).toEqual([{ end: 'stopped', sheets: 1, code: 'MC-DSC-05' }, 1]);
  expect(rig.openJobs()).toBe(0);
  await rig.close();
});

test('switched off in mid-batch and on again: said, seen, and the next batch goes', async () => {
  const rig = await startRigEscl({ sheets: 9 });
  const driver = client(rig.url);
  const { end, pages } = await scanBatch(driver, {}, async ({ number }) => {
    if (number === 2) await rig.close();
  });
  expect(end).toMatchObject({ end: 'stopped', code: 'MC-DSC-05' });
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect(await driver.status()).toEqual({ state: 'absent', code: 'MC-DSC-05' });
  const again = await startRigEscl({ sheets: 3, port: rig.port });
  expect(await driver.status()).toEqual({ state: 'ready' });
  expect((await scanBatch(driver)).end).toEqual({ end: 'done', sheets: 3 });
  await again.close();
});

const words = ['ScannerStatus', 'ScannerCapabilities', 'State', 'AdfState', 'Jobs', 'JobInfo', 'Adf', 'Platen'];
const pieces = fc.oneof(
  fc.constantFrom(...words.flatMap((word) => [`<${word}>`, `</${word}>`, `<${word}/>`, `<a:${word} ref="x">`])),
  fc.constantFrom('<![CDATA[', ']]>', '<!--', '-->', '<?xml?>', '&#x0;', '__proto__', '<__proto__>', '<constructor/>'),
  fc.string({ maxLength: 12 }),
);

test('no answer, however broken, is anything but read or refused', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      for (const parse of [parseStatus, parseCapabilities])
        try {
          parse(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(EsclFault);
        }
    }),
    { numRuns: 1500 },
  );
});
