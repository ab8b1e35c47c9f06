/** One job in the Windows spooler, from hand-over to its end. Untried on Windows itself; tried against a stand-in program. */
import type { ErrorCode } from '../../../domain/errors.ts';
import type { DeviceLog } from '../../log.ts';
import type { PrinterStatus, PrintOutcome } from '../contract.ts';
import { runSpooler, type SpoolerProgram, type SpoolerTask } from './spooler-program.ts';
import { codeOfError, endOfJob, hasBegun, type SpoolerLine, statusOfQueue, troubleOf } from './spooler-words.ts';

export interface Spooler {
  readonly program: SpoolerProgram;
  readonly queue: string;
  readonly log: DeviceLog;
}

/** PowerShell alone takes its seconds to start on an old PC. */
const LOOK_MS = 15_000;

export async function lookAtQueue({ program, queue, log }: Spooler): Promise<PrinterStatus> {
  let seen: PrinterStatus | undefined;
  const onLine = (line: SpoolerLine): boolean => {
    if (line.is === 'queue') seen = statusOfQueue(line.status);
    return false;
  };
  const end = await runSpooler(program, { task: 'look', queue }, { ms: LOOK_MS, log, onLine });
  if (end?.is === 'end' && end.error === 0) return seen ?? { state: 'unknown' };
  return { state: 'absent', code: 'MC-PRN-01' };
}

/** What was seen of the job so far. */
interface Seen {
  job: number | undefined;
  flags: number;
  port: string;
  gone: boolean;
  trouble: ErrorCode | undefined;
}

function note(seen: Seen, line: SpoolerLine): void {
  if (line.is === 'queue') seen.port = line.port;
  else if (line.is === 'job') seen.job = line.id;
  else if (line.is === 'gone') seen.gone = true;
  else if (line.is === 'at') {
    seen.flags |= line.job;
    seen.trouble = troubleOf(line);
  }
}

/** Runs a `raw` or `follow` task. A job in trouble, or one that takes longer than `ms`, is taken back. */
export async function followJob(spooler: Spooler, task: SpoolerTask, ms: number): Promise<PrintOutcome> {
  const seen: Seen = { job: undefined, flags: 0, port: '', gone: false, trouble: undefined };
  const end = await runSpooler(spooler.program, task, {
    ms,
    log: spooler.log,
    onLine: (line) => {
      note(seen, line);
      return seen.trouble !== undefined;
    },
  });
  if (seen.gone) return endOfJob(seen);
  // Nothing was handed over.
  if (seen.job === undefined && task.task === 'raw')
    return { outcome: 'not-printed', code: end?.is === 'end' ? codeOfError(end.error) : 'MC-PRN-07' };
  return takeBack(spooler, seen);
}

async function takeBack({ program, queue, log }: Spooler, seen: Seen): Promise<PrintOutcome> {
  const code = seen.trouble ?? 'MC-PRN-05';
  if (seen.job === undefined) return { outcome: 'uncertain', code };
  const end = await runSpooler(program, { task: 'cancel', queue, job: seen.job }, { ms: LOOK_MS, log });
  const taken = end?.is === 'end' && end.error === 0;
  return { outcome: taken && !hasBegun(seen.flags) ? 'not-printed' : 'uncertain', code };
}
