/** A feeder without rollers: sheets are loaded on the device bench, and any of the usual faults can wait at any sheet. */
import { mkdtemp, rmdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeederFault } from '../../domain/bench.ts';
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially } from '../serially.ts';
import type { DocumentScanner, ScanEnd, ScanOptions } from './contract.ts';
import { createPageDelivery, type PageDelivery } from './page-delivery.ts';
import { listSamplePages, writeSheet } from './sample-pages.ts';
import { stateOfReason } from './scanimage.ts';

export interface VirtualDocumentScanner extends DocumentScanner {
  feeder(): { readonly sheets: number; readonly fault: FeederFault; readonly faultAt: number };
  load(sheets: number): void;
  setFault(fault: FeederFault, atSheet: number): void;
}

export interface VirtualDocumentScannerOptions {
  readonly tmpDir: string;
  readonly samplePagesDir?: string | undefined;
  readonly log?: DeviceLog;
  readonly msPerSheet?: number;
  /** What a sheet takes with the fault `slow`. */
  readonly slowMs?: number;
  /** How long a silent feeder is waited for; a real one gets a minute. */
  readonly silenceMs?: number;
}

type OnPage = Parameters<DocumentScanner['scan']>[1];

interface Batch {
  readonly scan: ScanOptions;
  readonly folder: string;
  readonly samples: readonly string[];
  readonly pages: PageDelivery;
}

const MAX_SHEETS = 500;
const SLOW_MS = 4000;
/** Faults that hold the feed up; the others let a sheet through, each in its own way. */
const STOPPING: Readonly<Partial<Record<FeederFault, ErrorCode>>> = {
  jam: 'MC-DSC-01',
  empty: 'MC-DSC-02',
  'cover-open': 'MC-DSC-03',
  busy: 'MC-DSC-04',
  silent: 'MC-DSC-05',
  unplugged: 'MC-DSC-05',
  'double-feed': 'MC-DSC-09',
};
/** What a look at the device shows; two sheets at once are seen only while feeding. */
const STANDING: readonly FeederFault[] = ['jam', 'cover-open', 'busy', 'silent', 'unplugged'];

export function createVirtualDocumentScanner(options: VirtualDocumentScannerOptions): VirtualDocumentScanner {
  const log = options.log ?? silentLog;
  const scans = countJobs(createSerially());
  const closing = new AbortController();
  let sheets = 3;
  let fault: FeederFault = 'none';
  let faultAt = 1;

  /** What hinders the sheet that would go in now, as the `next`-th of this batch. */
  function hindrance(next: number, onGlass: boolean): ErrorCode | undefined {
    if (onGlass && (fault === 'empty' || fault === 'double-feed')) return undefined;
    const code = STOPPING[fault];
    if (code && (next >= faultAt || fault === 'busy')) return code;
    return sheets === 0 && !onGlass ? 'MC-DSC-02' : undefined;
  }
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const takeFromTray = (count: number): void => {
    sheets = Math.max(0, sheets - count);
  };

  /** One side of the `sheet`-th sheet as a file, whole or, with the fault for it, cut off. */
  async function picture(batch: Batch, sheet: number): Promise<void> {
    const { scan, pages, folder, samples } = batch;
    const side = pages.sides + 1;
    const file = join(folder, `page${String(side).padStart(5, '0')}.png`);
    await writeSheet(samples, side, scan, file);
    if (fault === 'garbage' && sheet === faultAt) await truncate(file, 2000);
    pages.push(file);
    await pages.settled();
  }

  /** Draws the next sheet in and hands its pages over. */
  async function feedOne(batch: Batch, sheet: number): Promise<void> {
    const { scan } = batch;
    await sleep(fault === 'slow' && sheet >= faultAt ? (options.slowMs ?? SLOW_MS) : (options.msPerSheet ?? 350));
    if (scan.source !== 'flatbed') takeFromTray(1);
    const owed = scan.source === 'duplex' ? 2 : 1;
    const given = fault === 'missing-page' && sheet === faultAt ? owed - 1 : owed;
    for (let side = 0; side < given && !batch.pages.problem; side += 1) await picture(batch, sheet);
  }

  /** Why the batch goes no further after `fed` sheets; `full` when it has what it may take. */
  function halt({ scan, pages }: Batch, fed: number, aborted: boolean): ErrorCode | 'full' | undefined {
    const onGlass = scan.source === 'flatbed';
    if (pages.problem) return pages.problem;
    if (fed >= (onGlass ? 1 : scan.maxPages)) return 'full';
    return aborted ? 'MC-DSC-08' : hindrance(fed + 1, onGlass);
  }

  async function scanInto(batch: Batch, signal: AbortSignal): Promise<ScanEnd> {
    for (let fed = 0; ; fed += 1) {
      const why = halt(batch, fed, signal.aborted);
      if (why === 'full') return { end: 'done', sheets: fed };
      if (why) return stopped(why, fed);
      await feedOne(batch, fed + 1);
    }
  }

  async function stopped(code: ErrorCode, fed: number): Promise<ScanEnd> {
    // The two that stick together both leave the tray.
    if (code === 'MC-DSC-09') takeFromTray(2);
    if (code === 'MC-DSC-05' && fault !== 'unplugged') await sleep(options.silenceMs ?? 2000);
    return code === 'MC-DSC-02' && fed > 0 ? { end: 'done', sheets: fed } : { end: 'stopped', sheets: fed, code };
  }

  async function scanNow(scan: ScanOptions, onPage: OnPage, signal: AbortSignal): Promise<ScanEnd> {
    const folder = await mkdtemp(join(options.tmpDir, 'scan-'));
    const samples = await listSamplePages(options.samplePagesDir);
    const pages = createPageDelivery(scan.dpi, onPage, (error) =>
      log.warn({ reason: reasonOf(error) }, 'a scanned page could not be kept'),
    );
    const end = await scanInto({ scan, folder, samples, pages }, AbortSignal.any([signal, closing.signal]));
    // Fails while a page still lies there, and must.
    await rmdir(folder).catch(() => undefined);
    return end;
  }

  function seen(): { readonly state: DeviceState; readonly code?: ErrorCode } {
    const code = STANDING.includes(fault) ? STOPPING[fault] : undefined;
    // An empty feeder is a feeder waiting for paper, not a fault.
    return code ? { state: stateOfReason(code), code } : { state: 'ready' };
  }

  return {
    feeder: () => ({ sheets, fault, faultAt }),
    load: (count) => {
      sheets = Math.min(MAX_SHEETS, Math.max(0, Math.trunc(count)));
    },
    setFault: (next, atSheet) => {
      fault = next;
      faultAt = Math.max(1, Math.trunc(atSheet));
    },
    status: async () => (scans.busy ? { state: 'busy' } : seen()),
    scan: (scan, onPage, signal) =>
      scans.run(() =>
        scanNow(scan, onPage, signal).catch((error: unknown): ScanEnd => {
          log.warn({ reason: reasonOf(error) }, 'virtual scan failed');
          return { end: 'stopped', sheets: 0, code: 'MC-DSC-05' };
        }),
      ),
    close: async () => {
      closing.abort();
      await scans.run(() => Promise.resolve());
    },
  };
}
