/**
 * A receipt printer on TCP (port 9100). Jobs go one after another, each over one connection: ask how it is, send the bands
 * at the head's pace, ask until the printer itself says that it is done.
 */
import { type DeviceLog, reasonOf, silentLog } from '../log.ts';
import { countJobs, createSerially, shared } from '../serially.ts';
import type { Bitmap, PrinterStatus, PrintOutcome, ReceiptPrinter } from './contract.ts';
import { type EscposCommand, encodeCommand, slipCommands } from './escpos.ts';
import { openLink, type PrinterAddress, type PrinterLink } from './escpos-link.ts';
import { statusFromAnswers } from './escpos-status.ts';

export interface EscposTcpOptions {
  readonly id: string;
  /** Asked at every connection, so that a virtual printer can find its port late. */
  readonly address: () => Promise<PrinterAddress>;
  readonly dots: number;
  readonly log?: DeviceLog;
  /** How long a printer that has answered before may take to answer again, in milliseconds. */
  readonly patienceMs?: number;
  /** The slowest line a job must get through in its time limit. */
  readonly bytesPerSecond?: number;
  /** The head's fastest pace; bands are sent no faster. */
  readonly rowsPerSecond?: number;
}

const STATUS_MS = 2000;
const CONNECT_MS = 3000;
const RETRY_CONNECT_MS = 500;
const POLL_MS = 250;
/** Without progress for this long, it is worth asking why. */
const STALL_MS = 2000;
/** 100 mm/s, a slow head: how long a printer that cannot say "done" may still be printing after the last byte. */
const SLOW_ROWS_PER_SECOND = 800;

const notPrinted = (code: 'MC-PRN-01' | 'MC-PRN-09'): PrintOutcome => ({ outcome: 'not-printed', code });
const uncertain: PrintOutcome = { outcome: 'uncertain', code: 'MC-PRN-05' };

