/** A feeder without rollers: sheets are loaded on the device bench, and any of the usual faults can wait at any sheet. */
import { mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../domain/errors.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially } from '../serially.ts';
import type { FeederFault } from '../virtual-bench.ts';
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
  /** How long a silent feeder is waited for; a real one gets a minute. */
  readonly silenceMs?: number;
}

type OnPage = Parameters<DocumentScanner['scan']>[1];

const MAX_SHEETS = 500;
const FAULT_CODES: Readonly<Record<Exclude<FeederFault, 'none'>, ErrorCode>> = {
  jam: 'MC-DSC-01',
  empty: 'MC-DSC-02',
  'cover-open': 'MC-DSC-03',
  busy: 'MC-DSC-04',
  silent: 'MC-DSC-05',
};

export function createVirtualDocumentScanner(options: VirtualDocumentScannerOptions): VirtualDocumentScanner {
  const log = options.log ?? silentLog;
  const scans = countJobs(createSerially());
  const closing = new AbortController();
  let sheets = 3;
  let fault: FeederFault = 'none';
  let faultAt = 1;

  /** What hinders the sheet that would go in now, as the `next`-th of this batch. */
  function hindrance(next: number, onGlass: boolean): ErrorCode | undefined {
    if (onGlass && fault === 'empty') return undefined;
    if (fault !== 'none' && (next >= faultAt || fault === 'busy')) return FAULT_CODES[fault];
    return sheets === 0 && !onGlass ? 'MC-DSC-02' : undefined;
  }
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  /** Draws the next sheet in and hands its page over. */
  async function feedOne(
    folder: string,
    samples: readonly string[],
    scan: ScanOptions,
    pages: PageDelivery,
  ): Promise<void> {
    await sleep(options.msPerSheet ?? 350);
    const number = pages.sheets + 1;
    const file = join(folder, `page${String(number).padStart(5, '0')}.png`);
    await writeSheet(samples, number, scan, file);
    if (scan.source === 'feeder') sheets = Math.max(0, sheets - 1);
    pages.push(file);
    await pages.settled();
  }

  async function scanInto(folder: string, scan: ScanOptions, onPage: OnPage, signal: AbortSignal): Promise<ScanEnd> {
    const samples = await listSamplePages(options.samplePagesDir);
    const onGlass = scan.source === 'flatbed';
    const pages = createPageDelivery(scan.dpi, onPage, (error) =>
      log.warn({ reason: reasonOf(error) }, 'a scanned page could not be kept'),
    );
    while (pages.sheets < (onGlass ? 1 : scan.maxPages)) {
      const code = signal.aborted ? 'MC-DSC-08' : hindrance(pages.sheets + 1, onGlass);
      if (code) return stopped(code, pages.sheets);
      await feedOne(folder, samples, scan, pages);
      if (pages.problem) return { end: 'stopped', sheets: pages.sheets, code: pages.problem };
    }
    return { end: 'done', sheets: pages.sheets };
  }

  async function stopped(code: ErrorCode, fed: number): Promise<ScanEnd> {
    if (code === 'MC-DSC-05') await sleep(options.silenceMs ?? 2000);
    return code === 'MC-DSC-02' && fed > 0 ? { end: 'done', sheets: fed } : { end: 'stopped', sheets: fed, code };
  }

  async function scanNow(scan: ScanOptions, onPage: OnPage, signal: AbortSignal): Promise<ScanEnd> {
    const folder = await mkdtemp(join(options.tmpDir, 'scan-'));
    const end = await scanInto(folder, scan, onPage, AbortSignal.any([signal, closing.signal]));
    // Fails while a page still lies there, and must.
    await rmdir(folder).catch(() => undefined);
    return end;
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
    status: async () => {
      if (scans.busy) return { state: 'busy' };
      // An empty feeder is a feeder waiting for paper, not a fault.
      if (fault === 'none' || fault === 'empty') return { state: 'ready' };
      return { state: stateOfReason(FAULT_CODES[fault]), code: FAULT_CODES[fault] };
    },
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
