/** A receipt printer on TCP (port 9100). Jobs go one after another, each over its own connection, as does a status question. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially, shared } from '../serially.ts';
import type { Bitmap, PrinterStatus, PrintOutcome, ReceiptPrinter } from './contract.ts';
import { encodeCommand } from './escpos.ts';
import { askPrinter, type JobTimes, notPrinted, type PrinterTraits, runJob, STATUS_MS } from './escpos-job.ts';
import { openLink, type PrinterAddress, type PrinterLink } from './escpos-link.ts';

export interface EscposTcpOptions extends Partial<JobTimes> {
  readonly id: string;
  /** Asked at every connection, so that a virtual printer can find its port late. */
  readonly address: () => Promise<PrinterAddress>;
  readonly dots: number;
  readonly log?: DeviceLog;
}

const CONNECT_MS = 3000;
/** For a question beside a job, or after one. */
const SHORT_MS = 1000;
const RETRY_CONNECT_MS = 500;

export function createEscposTcpPrinter(options: EscposTcpOptions): ReceiptPrinter {
  const log = options.log ?? silentLog;
  const times: JobTimes = {
    patienceMs: options.patienceMs ?? 8000,
    bytesPerSecond: options.bytesPerSecond ?? 4000,
    rowsPerSecond: options.rowsPerSecond ?? 2000,
  };
  const traits: PrinterTraits = { answers: false, answersQueued: undefined };
  const queue = createSerially();
  const jobs = countJobs(queue);
  const open = new Set<PrinterLink>();
  let closed = false;

  async function withLink<T>(timeoutMs: number, use: (link: PrinterLink) => Promise<T>, failed: () => T): Promise<T> {
    let link: PrinterLink;
    try {
      link = await openLink(await options.address(), timeoutMs);
    } catch (error) {
      log.debug({ device: options.id, reason: reasonOf(error) }, 'printer not reached');
      return failed();
    }
    open.add(link);
    try {
      return await use(link);
    } finally {
      await link.finish(SHORT_MS);
      open.delete(link);
    }
  }

  const askShared = shared(() =>
    queue.run(() => {
      const started = performance.now();
      return withLink<PrinterStatus>(
        STATUS_MS / 2,
        (link) => askPrinter(link, traits, STATUS_MS - (performance.now() - started)),
        () => ({ state: 'absent', code: 'MC-PRN-01' }),
      );
    }),
  );

  /** A printer that takes only one connection says nothing here, and the job's time limit decides. */
  const hasStopped = (): Promise<boolean> =>
    withLink(
      SHORT_MS,
      async (link) => (await askPrinter(link, traits, SHORT_MS)).state === 'attention',
      () => false,
    );

  /** After a job that broke off: what is still in the printer's buffer must not come out on the next slip. */
  const clearUp = (outcome: PrintOutcome): Promise<PrintOutcome> =>
    withLink(
      SHORT_MS,
      async (link) => {
        await link.send(encodeCommand({ kind: 'clear-buffers' }), performance.now() + SHORT_MS);
        return withReason(outcome, await askPrinter(link, traits, STATUS_MS));
      },
      () => outcome,
    );

  const attempt = (bitmap: Bitmap, copies: number): Promise<PrintOutcome | undefined> =>
    withLink<PrintOutcome | undefined>(
      CONNECT_MS,
      (link) => runJob({ link, traits, times, dots: options.dots, hasStopped }, bitmap, copies),
      () => undefined,
    );

  async function printNow(bitmap: Bitmap, copies: number): Promise<PrintOutcome> {
    if (closed) return notPrinted('MC-PRN-01');
    let outcome = await attempt(bitmap, copies);
    if (!outcome) {
      // A printer takes one connection at a time; another PC may just have had it.
      await sleep(RETRY_CONNECT_MS);
      outcome = (await attempt(bitmap, copies)) ?? notPrinted('MC-PRN-01');
    }
    return outcome.outcome === 'uncertain' && traits.answers && !closed ? clearUp(outcome) : outcome;
  }

  return {
    dots: options.dots,
    status: () => (jobs.busy ? Promise.resolve({ state: 'busy' }) : askShared()),
    print: (bitmap, job) => jobs.run(() => printNow(bitmap, job.copies)),
    close: async () => {
      closed = true;
      for (const link of open) link.abandon();
      await queue.run(() => Promise.resolve());
    },
  };
}

/** An uncertain end whose reason the printer can still tell. */
function withReason(outcome: PrintOutcome, status: PrinterStatus): PrintOutcome {
  const told =
    outcome.outcome === 'uncertain' && outcome.code === 'MC-PRN-05' && status.state === 'attention' && status.code;
  return told ? { outcome: 'uncertain', code: told } : outcome;
}
