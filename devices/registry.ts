/**
 * The device hub: opens what the technician configured, watches it gently, and hands out drivers that keep the list right.
 * Each device is asked by its own clock, so a slow or silent one holds up nobody else.
 */
import type { DeviceView } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { createBench } from './bench.ts';
import type { DeviceHub, DeviceHubEvents } from './contract.ts';
import { createDeviceMemory } from './device-memory.ts';
import { createDeviceWatch, type DeviceWatch } from './device-watch.ts';
import type { DocumentScanner } from './document-scanner/contract.ts';
import { stateOfReason } from './document-scanner/scanimage.ts';
import { type DeviceLog, reasonOf } from './log.ts';
import { openDevice } from './open-device.ts';
import type { DeviceSurroundings, Driver, SeenState } from './opened.ts';
import type { PagePrinter, ReceiptPrinter } from './printer/contract.ts';

export interface DeviceHubOptions {
  readonly configs: readonly DeviceConfig[];
  readonly now: () => number;
  /** For pages on their way; must exist and be private to this program. */
  readonly tmpDir: string;
  readonly samplePagesDir?: string | undefined;
  readonly log: DeviceLog;
  /** Where counters and last tests survive a restart; without it they are kept in memory only. */
  readonly memoryFile?: string | undefined;
}

/** How often a device that can be asked cheaply is asked. Asking a document scanner wakes it, so that one is asked rarely. */
const POLL_MS: Readonly<Partial<Record<Driver['kind'], number>>> = {
  'receipt-printer': 3000,
  // Each question to the spooler is a process.
  'page-printer': 10_000,
  'document-scanner': 60_000,
};
/** A printer that says nothing is waited for two seconds each time, in which no other PC gets through to it. */
const POLL_SILENT_MS = 15_000;

