/**
 * An ESC/POS receipt printer, however it is connected. Jobs go one after another; a job that broke off is cleared out of the
 * printer before anything else is sent, now or when its line is back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../domain/errors.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { PortFault } from '../ports/contract.ts';
import { countJobs, createSerially, shared } from '../serially.ts';
import type { Bitmap, PrinterStatus, PrintOutcome, ReceiptPrinter } from './contract.ts';
import { clearCommands, type EscposCommand, encodeCommand, type SlipLayout, severCommands } from './escpos.ts';
import {
  askPrinter,
  type JobEnd,
  type JobTimes,
  notPrinted,
  type PrinterTraits,
  runJob,
  STATUS_MS,
} from './escpos-job.ts';
import type { PrinterLine } from './escpos-line.ts';
import type { PrinterLink } from './escpos-link.ts';
import type { PrinterModel } from './models.ts';

export interface EscposOptions extends Partial<JobTimes> {
  readonly id: string;
  readonly line: PrinterLine;
  readonly model: PrinterModel;
  /** Dots across the head, where it is not the model's. */
  readonly dots?: number;
  readonly log?: DeviceLog;
}

const CONNECT_MS = 3000;
/** For a question beside a job, or after one. */
const SHORT_MS = 1000;
const RETRY_CONNECT_MS = 500;
/** A line that was hung up is open again by then. */
const REOPEN_MS = 2500;
/** No band takes a slow line longer than this, so that the printer can be asked in between. */
const BAND_SECONDS = 0.5;
const LEAST_BAND_ROWS = 8;
/** Somebody's hands were at the paper: no half slip hangs out. */
const MENDED_BY_HAND: readonly ErrorCode[] = ['MC-PRN-02', 'MC-PRN-03', 'MC-PRN-08'];

function layoutOf({ model, dots: given, lineBytesPerSecond: line }: EscposOptions): SlipLayout {
  const dots = given ?? model.dots;
  const rows = line ? Math.floor((line * BAND_SECONDS) / (dots / 8)) : model.maxBandRows;
  const bandRows = Math.min(model.maxBandRows, Math.max(LEAST_BAND_ROWS, rows));
  return { dots, bandRows, model, automatic: false };
}

