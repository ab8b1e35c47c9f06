/**
 * The A4/A5 printer through CUPS: hands the PDF to a queue and follows the job to its end.
 *
 * lp and lpstat are run directly and not through the `unix-print` package: it builds one shell line from file and queue
 * names, and replaces the whole environment, so that CUPS_SERVER is lost.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../domain/errors.ts';
import { runCommand } from '../command.ts';
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially } from '../serially.ts';
import type { PagePrinter, PrinterStatus, PrintOutcome } from './contract.ts';
import {
  isBadEnd,
  parseDeviceScheme,
  parseJobAlerts,
  parseQueueStatus,
  parseRequestId,
  saysUnreachable,
  worthOfCompleted,
} from './cups-parse.ts';

export interface CupsOptions {
  readonly id: string;
  readonly queue: string;
  readonly tmpDir: string;
  readonly log?: DeviceLog;
  /** How long a job may take from hand-over to its end, in milliseconds. */
  readonly jobLimitMs?: number;
  /** How long a printer may be unreachable before the job is taken back. */
  readonly unreachableMs?: number;
}

const COMMAND_MS = 5000;
const POLL_MS = 400;

type PageJob = Parameters<PagePrinter['print']>[1];

const failed: PrintOutcome = { outcome: 'not-printed', code: 'MC-PRN-07' };
const uncertain: PrintOutcome = { outcome: 'uncertain', code: 'MC-PRN-05' };

/** Titles stand in the spooler's lists: no line breaks or other control characters, and not too long. */
const cleanTitle = (title: string): string => title.replace(/\p{Cc}/gu, ' ').slice(0, 120);

export function createCupsPrinter(options: CupsOptions): PagePrinter {
  const { queue } = options;
  const log = options.log ?? silentLog;
  const limit = options.jobLimitMs ?? 120_000;
  const jobs = countJobs(createSerially());
  const abort = new AbortController();

  const lpstat = (...args: readonly string[]): Promise<string> =>
    runCommand('lpstat', args, COMMAND_MS).then((result) => result.stdout);

  async function status(): Promise<PrinterStatus> {
    const result = await runCommand('lpstat', ['-l', '-p', queue], COMMAND_MS);
    return result.timedOut ? { state: 'attention', code: 'MC-PRN-07' } : parseQueueStatus(result.stdout);
  }

  async function submit(file: string, job: PageJob): Promise<string | undefined> {
    const args = [
      '-d',
      queue,
      '-n',
      String(job.copies),
      '-t',
      cleanTitle(job.title),
      '-o',
      `media=${job.media}`,
      '-o',
      'print-scaling=none',
      '--',
      file,
    ];
    const result = await runCommand('lp', args, COMMAND_MS * 2);
    const id = parseRequestId(result.stdout);
    if (id === undefined)
      log.warn(
        { device: options.id, reason: result.stderr.slice(0, 300), missing: result.missing },
        'the spooler took no job',
      );
    return id;
  }

  /** What a job that left the queue came to. */
  async function verdict(id: string): Promise<PrintOutcome> {
    const alerts = parseJobAlerts(await lpstat('-l', '-W', 'completed', '-o', queue), id);
    if (alerts !== undefined && isBadEnd(alerts)) return failed;
    const worth = worthOfCompleted(parseDeviceScheme(await lpstat('-v', queue)));
    if (worth === 'nothing') return failed;
    // A spooler that keeps no history cannot say how the job ended.
    return alerts !== undefined && worth === 'evidence'
      ? { outcome: 'printed', evidence: `CUPS job ${id} completed` }
      : uncertain;
  }

  /** A job that does not end is taken back; if it had not begun, certainly nothing came out. */
  async function takeBack(id: string, begun: boolean, code: ErrorCode): Promise<PrintOutcome> {
    const cancelled = await runCommand('cancel', [id], COMMAND_MS);
    return { outcome: cancelled.code === 0 && !begun ? 'not-printed' : 'uncertain', code };
  }

  /** One look at a job on its way: how it ended, or undefined while it goes on. */
  async function lookAtJob(
    id: string,
    seen: { begun: boolean; unreachableSince: number | undefined },
  ): Promise<PrintOutcome | undefined> {
    const alerts = parseJobAlerts(await lpstat('-l', '-W', 'not-completed', '-o', queue), id);
    if (alerts === undefined) return verdict(id);
    const said = await lpstat('-l', '-p', queue);
    const unreachable = saysUnreachable(said);
    seen.unreachableSince = unreachable ? (seen.unreachableSince ?? performance.now()) : undefined;
    if (
      seen.unreachableSince !== undefined &&
      performance.now() - seen.unreachableSince > (options.unreachableMs ?? 8000)
    )
      return takeBack(id, false, 'MC-PRN-01');
    seen.begun ||= !unreachable && said.includes(`now printing ${id}.`);
    if (isBadEnd(alerts)) return takeBack(id, seen.begun, 'MC-PRN-07');
    const now = parseQueueStatus(said);
    return now.state === 'attention' && now.code ? takeBack(id, seen.begun, now.code) : undefined;
  }

  async function follow(id: string): Promise<PrintOutcome> {
    const deadline = performance.now() + limit;
    const seen = { begun: false, unreachableSince: undefined };
    while (performance.now() < deadline && !abort.signal.aborted) {
      const end = await lookAtJob(id, seen);
      if (end) return end;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return takeBack(id, true, 'MC-PRN-05');
  }

  async function printNow(pdf: Uint8Array, job: PageJob): Promise<PrintOutcome> {
    const before = await status();
    if (before.state === 'absent' || before.state === 'attention')
      return { outcome: 'not-printed', code: before.code ?? 'MC-PRN-07' };
    const folder = await mkdtemp(join(options.tmpDir, 'print-'));
    try {
      const file = join(folder, 'page.pdf');
      await writeFile(file, pdf, { mode: 0o600 });
      const id = await submit(file, job);
      return id === undefined ? failed : await follow(id);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    status: () => (jobs.busy ? Promise.resolve({ state: 'busy' }) : status()),
    print: (pdf, job) =>
      jobs.run(() =>
        printNow(pdf, job).catch((error: unknown): PrintOutcome => {
          log.warn({ device: options.id, reason: reasonOf(error) }, 'print job failed');
          return uncertain;
        }),
      ),
    close: async () => {
      abort.abort();
      await jobs.run(() => Promise.resolve());
    },
  };
}
