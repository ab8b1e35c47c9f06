/** The SANE driver on the real scanimage: SANE's `test` backend plays an automatic feeder of ten sheets and every fault. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentScanner, ScanEnd, ScannedPage, ScanOptions } from '../../../devices/document-scanner/contract.ts';
import { createSaneScanner } from '../../../devices/document-scanner/sane.ts';
import { MotcuaError } from '../../../domain/errors.ts';
import { writeSaneConfig } from '../../rig/sane.ts';

let folder = '';
const before = process.env.SANE_CONFIG_DIR;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sane-'));
  process.env.SANE_CONFIG_DIR = await writeSaneConfig(folder);
});
afterEach(async () => {
  if (before === undefined) delete process.env.SANE_CONFIG_DIR;
  else process.env.SANE_CONFIG_DIR = before;
  await rm(folder, { recursive: true, force: true });
});

const scanner = (extra: readonly string[] = [], device = 'test:0', idleMs = 20_000): DocumentScanner =>
  createSaneScanner({ id: 's', device, extra, tmpDir: folder, idleMs, pauseMs: 20 });

const FEEDER: ScanOptions = { source: 'feeder', dpi: 150, mode: 'gray', maxPages: 200 };

async function scan(
  driver: DocumentScanner,
  options: Partial<ScanOptions> = {},
): Promise<{ readonly end: ScanEnd; readonly pages: readonly ScannedPage[] }> {
  const pages: ScannedPage[] = [];
  const end = await driver.scan(
    { ...FEEDER, ...options },
    async (page) => void pages.push(page),
    new AbortController().signal,
  );
  return { end, pages };
}

/** Folders that a scan left behind under its temporary folder. */
const leftovers = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('scan-'));

test('ten sheets at 300 dpi become ten A4 pages, in order, and "out of documents" is the normal end', async () => {
  const { end, pages } = await scan(scanner(['--test-picture=Grid']), { dpi: 300 });
  expect(end).toEqual({ end: 'done', sheets: 10 });
  expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(pages.map((page) => page.file)).size).toBe(10);
  for (const page of pages) expect([page.widthPx, page.heightPx, page.dpi]).toEqual([2480, 3507, 300]);
}, 60_000);