/** The promise's value, or undefined when it takes longer than `ms`. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

export function createEscposTcpPrinter(options: EscposTcpOptions): ReceiptPrinter {
  const log = options.log ?? silentLog;
  const patienceMs = options.patienceMs ?? 8000;
  const bytesPerSecond = options.bytesPerSecond ?? 4000;
  const rowsPerSecond = options.rowsPerSecond ?? 2000;
  const queue = createSerially();
  const jobs = countJobs(queue);
  const open = new Set<PrinterLink>();
  let closed = false;
  /** It has answered DLE EOT once: silence from now on is a fault, not a clone's way. */
  let answers = false;
  /** Whether it answers GS r, once known. */
  let answersQueued: boolean | undefined;

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
      await link.finish(1000);
      open.delete(link);
    }
  }

  async function ask(link: PrinterLink, ms: number): Promise<PrinterStatus> {
    const round = await link.askStatus(performance.now() + ms);
    if (round.foreign) return { state: 'unknown', code: 'MC-PRN-09' };
    const status = statusFromAnswers(round.answers);
    if (status.state !== 'unknown') answers = true;
    else if (answers) return { state: 'unknown', code: 'MC-PRN-01' };
    return status;
  }

  function statusNow(): Promise<PrinterStatus> {
    const started = performance.now();
    return withLink(
      STATUS_MS / 2,
      (link) => ask(link, STATUS_MS - (performance.now() - started)),
      () => ({ state: 'absent', code: 'MC-PRN-01' }),
    );
  }

  const askShared = shared(() => queue.run(statusNow));

  /** Why not to print at all, if there is a reason; nothing was sent yet. */
  function refusal(status: PrinterStatus): PrintOutcome | undefined {
    if (status.state === 'attention' && status.code) return { outcome: 'not-printed', code: status.code };
    if (status.code === 'MC-PRN-09') return notPrinted('MC-PRN-09');
    return status.state === 'unknown' && answers ? notPrinted('MC-PRN-01') : undefined;
  }

  /** Asked once, before ESC @ wipes whatever a printer that does not know GS r makes of it. */
  async function learnQueuedAnswer(link: PrinterLink): Promise<void> {
    if (answersQueued !== undefined) return;
    const until = performance.now() + 1500;
    await link.askWhenDone(until);
    while (!link.queuedAnswered && !link.lost && performance.now() < until) await link.pause(until - performance.now());
    if (!link.lost) answersQueued = link.queuedAnswered;
  }

  /**
   * A printer that stopped (roll at its end, cover opened) stops reading too, and questions get stuck behind the job. Asks over
   * a second connection; a printer that takes only one says nothing, and the time limit decides.
   */
  const hasStopped = (): Promise<boolean> =>
    withLink(
      CONNECT_MS / 3,
      async (link) => (await ask(link, STALL_MS / 2)).state === 'attention',
      () => false,
    );

  async function sendWatched(link: PrinterLink, bytes: Uint8Array, deadline: number): Promise<boolean> {
    const sending = link.send(bytes, deadline);
    for (;;) {
      const sent = await within(sending, STALL_MS);
      if (sent !== undefined) return sent;
      if (answers && (await hasStopped())) return false;
    }
  }

  /** Bands no faster than the head prints; false when they did not all get out. */
  async function sendAll(link: PrinterLink, commands: readonly EscposCommand[], deadline: number): Promise<boolean> {
    const started = performance.now();
    let rows = 0;
    for (const command of commands) {
      if (!(await sendWatched(link, encodeCommand(command), deadline))) return false;
      if (command.kind !== 'raster') continue;
      rows += command.rows;
      const due = started + (rows / rowsPerSecond) * 1000;
      while (!link.lost && performance.now() < due) await link.pause(due - performance.now());
    }
    return !link.lost;
  }

  /** Waits for the printer's own word that the slip is out. */
  async function evidence(link: PrinterLink, rows: number, deadline: number): Promise<PrintOutcome> {
    const surelyDone = performance.now() + (rows / SLOW_ROWS_PER_SECOND) * 1000 + 500;
    if (answersQueued) await link.askWhenDone(deadline);
    while (performance.now() < deadline) {
      const done = answersQueued ? link.queuedAnswered : performance.now() >= surelyDone;
      const status = await ask(link, Math.min(STALL_MS, deadline - performance.now()));
      if (link.lost || (status.state === 'unknown' && (await hasStopped()))) return uncertain;
      if (status.state === 'attention' && status.code) return { outcome: 'uncertain', code: status.code };
      if (status.state === 'ready' && done) return { outcome: 'printed', evidence: answersQueued ? 'GS r answered after the cut, DLE EOT ready' : 'DLE EOT ready after the print time' };
      await link.pause(POLL_MS);
    }
    return uncertain;
  }

  async function send(link: PrinterLink, bitmap: Bitmap, copies: number): Promise<PrintOutcome> {
    const refused = refusal(await ask(link, answers ? patienceMs : STATUS_MS));
    if (refused) return refused;
    if (link.lost) return notPrinted('MC-PRN-01');
    if (answers) await learnQueuedAnswer(link);
    const commands = Array.from({ length: copies }, () => slipCommands(bitmap, options.dots)).flat();
    const bytes = commands.reduce((sum, command) => sum + encodeCommand(command).length, 0);
    const deadline = performance.now() + 8000 + (bytes / bytesPerSecond) * 1000;
    const all = await sendAll(link, commands, deadline);
    // A printer that cannot answer may well print all the same: let it read to the end.
    if (!answers) return uncertain;
    const outcome = all ? await evidence(link, bitmap.height * copies, deadline) : uncertain;
    if (outcome.outcome === 'uncertain') link.abandon();
    return outcome;
  }

  /** After a job that broke off: what is still in the printer's buffer must not come out on the next slip. */
  function clearUp(outcome: PrintOutcome): Promise<PrintOutcome> {
    return withLink(
      CONNECT_MS / 3,
      async (link) => {
        await link.send(encodeCommand({ kind: 'clear-buffers' }), performance.now() + 500);
        const status = await ask(link, STATUS_MS);
        return outcome.outcome === 'uncertain' && outcome.code === 'MC-PRN-05' && status.state === 'attention' && status.code ? { outcome: 'uncertain', code: status.code } : outcome;
      },
      () => outcome,
    );
  }

  async function printNow(bitmap: Bitmap, copies: number): Promise<PrintOutcome> {
    if (closed) return notPrinted('MC-PRN-01');
    const attempt = (failed: () => PrintOutcome | undefined): Promise<PrintOutcome | undefined> => withLink<PrintOutcome | undefined>(CONNECT_MS, (link) => send(link, bitmap, copies), failed);
    let outcome = await attempt(() => undefined);
    if (!outcome) {
      // A printer takes one connection at a time; another PC may just have had it.
      await new Promise((resolve) => setTimeout(resolve, RETRY_CONNECT_MS));
      outcome = (await attempt(() => notPrinted('MC-PRN-01'))) ?? notPrinted('MC-PRN-01');
    }
    return outcome.outcome === 'uncertain' && answers && !closed ? clearUp(outcome) : outcome;
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
