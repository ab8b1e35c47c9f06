import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Scan } from '../../devices/barcode-scanner/contract.ts';
import type { DeviceHub, DeviceHubEvents } from '../../devices/contract.ts';
import type { ScannedPage } from '../../devices/document-scanner/contract.ts';
import { silentLog } from '../../devices/log.ts';
import { createDeviceHub } from '../../devices/registry.ts';
import type { DeviceView } from '../../domain/device.ts';
import { type DeviceConfig, devicesConfigSchema } from '../../domain/device-config.ts';

let folder = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

const VIRTUAL: readonly DeviceConfig[] = [
  { id: 'reader', name: 'Đầu đọc quầy', kind: 'barcode-scanner', driver: 'virtual-barcode-scanner', target: 'counter' },
  {
    id: 'kiosk-reader',
    name: 'Đầu đọc kiosk',
    kind: 'barcode-scanner',
    driver: 'virtual-barcode-scanner',
    target: 'kiosk',
  },
  { id: 'slips', name: 'Máy in phiếu', kind: 'receipt-printer', driver: 'virtual-receipt-printer' },
  { id: 'pages', name: 'Máy in A4', kind: 'page-printer', driver: 'virtual-page-printer' },
  { id: 'feeder', name: 'Máy quét', kind: 'document-scanner', driver: 'virtual-document-scanner' },
  { id: 'board', name: 'Màn hình', kind: 'queue-board', driver: 'window' },
];

interface Seen extends DeviceHubEvents {
  readonly scans: Scan[];
  readonly refused: string[];
  readonly changes: DeviceView[];
}

function recorder(): Seen {
  const scans: Scan[] = [];
  const refused: string[] = [];
  const changes: DeviceView[] = [];
  return {
    scans,
    refused,
    changes,
    onScan: (scan) => scans.push(scan),
    onScanRefused: (id, code) => refused.push(`${id} ${code}`),
    onChange: (view) => changes.push(view),
  };
}

function startHub(
  configs: readonly DeviceConfig[] = VIRTUAL,
  memoryFile?: string,
): { readonly hub: DeviceHub; readonly seen: Seen } {
  const hub = createDeviceHub({ configs, now: Date.now, tmpDir: folder, log: silentLog, memoryFile });
  const seen = recorder();
  closing.push(() => hub.close());
  hub.start(seen);
  return { hub, seen };
}

const bench = (hub: DeviceHub): NonNullable<DeviceHub['bench']> => {
  if (!hub.bench) throw new Error('no bench');
  return hub.bench;
};
const stateOf = (hub: DeviceHub, id: string): string => {
  const view = hub.list().find((one) => one.id === id);
  return [view?.state, view?.code, view?.warning].filter(Boolean).join(' ');
};
const blank = { width: 576, height: 80, data: new Uint8Array(72 * 80).fill(0x0f) };

test('every device of the demo desk becomes ready', async () => {
  const { hub } = startHub();
  const views = await hub.refresh();
  expect(views.map((view) => [view.id, view.state, view.virtual])).toEqual([
    ['reader', 'ready', true],
    ['kiosk-reader', 'ready', true],
    ['slips', 'ready', true],
    ['pages', 'ready', true],
    ['feeder', 'ready', true],
    ['board', 'ready', false],
  ]);
});

test('a scan on the bench arrives once, for the window whose reader it is', () => {
  const { hub, seen } = startHub();
  expect(bench(hub).scan('kiosk-reader', 'H57.23.15-210312-0003')).toBe(true);
  expect(bench(hub).scan('kiosk-reader', 'H57.23.15-210312-0003')).toBe(true);
  expect(seen.scans.map((scan) => [scan.text, scan.deviceId, scan.target])).toEqual([
    ['H57.23.15-210312-0003', 'kiosk-reader', 'kiosk'],
  ]);
});

