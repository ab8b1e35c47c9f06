/** A page printer without metal: keeps the PDFs that it was given, and can be out of paper or silent. */
import { countJobs, createSerially } from '../serially.ts';
import type { PagePrinter, PrinterStatus, PrintOutcome } from './contract.ts';

export type PageFault = 'none' | 'out' | 'silent';

export interface PrintedPaper {
  readonly id: number;
  readonly at: number;
  readonly title: string;
  readonly pdf: Uint8Array;
}

export interface VirtualPagePrinter extends PagePrinter {
  setFault(fault: PageFault): void;
  papers(): readonly PrintedPaper[];
  clear(): void;
}

const MAX_PAPERS = 50;
const STATUS: Readonly<Record<PageFault, PrinterStatus>> = {
  none: { state: 'ready' },
  out: { state: 'attention', code: 'MC-PRN-03' },
  silent: { state: 'absent', code: 'MC-PRN-01' },
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

export function createVirtualPagePrinter(options: {
  readonly now: () => number;
  readonly msPerSheet?: number;
}): VirtualPagePrinter {
  const jobs = countJobs(createSerially());
  let fault: PageFault = 'none';
  let papers: PrintedPaper[] = [];
  let nextId = 1;

  async function printNow(pdf: Uint8Array, title: string, copies: number): Promise<PrintOutcome> {
    await new Promise((resolve) => setTimeout(resolve, (options.msPerSheet ?? 700) * copies));
    const code = STATUS[fault].code;
    if (code) return { outcome: 'not-printed', code };
    if (!isPdf(pdf)) return { outcome: 'not-printed', code: 'MC-PRN-07' };
    for (let copy = 0; copy < copies; copy += 1) {
      papers = [...papers, { id: nextId, at: options.now(), title, pdf }].slice(-MAX_PAPERS);
      nextId += 1;
    }
    return { outcome: 'printed', evidence: `sheet ${nextId - 1} lies in the virtual tray` };
  }

  return {
    status: async () => (jobs.busy ? { state: 'busy' } : STATUS[fault]),
    print: (pdf, job) => jobs.run(() => printNow(pdf, job.title, job.copies)),
    setFault: (next) => {
      fault = next;
    },
    papers: () => papers,
    clear: () => {
      papers = [];
    },
    close: () => jobs.run(() => Promise.resolve()),
  };
}