test('each page is taken before the next is delivered', async () => {
  const log: string[] = [];
  await scanner().scan(
    { ...FEEDER, maxPages: 3 },
    async (page) => {
      log.push(`begin ${page.number}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      log.push(`end ${page.number}`);
    },
    new AbortController().signal,
  );
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('a batch ends after as many sheets as asked', async () => {
  expect((await scan(scanner(), { maxPages: 4 })).end).toEqual({ end: 'done', sheets: 4 });
});

test('the glass gives one page', async () => {
  const { end, pages } = await scan(scanner(), { source: 'flatbed' });
  expect(end).toEqual({ end: 'done', sheets: 1 });
  expect(pages).toHaveLength(1);
});

test('colour is colour', async () => {
  expect((await scan(scanner(), { mode: 'color', maxPages: 1 })).end).toEqual({ end: 'done', sheets: 1 });
});

/** Every status that the `test` backend can be told to give while reading. */
test.each([
  ['SANE_STATUS_UNSUPPORTED', 'MC-DSC-05'],
  ['SANE_STATUS_CANCELLED', 'MC-DSC-08'],
  ['SANE_STATUS_INVAL', 'MC-DSC-05'],
  ['SANE_STATUS_EOF', 'MC-DSC-05'],
  ['SANE_STATUS_JAMMED', 'MC-DSC-01'],
  ['SANE_STATUS_NO_DOCS', 'MC-DSC-02'],
  ['SANE_STATUS_COVER_OPEN', 'MC-DSC-03'],
  ['SANE_STATUS_DEVICE_BUSY', 'MC-DSC-04'],
  ['SANE_STATUS_IO_ERROR', 'MC-DSC-05'],
  ['SANE_STATUS_NO_MEM', 'MC-DSC-05'],
  ['SANE_STATUS_ACCESS_DENIED', 'MC-DSC-05'],
])('%s is said as %s, gives no page and leaves nothing behind', async (status, code) => {
  const { end, pages } = await scan(scanner([`--read-return-value=${status}`]));
  expect(end).toEqual({ end: 'stopped', sheets: 0, code });
  expect(pages).toEqual([]);
  expect(await leftovers()).toEqual([]);
});

test('a scanner that hangs is ended, and says that it does not answer', async () => {
  const slow = [
    '--enable-test-options=yes',
    '--read-delay=yes',
    '--read-delay-duration=200000',
    '--read-limit=yes',
    '--read-limit-size=1',
  ];
  const { end } = await scan(scanner(slow, 'test:0', 700));
  expect(end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-05' });
  expect(await leftovers()).toEqual([]);
});

test('the officer stops a batch: the pages before are kept, and it is not called a fault of the scanner', async () => {
  const stop = new AbortController();
  const pages: ScannedPage[] = [];
  const end = await scanner().scan(
    FEEDER,
    async (page) => {
      pages.push(page);
      if (page.number === 2) stop.abort();
    },
    stop.signal,
  );
  expect(end).toMatchObject({ end: 'stopped', code: 'MC-DSC-08' });
  expect(pages.length).toBeGreaterThanOrEqual(2);
});

test('whoever stores the pages fails: the batch stops with that reason', async () => {
  const end = await scanner().scan(
    FEEDER,
    () => Promise.reject(new MotcuaError('MC-STO-01')),
    new AbortController().signal,
  );
  expect(end).toMatchObject({ end: 'stopped', code: 'MC-STO-01' });
});

test('own images through the pnm backend, which knows neither sources nor modes', async () => {
  const page = join(folder, 'page.pgm');
  await writeFile(page, Buffer.concat([Buffer.from('P5\n200 100\n255\n'), Buffer.alloc(20_000, 0x80)]));
  const { end, pages } = await scan(scanner([`--filename=${page}`], 'pnm:0'), { source: 'flatbed' });
  expect(end).toEqual({ end: 'done', sheets: 1 });
  expect(pages[0]).toMatchObject({ widthPx: 200, heightPx: 100 });
});

test('status: ready, absent for a device that is not there, busy while it scans', async () => {
  const driver = scanner();
  expect(await driver.status()).toEqual({ state: 'ready' });
  expect(await scanner([], 'nosuch:0').status()).toEqual({ state: 'absent', code: 'MC-DSC-05' });
  const scanning = scan(driver, { maxPages: 2 });
  expect(await driver.status()).toEqual({ state: 'busy' });
  await scanning;
});

test('a device that is not there ends the scan with a code, not with an exception', async () => {
  expect((await scan(scanner([], 'nosuch:0'))).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-05' });
});

test('a device name is an argument, never a command', async () => {
  const trap = join(folder, 'trap');
  expect((await scan(scanner([], `test:0; touch ${trap} #`))).end).toMatchObject({ end: 'stopped' });
  expect(await readdir(folder)).not.toContain('trap');
});

test('closing in mid-batch ends it', async () => {
  const driver = scanner();
  const scanning = scan(driver, { dpi: 300 });
  await driver.close();
  expect((await scanning).end).toMatchObject({ end: 'stopped', code: 'MC-DSC-08' });
});

test('a second side that the device does not have is refused, not scanned once', async () => {
  const { end, pages } = await scan(scanner(), { source: 'duplex' });
  expect(end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-11' });
  expect(pages).toEqual([]);
});

test('pages that are stored slowly do not pile up on disk, and waiting for us is not hanging', async () => {
  let most = 0;
  const driver = scanner([], 'test:0', 700);
  const end = await driver.scan(
    { ...FEEDER, dpi: 150 },
    async (page) => {
      await new Promise((resolve) => setTimeout(resolve, page.number === 2 ? 1500 : 100));
      most = Math.max(most, (await readdir(dirname(page.file))).length);
      await rm(page.file);
    },
    new AbortController().signal,
  );
  expect(end).toEqual({ end: 'done', sheets: 10 });
  expect(most).toBeLessThanOrEqual(5);
  expect(await leftovers()).toEqual([]);
});

test('a device that names no source may be a glass: its one page does not come 200 times', async () => {
  const page = join(folder, 'page.pgm');
  await writeFile(page, Buffer.concat([Buffer.from('P5\n20 10\n255\n'), Buffer.alloc(200, 0x80)]));
  expect((await scan(scanner([`--filename=${page}`], 'pnm:0'))).end).toEqual({ end: 'done', sheets: 1 });
});

test('own pages through the pnm backend come as they are, dot by dot', async () => {
  const grey = Buffer.alloc(1240 * 1754, 0xf0).map((value, index) => (index % 37 === 0 ? 0x10 : value));
  for (const shift of [0, 5]) {
    const page = join(folder, `page${shift}.pgm`);
    const dots = Buffer.concat([grey.subarray(shift), grey.subarray(0, shift)]);
    await writeFile(page, Buffer.concat([Buffer.from('P5\n1240 1754\n255\n'), dots]));
    const { pages } = await scan(scanner([`--filename=${page}`], 'pnm:0'), { maxPages: 1 });
    expect((await sharp(pages[0]?.file).toColourspace('b-w').raw().toBuffer()).equals(dots)).toBe(true);
  }
});
