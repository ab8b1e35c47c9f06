/** The virtual feeder has the faults of real ones, and what it says of them is what a real driver would say. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createVirtualDocumentScanner,
  type VirtualDocumentScanner,
} from '../../../devices/document-scanner/virtual.ts';
import type { FeederFault } from '../../../domain/bench.ts';
import { scanBatch } from '../../rig/scanning.ts';

let folder = '';
let scanner: VirtualDocumentScanner;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtual-'));
  scanner = createVirtualDocumentScanner({ tmpDir: folder, msPerSheet: 0, slowMs: 30, silenceMs: 10 });
});
afterEach(async () => {
  await scanner.close();
  await rm(folder, { recursive: true, force: true });
});

test.each<[FeederFault, object, number, number]>([
  ['none', { end: 'done', sheets: 4 }, 4, 0],
  ['jam', { end: 'stopped', sheets: 1, code: 'MC-DSC-01' }, 1, 3],
  ['empty', { end: 'done', sheets: 1 }, 1, 3],
  ['cover-open', { end: 'stopped', sheets: 1, code: 'MC-DSC-03' }, 1, 3],
  ['busy', { end: 'stopped', sheets: 0, code: 'MC-DSC-04' }, 0, 4],
  ['silent', { end: 'stopped', sheets: 1, code: 'MC-DSC-05' }, 1, 3],
  ['unplugged', { end: 'stopped', sheets: 1, code: 'MC-DSC-05' }, 1, 3],
  ['slow', { end: 'done', sheets: 4 }, 4, 0],
  ['garbage', { end: 'stopped', sheets: 2, code: 'MC-DSC-06' }, 1, 2],
  ['double-feed', { end: 'stopped', sheets: 1, code: 'MC-DSC-09' }, 1, 1],
  // Four sheets went in and three pages came: whoever keeps them sees the difference.
  ['missing-page', { end: 'done', sheets: 4 }, 3, 0],
])('%s at the second of four sheets', async (fault, end, pages, left) => {
  scanner.load(4);
  scanner.setFault(fault, 2);
  const scanned = await scanBatch(scanner);
  expect(scanned.end).toEqual(end);
  expect(scanned.pages).toHaveLength(pages);
  expect(scanner.feeder().sheets).toBe(left);
});

test.each<[FeederFault, object]>([
  ['none', { state: 'ready' }],
  ['empty', { state: 'ready' }],
  ['double-feed', { state: 'ready' }],
  ['jam', { state: 'attention', code: 'MC-DSC-01' }],
  ['cover-open', { state: 'attention', code: 'MC-DSC-03' }],
  ['busy', { state: 'busy', code: 'MC-DSC-04' }],
  ['unplugged', { state: 'absent', code: 'MC-DSC-05' }],
])('with %s it looks like this from outside', async (fault, seen) => {
  scanner.setFault(fault, 1);
  expect(await scanner.status()).toEqual(seen);
});

test('both sides: two pages a sheet, and a lost back side leaves the count uneven', async () => {
  scanner.load(3);
  expect(await scanBatch(scanner, { source: 'duplex' })).toMatchObject({
    end: { end: 'done', sheets: 3 },
    pages: { length: 6 },
  });
  scanner.load(3);
  scanner.setFault('missing-page', 2);
  expect(await scanBatch(scanner, { source: 'duplex' })).toMatchObject({
    end: { end: 'done', sheets: 3 },
    pages: { length: 5 },
  });
});

test('a damaged page is set aside under its own name; nothing else is left', async () => {
  scanner.setFault('garbage', 1);
  await scanBatch(scanner);
  const left = (await readdir(folder, { recursive: true })).filter((name) => /page/.test(name));
  expect(left).toHaveLength(1);
  expect(left[0]).toMatch(/\.damaged$/);
});

test('plugged in again it goes on', async () => {
  scanner.load(2);
  scanner.setFault('unplugged', 1);
  expect((await scanBatch(scanner)).end).toMatchObject({ code: 'MC-DSC-05' });
  scanner.setFault('none', 1);
  expect((await scanBatch(scanner)).end).toEqual({ end: 'done', sheets: 2 });
});
