/** Our eSCL client against the emulator that sane-airscan and SANE's `escl` judge (others-clients.test.ts), and its faults. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentScanner } from '../../../../devices/document-scanner/contract.ts';
import { createEsclScanner } from '../../../../devices/document-scanner/escl/scanner.ts';
import { MotcuaError } from '../../../../domain/errors.ts';
import { type RigEscl, startRigEscl } from '../../../rig/escl-scanner.ts';
import type { EsclTrouble } from '../../../rig/escl-trouble.ts';
import { scanBatch } from '../../../rig/scanning.ts';

let folder = '';
let rig: RigEscl;
const drivers: DocumentScanner[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escl-'));
  rig = await startRigEscl();
});
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.close();
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

const LIMITS = { requestMs: 5000, idleMs: 10_000, retryMs: 10, stallMs: 1500, pageMs: 30_000 };

function client(url = rig.url, more: Partial<typeof LIMITS> = {}): DocumentScanner {
  const driver = createEsclScanner({ id: 's', url, tmpDir: folder, ...LIMITS, ...more });
  drivers.push(driver);
  return driver;
}
function set(sheets: number, trouble: EsclTrouble = {}): void {
  rig.load(sheets);
  rig.trouble(trouble);
}
/** Buffers that are in use, after what is not was collected. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}
const files = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => /page/.test(name));
const asked = (what: string): number => rig.requests.filter((one) => one === what).length;

test('three sheets become three JPEG pages in order, whole and of A4 size, and the job is taken away', async () => {
  const { end, pages } = await scanBatch(client());
  expect(end).toEqual({ end: 'done', sheets: 3 });
  expect(pages.map(({ number, format, dpi }) => [number, format, dpi])).toEqual([1, 2, 3].map((n) => [n, 'jpeg', 150]));
  for (const page of pages) {
    const seen = await sharp(page.file).metadata();
    expect([seen.format, seen.width, seen.height]).toEqual(['jpeg', page.widthPx, page.heightPx]);
    expect([page.widthPx, page.heightPx]).toEqual([1240, 1754]);
  }
  expect(rig.openJobs()).toBe(0);
});

test('both sides: two pages a sheet, sheets counted as sheets', async () => {
  set(4);
  const { end, pages } = await scanBatch(client(), { source: 'duplex' });
  expect(end).toEqual({ end: 'done', sheets: 4 });
  expect(pages).toHaveLength(8);
  expect(rig.orders[0]).toContain('<scan:Duplex>true</scan:Duplex>');
});

test('the glass gives one page, also with paper in the feeder', async () => {
  const { end, pages } = await scanBatch(client(), { source: 'flatbed', mode: 'color' });
  expect(end).toEqual({ end: 'done', sheets: 1 });
  expect((await sharp(pages[0]?.file).metadata()).channels).toBe(3);
  expect(rig.sheets()).toBe(3);
});

test('each page is taken before the next is delivered', async () => {
  const log: string[] = [];
  await scanBatch(client(), {}, async ({ number }) => {
    log.push(`begin ${number}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    log.push(`end ${number}`);
  });
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('a feeder that is faster than whoever stores waits: no more than three pages lie on disk', async () => {
  set(12);
  const most: number[] = [];
  const { end } = await scanBatch(client(), {}, async ({ file }) => {
    await new Promise((resolve) => setTimeout(resolve, 25));
    most.push((await files()).length);
    await rm(file);
  });
  expect(end).toEqual({ end: 'done', sheets: 12 });
  expect(Math.max(...most)).toBeLessThanOrEqual(3);
});

test('a batch ends after as many sheets as asked, even if the scanner never does', async () => {
  set(3, { endless: true });
  expect((await scanBatch(client(), { maxPages: 7 })).end).toEqual({ end: 'done', sheets: 7 });
  expect((await scanBatch(client(), { maxPages: 3, source: 'duplex' })).end).toEqual({ end: 'done', sheets: 3 });
  expect(rig.openJobs()).toBe(0);
});

describe('the way a batch ends', () => {
  test.each<[string, number, EsclTrouble, object, number]>([
    ['a jam after two pages', 5, { jamAfter: 2 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-01' }, 2],
    ['a jam at once', 5, { jamAfter: 0 }, { end: 'stopped', sheets: 0, code: 'MC-DSC-01' }, 0],
    ['an empty feeder', 0, {}, { end: 'stopped', sheets: 0, code: 'MC-DSC-02' }, 0],
    ['an open cover', 2, { doorOpen: true }, { end: 'stopped', sheets: 0, code: 'MC-DSC-03' }, 0],
    ['two sheets at once', 4, { multipickAfter: 1 }, { end: 'stopped', sheets: 1, code: 'MC-DSC-09' }, 1],
    ['"not yet" before every page', 2, { busyPages: 4 }, { end: 'done', sheets: 2 }, 2],
    ['"not yet" said as 404', 2, { goneBeforePage: 2 }, { end: 'done', sheets: 2 }, 2],
    ['"not yet" said as 410', 2, { goneBeforePage: 2, goneStatus: 410 }, { end: 'done', sheets: 2 }, 2],
    ['a slow scanner', 2, { msPerPage: 300 }, { end: 'done', sheets: 2 }, 2],
    ['a scanner that lists no jobs', 2, { noJobList: true }, { end: 'done', sheets: 2 }, 2],
    ['a scanner busy with another PC', 2, { busyOrders: 3 }, { end: 'done', sheets: 2 }, 2],
    ['… that stays busy', 2, { busyOrders: 99 }, { end: 'stopped', sheets: 0, code: 'MC-DSC-04' }, 0],
    ['a feeder that gives up every two pages', 5, { giveUpEvery: 2 }, { end: 'done', sheets: 5 }, 5],
    ['a stop at the device', 5, { canceledAfter: 2 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-08' }, 2],
    ['a page fed and never given', 3, { loseAt: 2 }, { end: 'stopped', sheets: 3, code: 'MC-DSC-07' }, 2],
    ['a page of noise', 3, { garbageAt: 2 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-06' }, 1],
    ['a truncated JPEG', 3, { truncateAt: 2 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-06' }, 1],
    ['a line cut in mid-page', 3, { cutAt: 2 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-06' }, 1],
    ['a page that stops coming', 3, { stallAt: 2 }, { end: 'stopped', sheets: 1, code: 'MC-DSC-05' }, 1],
    ['a page that never comes', 3, { hangAt: 3 }, { end: 'stopped', sheets: 2, code: 'MC-DSC-05' }, 2],
    ['a host name of its own in Location', 2, { locationHost: 'http://evil.example:9' }, { end: 'done', sheets: 2 }, 2],
    ['a Location without a host', 2, { locationHost: '' }, { end: 'done', sheets: 2 }, 2],
  ])('%s', async (_, sheets, trouble, expected, kept) => {
    set(sheets, trouble);
    const idleMs = trouble.hangAt ? 2000 : LIMITS.idleMs;
    const { end, pages } = await scanBatch(client(rig.url, { idleMs }));
    expect(end).toEqual(expected);
    expect(pages).toHaveLength(kept);
    expect(rig.openJobs()).toBe(0);
    expect((await files()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('always taken away', () => {
  test('the officer stops: the pages before are kept, and it is no fault of the scanner', async () => {
    set(50, { msPerPage: 20 });
    const stop = new AbortController();
    const { end, pages } = await scanBatch(
      client(),
      {},
      async ({ number }) => {
        if (number === 2) stop.abort();
      },
      stop.signal,
    );
    expect(end).toMatchObject({ end: 'stopped', code: 'MC-DSC-08' });
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(rig.openJobs()).toBe(0);
  });

  test('stopping while a page is awaited ends at once', async () => {
    set(3, { hangAt: 1 });
    const stop = new AbortController();
    const scanning = scanBatch(client(rig.url, { idleMs: 60_000 }), {}, undefined, stop.signal);
    while (asked('GET /eSCL/ScanJobs/job-1/NextDocument') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect((await scanning).end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-08' });
    expect(rig.openJobs()).toBe(0);
  });

  test('whoever stores the pages fails: the batch stops with that reason', async () => {
    set(9);
    const { end } = await scanBatch(client(), {}, () => Promise.reject(new MotcuaError('MC-STO-01')));
    expect(end).toMatchObject({ end: 'stopped', code: 'MC-STO-01' });
    expect(rig.openJobs()).toBe(0);
    expect(rig.sheets()).toBeGreaterThan(0);
  });

  test('closing in mid-batch', async () => {
    set(50, { msPerPage: 20 });
    const driver = client();
    const scanning = scanBatch(driver);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await driver.close();
    expect((await scanning).end).toMatchObject({ end: 'stopped', code: 'MC-DSC-08' });
    expect(rig.openJobs()).toBe(0);
  });

  test('a line that breaks just then: once more', async () => {
    set(1, { deleteFails: 1 });
    expect((await scanBatch(client())).end).toEqual({ end: 'done', sheets: 1 });
    expect(rig.openJobs()).toBe(0);
  });

  test('after a power cut the job of the earlier run goes first, or the scanner would refuse everybody', async () => {
    set(1, { deleteFails: 2 });
    expect((await scanBatch(client())).end).toEqual({ end: 'done', sheets: 1 });
    expect(rig.openJobs()).toBe(1);
    set(1, { blockedByLeftJobs: true });
    expect((await scanBatch(client())).end).toEqual({ end: 'done', sheets: 1 });
    expect(rig.openJobs()).toBe(0);
  });
});

describe('what is no scanner, or a wicked one', () => {
  const refused = { end: 'stopped', sheets: 0, code: 'MC-DSC-10' };

  test.each<[string, EsclTrouble]>([
    ['a web page', { webPage: true }],
    ['an entity bomb', { entityBomb: true }],
    ['itself in circles', { redirectTo: '/eSCL/ScannerCapabilities' }],
  ])('%s is refused', async (_, trouble) => {
    set(3, trouble);
    expect((await scanBatch(client())).end).toEqual(refused);
    expect(await client().status()).toEqual({ state: 'attention', code: 'MC-DSC-10' });
  });

  test('a redirect to another host is not followed', async () => {
    const other = await startRigEscl();
    set(3, { redirectTo: `${other.url}/ScannerCapabilities` });
    expect((await scanBatch(client())).end).toEqual(refused);
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('a page of 60 MB goes to disk and not into memory; one that passes 64 MB is dropped', async () => {
    set(1, { hugeAt: { page: 1, bytes: 60 * 1024 * 1024 } });
    const before = heldBytes();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, heldBytes() - before);
    }, 150);
    expect((await scanBatch(client())).end).toEqual({ end: 'done', sheets: 1 });
    clearInterval(watch);
    expect(most).toBeLessThan(30 * 1024 * 1024);
    set(2, { hugeAt: { page: 1, bytes: 66 * 1024 * 1024 } });
    expect((await scanBatch(client())).end).toEqual({ end: 'stopped', sheets: 1, code: 'MC-DSC-06' });
    expect(rig.openJobs()).toBe(0);
  });

  test('an address where nothing answers, or never says a word, is a scanner that does not answer', async () => {
    expect((await scanBatch(client('http://127.0.0.1:9/eSCL'))).end).toMatchObject({ code: 'MC-DSC-05' });
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const driver = client(`http://127.0.0.1:${port}`, { requestMs: 300 });
    expect(await driver.status()).toEqual({ state: 'absent', code: 'MC-DSC-05' });
    mute.close();
  });
});

test('a scanner without a second side says so instead of scanning one', async () => {
  const simplex = await startRigEscl({ model: { duplex: false } });
  const { end } = await scanBatch(client(simplex.url), { source: 'duplex' });
  expect(end).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-11' });
  expect(simplex.orders).toEqual([]);
  await simplex.close();
});

test('status: ready, busy while it scans, the cover, ready again', async () => {
  const driver = client();
  expect(await driver.status()).toEqual({ state: 'ready' });
  set(2, { msPerPage: 50 });
  const scanning = scanBatch(driver);
  expect(await driver.status()).toEqual({ state: 'busy' });
  await scanning;
  set(2, { doorOpen: true });
  expect(await driver.status()).toEqual({ state: 'attention', code: 'MC-DSC-03' });
  set(0);
  expect(await driver.status()).toEqual({ state: 'ready' });
});