test('an unplugged reader is absent and scans nothing; a device that is no reader scans nothing either', () => {
  const { hub, seen } = startHub();
  expect(bench(hub).unplug('reader', true)).toBe(true);
  expect(stateOf(hub, 'reader')).toBe('absent MC-BCR-01');
  expect(bench(hub).scan('reader', 'x')).toBe(false);
  expect(bench(hub).scan('slips', 'x')).toBe(false);
  bench(hub).unplug('reader', false);
  expect(stateOf(hub, 'reader')).toBe('ready');
  expect(seen.scans).toEqual([]);
});

test('a refused read counts as a fault of that reader', () => {
  const { hub, seen } = startHub();
  bench(hub).scan('reader', 'A'.repeat(5000));
  expect(seen.refused).toEqual(['reader MC-SCN-03']);
  expect(hub.list()[0]?.counters.faults).toBe(1);
});

test('the slip shown is what the driver’s bytes decode to', async () => {
  const { hub } = startHub();
  const printer = hub.receiptPrinter();
  expect(printer?.driver.dots).toBe(576);
  expect(await printer?.driver.print(blank, { id: 'job', copies: 1 })).toMatchObject({ outcome: 'printed' });
  const slip = bench(hub).printer.slips()[0];
  expect(slip?.cut).toBe(true);
  expect(slip?.bitmap.data.subarray(0, blank.data.length)).toEqual(blank.data);
  expect(stateOf(hub, 'slips')).toBe('ready');
});

test('paper states reach the list, and a job is refused with the reason', async () => {
  const { hub } = startHub();
  await hub.refresh();
  bench(hub).printer.setPaper('near-end');
  await expect.poll(() => stateOf(hub, 'slips')).toBe('ready MC-PRN-04');
  bench(hub).printer.setPaper('out');
  await expect.poll(() => stateOf(hub, 'slips')).toBe('attention MC-PRN-03');
  expect(await hub.receiptPrinter('slips')?.driver.print(blank, { id: 'job', copies: 1 })).toEqual({
    outcome: 'not-printed',
    code: 'MC-PRN-03',
  });
  bench(hub).unplug('slips', true);
  await expect.poll(() => stateOf(hub, 'slips')).toBe('absent MC-PRN-01');
  bench(hub).reset();
  await expect.poll(() => stateOf(hub, 'slips')).toBe('ready');
});

test('a page printer keeps what it was given; without paper it says so', async () => {
  const { hub } = startHub();
  const pdf = new TextEncoder().encode('%PDF-1.7 mẫu');
  const job = { id: 'job', title: 'Giấy tiếp nhận', media: 'A5', copies: 2 } as const;
  expect(await hub.pagePrinter()?.driver.print(pdf, job)).toMatchObject({ outcome: 'printed' });
  expect(
    bench(hub)
      .pagePrinter.papers()
      .map((paper) => paper.title),
  ).toEqual(['Giấy tiếp nhận', 'Giấy tiếp nhận']);
  bench(hub).pagePrinter.setFault('out');
  expect(await hub.pagePrinter()?.driver.print(pdf, job)).toEqual({ outcome: 'not-printed', code: 'MC-PRN-03' });
});

test('a jam in mid-stack keeps the pages before it; cleared, the rest goes through', async () => {
  const { hub } = startHub();
  const pages: ScannedPage[] = [];
  const scan = (): Promise<unknown> =>
    hub
      .documentScanner()
      ?.driver.scan(
        { source: 'feeder', dpi: 150, mode: 'gray', maxPages: 50 },
        async (page) => void pages.push(page),
        new AbortController().signal,
      ) ?? Promise.reject(new Error('no scanner'));
  bench(hub).feeder.load(3);
  bench(hub).feeder.setFault('jam', 2);
  expect(await scan()).toEqual({ end: 'stopped', sheets: 1, code: 'MC-DSC-01' });
  expect(stateOf(hub, 'feeder')).toBe('attention MC-DSC-01');
  expect(bench(hub).feeder.state()).toEqual({ sheets: 2, fault: 'jam', faultAt: 2 });
  bench(hub).feeder.setFault('none', 1);
  expect(await scan()).toEqual({ end: 'done', sheets: 2 });
  expect(pages).toHaveLength(3);
  expect(pages[0]).toMatchObject({ number: 1, widthPx: 1240, heightPx: 1754, dpi: 150 });
  expect(await scan()).toEqual({ end: 'stopped', sheets: 0, code: 'MC-DSC-02' });
});