export function createEscposPrinter(options: EscposOptions): ReceiptPrinter {
  const { line, model } = options;
  const log = options.log ?? silentLog;
  const layout = layoutOf(options);
  const times: JobTimes = {
    patienceMs: options.patienceMs ?? 8000,
    bytesPerSecond: options.bytesPerSecond ?? 4000,
    lineBytesPerSecond: options.lineBytesPerSecond,
    rowsPerSecond: options.rowsPerSecond ?? model.rowsPerSecond,
  };
  const traits: PrinterTraits = { speaks: undefined, answersQueued: undefined, tellsChanges: undefined };
  const queue = createSerially();
  const jobs = countJobs(queue);
  /** A part of a slip may be in the printer, or hang out of it. */
  let remains: { readonly inBuffer: boolean; readonly hangsOut: boolean } | undefined;
  let closed = false;

  async function withLink<T>(
    ms: number,
    use: (link: PrinterLink) => Promise<T>,
    failed: (error: unknown) => T,
  ): Promise<T> {
    let link: PrinterLink;
    try {
      link = await line.link(ms);
    } catch (error) {
      log.debug({ device: options.id, reason: reasonOf(error) }, 'printer not reached');
      return failed(error);
    }
    try {
      return await use(link);
    } finally {
      await line.release(link);
    }
  }

  const askShared = shared(() =>
    queue.run(() => {
      const started = performance.now();
      return withLink<PrinterStatus>(
        STATUS_MS / 2,
        (link) => ask(link, STATUS_MS - (performance.now() - started)),
        stateOfFault,
      );
    }),
  );

  /** A printer that takes only one connection says nothing here, and the job's time limit decides. */
  const whyStopped = async (): Promise<ErrorCode | undefined> => {
    if (!line.takesSeveral) return undefined;
    return withLink(
      SHORT_MS,
      async (link) => {
        const { state, code } = await askPrinter(link, model, traits, SHORT_MS);
        return state === 'attention' ? code : undefined;
      },
      () => undefined,
    );
  };

  async function sendEach(link: PrinterLink, commands: readonly EscposCommand[]): Promise<boolean> {
    for (const command of commands) {
      const bytes = encodeCommand(command);
      const ms = SHORT_MS + (bytes.length / (times.lineBytesPerSecond ?? times.bytesPerSecond)) * 1000;
      if (!(await link.send(bytes, performance.now() + ms))) return false;
    }
    return true;
  }

  /** What is still in the printer’s buffer must not come out on the next slip; false: the line does not take it. */
  async function clearOut(link: PrinterLink): Promise<boolean> {
    if (!remains?.inBuffer) return true;
    const clean = await sendEach(link, clearCommands(layout, model.clears));
    if (clean) remains = { ...remains, inBuffer: false };
    return clean;
  }
  /** Nor may the half of a slip hang from its top. */
  async function sever(link: PrinterLink): Promise<boolean> {
    const clean = !remains?.hangsOut || (await sendEach(link, severCommands(layout)));
    if (clean) remains = undefined;
    return clean;
  }

  /** Asks the printer; one that holds a part of a slip is cleared first, or it would take the question for dots. */
  async function ask(link: PrinterLink, ms: number): Promise<PrinterStatus> {
    if (!(await clearOut(link))) return { state: 'unknown', code: 'MC-PRN-01' };
    const status = await askPrinter(link, model, traits, ms);
    if (remains === undefined) return status;
    if (status.code && MENDED_BY_HAND.includes(status.code)) remains = { ...remains, hangsOut: false };
    if (status.state === 'ready') await sever(link);
    return status;
  }

  /** Right after a job that broke off; a line that is gone is cleared when it is back. */
  const clearNow = (outcome: PrintOutcome): Promise<PrintOutcome> =>
    withLink(
      REOPEN_MS,
      async (link) => withReason(outcome, await ask(link, STATUS_MS)),
      () => outcome,
    );

  const attempt = (bitmap: Bitmap, copies: number): Promise<JobEnd | PrinterStatus> =>
    withLink<JobEnd | PrinterStatus>(
      CONNECT_MS,
      async (link) => {
        if (!(await clearOut(link)) || !(await sever(link)))
          return { outcome: notPrinted('MC-PRN-01'), brokenOff: false };
        return runJob({ link, traits, times, model, layout, hangsUp: line.takesSeveral, whyStopped }, bitmap, copies);
      },
      stateOfFault,
    );

  async function printNow(bitmap: Bitmap, copies: number): Promise<PrintOutcome> {
    if (closed) return notPrinted('MC-PRN-01');
    let end = await attempt(bitmap, copies);
    if ('state' in end && line.takesSeveral) {
      // A printer takes one connection at a time; another PC may just have had it.
      await sleep(RETRY_CONNECT_MS);
      end = await attempt(bitmap, copies);
    }
    if ('state' in end) return notPrinted(end.code ?? 'MC-PRN-01');
    if (!end.brokenOff) return end.outcome;
    remains = { inBuffer: true, hangsOut: !isMendedByHand(end.outcome) };
    if (closed) return end.outcome;
    const outcome = await clearNow(end.outcome);
    // What could not be cleared at once may be on the new roll by the time it can.
    if (remains?.inBuffer) remains = { inBuffer: true, hangsOut: true };
    return outcome;
  }

  return {
    dots: layout.dots,
    status: () => (jobs.busy ? Promise.resolve({ state: 'busy' }) : askShared()),
    print: (bitmap, job) => jobs.run(() => printNow(bitmap, job.copies)),
    onChange: line.onChange,
    close: async () => {
      closed = true;
      await line.close();
      await queue.run(() => Promise.resolve());
    },
  };
}

const isMendedByHand = (outcome: PrintOutcome): boolean =>
  outcome.outcome === 'uncertain' && MENDED_BY_HAND.includes(outcome.code);

/** Why there is no line to the printer. */
const stateOfFault = (error: unknown): PrinterStatus =>
  error instanceof PortFault && (error.kind === 'in-use' || error.kind === 'denied')
    ? { state: 'attention', code: 'MC-PRN-13' }
    : { state: 'absent', code: 'MC-PRN-01' };

/** What says no more than that something is wrong. */
const VAGUE: readonly ErrorCode[] = ['MC-PRN-05', 'MC-PRN-06'];

/** An uncertain end whose reason the printer can still tell. */
function withReason(outcome: PrintOutcome, status: PrinterStatus): PrintOutcome {
  if (outcome.outcome !== 'uncertain' || !VAGUE.includes(outcome.code)) return outcome;
  return status.state === 'attention' && status.code ? { outcome: 'uncertain', code: status.code } : outcome;
}
