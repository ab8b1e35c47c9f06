/** A page printer without metal: keeps the PDFs that it was given, and goes wrong in the ways that real ones do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PagePrinterFault } from '../../domain/bench.ts';
import { countJobs, createSerially } from '../serially.ts';
import type { PagePrinter, PrinterStatus, PrintOutcome } from './contract.ts';

export interface PrintedPaper {
  readonly id: number;
  readonly at: number;
  readonly title: string;
  readonly pdf: Uint8Array;
}

export interface VirtualPagePrinter extends PagePrinter {
  setFault(fault: PagePrinterFault): void;
  fault(): PagePrinterFault;
  papers(): readonly PrintedPaper[];
  clear(): void;
}

const MAX_PAPERS = 50;
const SLOWER = 14;
/** How long another's job is waited for, and how often it is looked at. */
const BUSY_MS = 10_000;
const LOOK_MS = 100;

const STATUS: Readonly<Record<PagePrinterFault, PrinterStatus>> = {
  none: { state: 'ready' },
  slow: { state: 'ready' },
  'near-end': { state: 'ready', warning: 'MC-PRN-04' },
  out: { state: 'attention', code: 'MC-PRN-03' },
  'cover-open': { state: 'attention', code: 'MC-PRN-02' },
  jam: { state: 'attention', code: 'MC-PRN-06' },
  busy: { state: 'busy' },
  silent: { state: 'absent', code: 'MC-PRN-01' },
  garbage: { state: 'unknown' },
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

export function createVirtualPagePrinter(options: {
  readonly now: () => number;
  readonly msPerSheet?: number;
  readonly busyMs?: number;
}): VirtualPagePrinter {
  const jobs = countJobs(createSerially());
  let fault: PagePrinterFault = 'none';
  let papers: readonly PrintedPaper[] = [];
  let nextId = 1;
  let closed = false;

  async function whileBusy(): Promise<void> {
    const until = performance.now() + (options.busyMs ?? BUSY_MS);
    while (fault === 'busy' && !closed && performance.now() < until) await sleep(LOOK_MS);
  }

  async function printNow(pdf: Uint8Array, title: string, copies: number): Promise<PrintOutcome> {
    await whileBusy();
    const { state, code } = STATUS[fault];
    if (state === 'busy') return { outcome: 'not-printed', code: 'MC-PRN-12' };
    await sleep((options.msPerSheet ?? 700) * copies * (fault === 'slow' ? SLOWER : 1));
    if (code) return { outcome: 'not-printed', code };
    if (!isPdf(pdf)) return { outcome: 'not-printed', code: 'MC-PRN-07' };
    for (let copy = 0; copy < copies; copy += 1) {
      papers = [...papers, { id: nextId, at: options.now(), title, pdf }].slice(-MAX_PAPERS);
      nextId += 1;
    }
    // The sheet lies there, and the printer's report of it cannot be read.
    if (fault === 'garbage') return { outcome: 'uncertain', code: 'MC-PRN-05' };
    return { outcome: 'printed', evidence: `sheet ${nextId - 1} lies in the virtual tray` };
  }

  return {
    status: async () => (jobs.busy ? { state: 'busy' } : STATUS[fault]),
    print: (pdf, job) => jobs.run(() => printNow(pdf, job.title, job.copies)),
    setFault: (next) => {
      fault = next;
    },
    fault: () => fault,
    papers: () => papers,
    clear: () => {
      papers = [];
    },
    close: () => {
      closed = true;
      return jobs.run(() => Promise.resolve());
    },
  };
}