test('changes are told once, not at every look', async () => {
  const { hub, seen } = startHub();
  await hub.refresh();
  const before = seen.changes.length;
  await hub.refresh();
  await hub.refresh();
  expect(seen.changes).toHaveLength(before);
});

test('a printer that takes the connection and says nothing holds up no other device', async () => {
  const sockets: Socket[] = [];
  const hung = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    hung.close();
  });
  const address = hung.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { hub } = startHub([
    {
      id: 'hung',
      name: 'Máy in phiếu',
      kind: 'receipt-printer',
      driver: 'escpos-tcp',
      host: '127.0.0.1',
      port,
      dots: 576,
      model: 'generic',
    },
    ...VIRTUAL,
  ]);
  const slow = hub.refresh();
  let slowDone = false;
  void slow.then(() => {
    slowDone = true;
  });
  expect(await hub.receiptPrinter('slips')?.driver.print(blank, { id: 'job', copies: 1 })).toMatchObject({
    outcome: 'printed',
  });
  expect(slowDone).toBe(false);
  await slow;
  expect(stateOf(hub, 'hung')).toBe('unknown');
});

test('counters and the last test survive a restart; a broken file starts them again', async () => {
  const file = join(folder, 'devices-seen.json');
  const first = startHub(VIRTUAL, file);
  first.hub.note('slips', { jobs: 1, pages: 2, test: { ok: true, observed: 'in rõ' } });
  expect(first.hub.list()[2]).toMatchObject({
    counters: { jobs: 1, pages: 2, faults: 0 },
    lastTest: { ok: true, observed: 'in rõ' },
  });
  await first.hub.close();
  expect(startHub(VIRTUAL, file).hub.list()[2]).toMatchObject({
    counters: { jobs: 1, pages: 2, faults: 0 },
    lastTest: { ok: true, observed: 'in rõ' },
  });
  await writeFile(file, '{"slips":');
  expect(startHub(VIRTUAL, file).hub.list()[2]?.counters).toEqual({ jobs: 0, pages: 0, faults: 0 });
  expect(await readFile(file, 'utf8')).toBe('{"slips":');
});

test('a PC without virtual devices has no bench, and without a printer no printer', () => {
  const { hub } = startHub([{ id: 'board', name: 'Màn hình', kind: 'queue-board', driver: 'window' }]);
  expect(hub.bench).toBeUndefined();
  expect(hub.receiptPrinter()).toBeUndefined();
});

test('the configuration refuses a driver of another kind and accepts the right one', () => {
  const device = { id: 'a', name: 'A', kind: 'receipt-printer', driver: 'escpos-tcp', host: '127.0.0.1' };
  const [taken] = devicesConfigSchema.parse({ devices: [device] }).devices;
  expect(taken).toMatchObject({ port: 9100, model: 'generic' });
  // How wide it prints is its model's matter.
  expect(taken).not.toHaveProperty('dots');
  expect(devicesConfigSchema.safeParse({ devices: [{ ...device, kind: 'page-printer' }] }).success).toBe(false);
});

test('no event comes after closing', async () => {
  const { hub, seen } = startHub();
  const virtual = bench(hub);
  await hub.close();
  const before = seen.changes.length;
  virtual.scan('reader', 'late');
  virtual.unplug('reader', true);
  expect(seen.scans).toEqual([]);
  expect(seen.changes).toHaveLength(before);
});