export function createDeviceHub(options: DeviceHubOptions): DeviceHub {
  const { now, log } = options;
  const around: DeviceSurroundings = { now, tmpDir: options.tmpDir, samplePagesDir: options.samplePagesDir, log };
  const memory = createDeviceMemory(options.memoryFile, log);
  const timers = new Map<string, NodeJS.Timeout>();
  let events: DeviceHubEvents | undefined;
  const atWork = new Map<DeviceWatch, number>();
  let closed = false;

  const watches = options.configs.map((config) =>
    createDeviceWatch({
      config,
      device: openDevice(config, around),
      memory,
      now,
      onChange: (view) => closed || events?.onChange(view),
    }),
  );
  const find = (kind: Driver['kind'], id: string | undefined): DeviceWatch | undefined =>
    watches.find((one) => one.device.opened.kind === kind && (id === undefined || one.config.id === id));

  async function ask(watch: DeviceWatch): Promise<void> {
    const { opened } = watch.device;
    // A reader tells its state by itself.
    if (opened.kind === 'barcode-scanner') return;
    try {
      const seen = await opened.driver.status();
      // A question asked just before a job began must not hide that the device is at work.
      if (!atWork.get(watch)) watch.saw(seen);
    } catch (error) {
      log.warn({ device: watch.config.id, reason: reasonOf(error) }, 'device status failed');
      watch.saw({ state: 'unknown' });
    }
  }

  function poll(watch: DeviceWatch): void {
    const every = POLL_MS[watch.device.opened.kind];
    void ask(watch).then(() => {
      if (closed || every === undefined) return;
      timers.set(
        watch.config.id,
        setTimeout(() => poll(watch), watch.view().state === 'unknown' ? POLL_SILENT_MS : every),
      );
    });
  }

  function startReader(watch: DeviceWatch, to: DeviceHubEvents): void {
    const { opened } = watch.device;
    if (opened.kind !== 'barcode-scanner') return;
    opened.driver.start({
      onScan: (scan) => {
        watch.note({ jobs: 1 });
        to.onScan(scan);
      },
      onRefused: (code) => {
        watch.note({ fault: true });
        to.onScanRefused(watch.config.id, code);
      },
      onState: (state, code) => watch.saw({ state, ...(code ? { code } : {}) }),
    });
  }

  /** Shows the device as busy while it works, and as it really is right after. */
  async function working<T>(watch: DeviceWatch, work: () => Promise<T>): Promise<T> {
    atWork.set(watch, (atWork.get(watch) ?? 0) + 1);
    watch.saw({ state: 'busy' });
    try {
      return await work();
    } finally {
      atWork.set(watch, (atWork.get(watch) ?? 1) - 1);
      if (!closed) await ask(watch);
    }
  }

  const watchedReceipt = (watch: DeviceWatch, driver: ReceiptPrinter): ReceiptPrinter => ({
    ...driver,
    print: (bitmap, job) => working(watch, () => driver.print(bitmap, job)),
  });
  const watchedPage = (watch: DeviceWatch, driver: PagePrinter): PagePrinter => ({
    ...driver,
    print: (pdf, job) => working(watch, () => driver.print(pdf, job)),
  });
  const watchedScanner = (watch: DeviceWatch, driver: DocumentScanner): DocumentScanner => ({
    ...driver,
    scan: (scan, onPage, signal) => scanWatched(watch, driver, scan, onPage, signal),
  });

  /** A scanner that just said why it stopped need not be asked again: the reason stands until the next look. */
  async function scanWatched(
    watch: DeviceWatch,
    driver: DocumentScanner,
    ...[scan, onPage, signal]: Parameters<DocumentScanner['scan']>
  ): ReturnType<DocumentScanner['scan']> {
    watch.saw({ state: 'busy' });
    const end = await driver.scan(scan, onPage, signal);
    watch.saw(stateAfterScan(end));
    return end;
  }

  const bench = createBench(
    watches.flatMap(({ config, device }) => (device.virtual ? [{ id: config.id, virtual: device.virtual }] : [])),
    (deviceId) => {
      const watch = watches.find((one) => one.config.id === deviceId);
      if (watch && events && !closed) void ask(watch);
    },
  );

  async function refresh(): Promise<readonly DeviceView[]> {
    await Promise.all(watches.map(ask));
    return watches.map((watch) => watch.view());
  }

  return {
    bench,
    refresh,
    start: (to) => {
      events = to;
      for (const watch of watches) {
        startReader(watch, to);
        poll(watch);
      }
    },
    list: () => watches.map((watch) => watch.view()),
    note: (deviceId, what) => watches.find((one) => one.config.id === deviceId)?.note(what),
    receiptPrinter: (id) => {
      const watch = find('receipt-printer', id);
      return watch?.device.opened.kind === 'receipt-printer'
        ? { id: watch.config.id, driver: watchedReceipt(watch, watch.device.opened.driver) }
        : undefined;
    },
    pagePrinter: (id) => {
      const watch = find('page-printer', id);
      return watch?.device.opened.kind === 'page-printer'
        ? { id: watch.config.id, driver: watchedPage(watch, watch.device.opened.driver) }
        : undefined;
    },
    documentScanner: (id) => {
      const watch = find('document-scanner', id);
      return watch?.device.opened.kind === 'document-scanner'
        ? { id: watch.config.id, driver: watchedScanner(watch, watch.device.opened.driver) }
        : undefined;
    },
    close: async () => {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(watches.map((watch) => watch.device.opened.driver.close()));
      memory.flush();
    },
  };
}

/** An emptied feeder or a stop by the officer is no fault of the device. */
function stateAfterScan(end: Awaited<ReturnType<DocumentScanner['scan']>>): SeenState {
  const fault =
    end.end === 'stopped' &&
    !['MC-DSC-02', 'MC-DSC-06', 'MC-DSC-07', 'MC-DSC-08'].includes(end.code) &&
    end.code.startsWith('MC-DSC-')
      ? end.code
      : undefined;
  return fault ? { state: stateOfReason(fault), code: fault } : { state: 'ready' };
}
