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
  isCancelled,
  meaningOf,
  parseDeviceScheme,
  parseJob,
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
  /** How long a job may take from its first sheet to its end, in milliseconds; a minute more for each copy. */
  readonly jobLimitMs?: number;
  /** How long it may wait for others' jobs before it is taken back. */
  readonly waitLimitMs?: number;
  /** How long a printer may be unreachable before the job is taken back. */
  readonly unreachableMs?: number;
}

const COMMAND_MS = 5000;
const POLL_MS = 400;

const MS_A_COPY = 60_000;

/** What was seen of a job on its way: since when its sheets come, and since when nobody gets through to its printer. */
interface Following {
  begunAt: number | undefined;
  unreachableSince: number | undefined;
}

const codeOfAttention = ({ state, code }: PrinterStatus): ErrorCode | undefined =>
  state === 'attention' ? code : undefined;

type PageJob = Parameters<PagePrinter['print']>[1];

const failed: PrintOutcome = { outcome: 'not-printed', code: 'MC-PRN-07' };
const cancelled: PrintOutcome = { outcome: 'not-printed', code: 'MC-PRN-14' };
const uncertain: PrintOutcome = { outcome: 'uncertain', code: 'MC-PRN-05' };

/** A job that CUPS calls completed: by the printer's last words, and by what can know of paper at all. */
function endOf(id: string, meaning: ReturnType<typeof meaningOf>, worth: 'evidence' | 'sent-only'): PrintOutcome {
  if (meaning === 'refused') return failed;
  const known = meaning === 'fine' && worth === 'evidence';
  return known ? { outcome: 'printed', evidence: `CUPS job ${id} completed` } : uncertain;
}

/** Titles stand in the spooler's lists: no line breaks or other control characters, and not too long. */
const cleanTitle = (title: string): string => title.replace(/\p{Cc}/gu, ' ').slice(0, 120);

export function createCupsPrinter(options: CupsOptions): PagePrinter {
  const { queue } = options;
  const log = options.log ?? silentLog;
  const limit = options.jobLimitMs ?? 300_000;
  const waitLimit = options.waitLimitMs ?? 120_000;
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

  /** What a job that left the queue came to. A spooler that keeps no history cannot say. */
  async function verdict(id: string, begun: boolean): Promise<PrintOutcome> {
    const job = parseJob(await lpstat('-l', '-W', 'completed', '-o', queue), id);
    const worth = worthOfCompleted(parseDeviceScheme(await lpstat('-v', queue)));
    if (job === undefined) return worth === 'nothing' ? failed : uncertain;
    if (isCancelled(job)) return begun && job.words !== undefined ? uncertain : cancelled;
    return worth === 'nothing' || isBadEnd(job.alerts) ? failed : endOf(id, meaningOf(job), worth);
  }

  /** A job that does not end is taken back; if it had not begun, certainly nothing came out. */
  async function takeBack(id: string, begun: boolean, code: ErrorCode): Promise<PrintOutcome> {
    const taken = await runCommand('cancel', [id], COMMAND_MS);
    // It may have come to its end in the meantime.
    if (taken.code !== 0 && !taken.timedOut) return verdict(id, true);
    return { outcome: taken.code === 0 && !begun ? 'not-printed' : 'uncertain', code };
  }

  /** Whether nobody has got through to the printer for too long. */
  function isOutOfReach(said: string, seen: Following): boolean {
    if (!saysUnreachable(said)) {
      seen.unreachableSince = undefined;
      return false;
    }
    seen.unreachableSince ??= performance.now();
    return performance.now() - seen.unreachableSince > (options.unreachableMs ?? 8000);
  }

  /** One look at a job on its way: how it ended, or undefined while it goes on. */
  async function lookAtJob(id: string, seen: Following): Promise<PrintOutcome | undefined> {
    const job = parseJob(await lpstat('-l', '-W', 'not-completed', '-o', queue), id);
    if (job === undefined) return verdict(id, seen.begunAt !== undefined);
    const said = await lpstat('-l', '-p', queue);
    if (isOutOfReach(said, seen)) return takeBack(id, false, 'MC-PRN-01');
    if (seen.unreachableSince === undefined && said.includes(`now printing ${id}.`)) seen.begunAt ??= performance.now();
    const begun = seen.begunAt !== undefined;
    if (isBadEnd(job.alerts)) return takeBack(id, begun, 'MC-PRN-07');
    const code = codeOfAttention(parseQueueStatus(said));
    return code && takeBack(id, begun, code);
  }

  /** To its end. What waits too long behind others' jobs is taken back whole; what hangs in mid-print is asked about. */
  async function follow(id: string, copies: number): Promise<PrintOutcome> {
    const handedOver = performance.now();
    const seen: Following = { begunAt: undefined, unreachableSince: undefined };
    const late = (): boolean =>
      seen.begunAt === undefined
        ? performance.now() > handedOver + waitLimit
        : performance.now() > seen.begunAt + limit + copies * MS_A_COPY;
    while (!abort.signal.aborted && !late()) {
      const end = await lookAtJob(id, seen);
      if (end) return end;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const begun = seen.begunAt !== undefined;
    return takeBack(id, begun, begun ? 'MC-PRN-05' : 'MC-PRN-12');
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
      return id === undefined ? failed : await follow(id, job.copies);
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
