/**
 * One job over one connection to an ESC/POS printer: ask how it is, send the bands at the head's pace, ask until the printer
 * itself says that it is done.
 */
import type { Bitmap, PrinterStatus, PrintOutcome } from './contract.ts';
import { type EscposCommand, encodeCommand, slipCommands } from './escpos.ts';
import type { PrinterLink } from './escpos-link.ts';
import { statusFromAnswers } from './escpos-status.ts';

/** What a driver has learned of its printer so far. */
export interface PrinterTraits {
  /** It has answered DLE EOT once: silence from now on is a fault, not a clone's way. */
  answers: boolean;
  /** Whether it answers GS r, once known. */
  answersQueued: boolean | undefined;
}

export interface JobTimes {
  /** How long a printer that has answered before may take to answer again, in milliseconds. */
  readonly patienceMs: number;
  /** The slowest line a job must get through in its time limit. */
  readonly bytesPerSecond: number;
  /** The head's fastest pace; bands are sent no faster. */
  readonly rowsPerSecond: number;
}

export interface JobContext {
  readonly link: PrinterLink;
  readonly traits: PrinterTraits;
  readonly times: JobTimes;
  readonly dots: number;
  /** Whether the printer says, over another connection, that it stopped (roll at its end, cover opened). */
  readonly hasStopped: () => Promise<boolean>;
}

/** How long a printer is given to say its first word. */
export const STATUS_MS = 2000;
/** Added to every job's time limit: a printer may take 8 s to answer. */
const BASE_LIMIT_MS = 8000;
const LEARN_MS = 1500;
const POLL_MS = 250;
/** Without progress for this long, it is worth asking why. */
const STALL_MS = 2000;
/** 100 mm/s, a slow head: how long a printer that cannot say "done" may still be printing after the last byte. */
const SLOW_ROWS_PER_SECOND = 800;

export const notPrinted = (code: 'MC-PRN-01' | 'MC-PRN-09'): PrintOutcome => ({ outcome: 'not-printed', code });
const uncertain: PrintOutcome = { outcome: 'uncertain', code: 'MC-PRN-05' };

/** Asks DLE EOT 1–4, and remembers that this printer can answer. */
export async function askPrinter(link: PrinterLink, traits: PrinterTraits, ms: number): Promise<PrinterStatus> {
  const round = await link.askStatus(performance.now() + ms);
  if (round.foreign) return { state: 'unknown', code: 'MC-PRN-09' };
  const status = statusFromAnswers(round.answers);
  if (status.state !== 'unknown') traits.answers = true;
  else if (traits.answers) return { state: 'unknown', code: 'MC-PRN-01' };
  return status;
}

export async function runJob(context: JobContext, bitmap: Bitmap, copies: number): Promise<PrintOutcome> {
  const { link, traits, times } = context;
  const before = await askPrinter(link, traits, traits.answers ? times.patienceMs : STATUS_MS);
  const refused = link.lost ? notPrinted('MC-PRN-01') : refusal(before, traits);
  if (refused) return refused;
  if (traits.answers) await learnQueuedAnswer(link, traits);
  const commands = Array.from({ length: copies }, () => slipCommands(bitmap, context.dots)).flat();
  const bytes = commands.reduce((sum, command) => sum + encodeCommand(command).length, 0);
  const deadline = performance.now() + BASE_LIMIT_MS + (bytes / times.bytesPerSecond) * 1000;
  const all = await sendAll(context, commands, deadline);
  // A printer that cannot answer may well print all the same: let it read to the end.
  if (!traits.answers) return uncertain;
  const outcome = all ? await awaitEvidence(context, bitmap.height * copies, deadline) : uncertain;
  if (outcome.outcome === 'uncertain') link.abandon();
  return outcome;
}

/** Why not to print at all, if there is a reason; nothing was sent yet. */
function refusal(status: PrinterStatus, traits: PrinterTraits): PrintOutcome | undefined {
  if (status.state === 'attention' && status.code) return { outcome: 'not-printed', code: status.code };
  if (status.code === 'MC-PRN-09') return notPrinted('MC-PRN-09');
  return status.state === 'unknown' && traits.answers ? notPrinted('MC-PRN-01') : undefined;
}

/** Asked once, before ESC @ wipes whatever a printer that does not know GS r makes of it. */
async function learnQueuedAnswer(link: PrinterLink, traits: PrinterTraits): Promise<void> {
  if (traits.answersQueued !== undefined) return;
  const until = performance.now() + LEARN_MS;
  await link.askWhenDone(until);
  while (!link.queuedAnswered && !link.lost && performance.now() < until) await link.pause(until - performance.now());
  if (!link.lost) traits.answersQueued = link.queuedAnswered;
}

/** Bands no faster than the head prints; false when they did not all get out. */
async function sendAll(context: JobContext, commands: readonly EscposCommand[], deadline: number): Promise<boolean> {
  const { link, times } = context;
  const started = performance.now();
  let rows = 0;
  for (const command of commands) {
    if (!(await sendWatched(context, encodeCommand(command), deadline))) return false;
    rows += command.kind === 'raster' ? command.rows : 0;
    const due = started + (rows / times.rowsPerSecond) * 1000;
    while (!link.lost && performance.now() < due) await link.pause(due - performance.now());
  }
  return !link.lost;
}

/** A printer that stopped stops reading too: when a band gets stuck, asks why before waiting on. */
async function sendWatched(
  { link, traits, hasStopped }: JobContext,
  bytes: Uint8Array,
  deadline: number,
): Promise<boolean> {
  const sending = link.send(bytes, deadline);
  for (;;) {
    const sent = await within(sending, STALL_MS);
    if (sent !== undefined) return sent;
    if (traits.answers && (await hasStopped())) return false;
  }
}

/** Waits for the printer's own word that the slip is out. */
async function awaitEvidence(context: JobContext, rows: number, deadline: number): Promise<PrintOutcome> {
  const { link, traits } = context;
  const surelyDone = performance.now() + (rows / SLOW_ROWS_PER_SECOND) * 1000 + 500;
  if (traits.answersQueued) await link.askWhenDone(deadline);
  while (performance.now() < deadline) {
    const done = traits.answersQueued ? link.queuedAnswered : performance.now() >= surelyDone;
    const outcome = await oneLook(context, done, Math.min(STALL_MS, deadline - performance.now()));
    if (outcome) return outcome;
    await link.pause(POLL_MS);
  }
  return uncertain;
}

/** Asks once. `done` was true before asking, so a ready answer comes after the slip's end. */
async function oneLook(
  { link, traits, hasStopped }: JobContext,
  done: boolean,
  ms: number,
): Promise<PrintOutcome | undefined> {
  const status = await askPrinter(link, traits, ms);
  if (link.lost) return uncertain;
  if (status.state === 'attention' && status.code) return { outcome: 'uncertain', code: status.code };
  if (status.state === 'unknown') return (await hasStopped()) ? uncertain : undefined;
  if (!done) return undefined;
  const evidence = traits.answersQueued
    ? 'GS r answered after the cut, DLE EOT ready'
    : 'DLE EOT ready after the print time';
  return { outcome: 'printed', evidence };
}

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
