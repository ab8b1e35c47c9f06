/**
 * One job over one link to an ESC/POS printer: ask how it is, send the bands at the pace of head and line, ask until the
 * printer itself says that it is done.
 */
import type { ErrorCode } from '../../domain/errors.ts';
import type { Bitmap, PrinterStatus, PrintOutcome } from './contract.ts';
import { type EscposCommand, encodeCommand, type SlipLayout, slipCommands } from './escpos.ts';
import type { PrinterLink } from './escpos-link.ts';
import { statusFromAnswers, statusFromAutomatic } from './escpos-status.ts';
import type { PrinterModel } from './models.ts';

/** What a driver has learned of its printer so far. */
export interface PrinterTraits {
  /** How it answered once; silence from now on is a fault, not a clone's way. */
  speaks: 'dle-eot' | 'asb' | undefined;
  /** Whether it answers GS r, once known. */
  answersQueued: boolean | undefined;
  /** Whether it tells changes by itself, once known. */
  tellsChanges: boolean | undefined;
}

export interface JobTimes {
  /** How long a printer that has answered before may take to answer again, in milliseconds. */
  readonly patienceMs: number;
  /** The slowest line a job must get through in its time limit. */
  readonly bytesPerSecond: number;
  /** The line's own pace where it is slower than a head; bytes are handed over no faster, so that a broken-off job ends there. */
  readonly lineBytesPerSecond?: number | undefined;
  /** The head's fastest pace; bands are sent no faster. */
  readonly rowsPerSecond: number;
}

export interface JobContext {
  readonly link: PrinterLink;
  readonly traits: PrinterTraits;
  readonly times: JobTimes;
  readonly model: PrinterModel;
  readonly layout: SlipLayout;
  /** The line holds back what it has not passed on: it is hung up when a job breaks off. */
  readonly hangsUp: boolean;
  /** Why the printer stopped, asked beside a link that is stuck; undefined while it goes on or cannot be asked. */
  readonly whyStopped: () => Promise<ErrorCode | undefined>;
}

/** What became of a job, and whether the printer may hold a part of it. */
export interface JobEnd {
  readonly outcome: PrintOutcome;
  readonly brokenOff: boolean;
}

/** How long a printer is given to say its first word. */
export const STATUS_MS = 2000;
/** Added to every job's time limit: a printer may take 8 s to answer. */
const BASE_LIMIT_MS = 8000;
const LEARN_MS = 1500;
const POLL_MS = 250;
/** Without progress for this long, it is worth asking why. */
const STALL_MS = 2000;
/** On a slow line the printer is asked between bands this often. */
const LOOK_MS = 3000;
/** 100 mm/s, a slow head: how long a printer that cannot say "done" may still be printing after the last byte. */
const SLOW_ROWS_PER_SECOND = 800;

type NotPrinted = Extract<PrintOutcome, { outcome: 'not-printed' }>;
export const notPrinted = (code: ErrorCode): NotPrinted => ({ outcome: 'not-printed', code });
const uncertain = (code: ErrorCode = 'MC-PRN-05'): PrintOutcome => ({ outcome: 'uncertain', code });

/** Asks the printer in the way it speaks, and remembers that it can answer. */
export async function askPrinter(
  link: PrinterLink,
  model: PrinterModel,
  traits: PrinterTraits,
  ms: number,
): Promise<PrinterStatus> {
  if (model.speaks === 'nothing') return { state: 'unknown' };
  const way = model.speaks === 'find-out' ? traits.speaks : model.speaks;
  const until = performance.now() + ms;
  // Who is not known yet gets a word in either language; the first one is the commoner.
  const spoken = way === 'asb' ? undefined : await askRealTime(link, traits, way ? ms : ms / 2);
  if (spoken && (spoken.state !== 'unknown' || spoken.code)) return spoken;
  if (way === 'dle-eot') return silence(traits);
  return askAutomatic(link, traits, until - performance.now());
}

async function askRealTime(link: PrinterLink, traits: PrinterTraits, ms: number): Promise<PrinterStatus> {
  const round = await link.askStatus(performance.now() + ms);
  if (round.foreign) return { state: 'unknown', code: 'MC-PRN-09' };
  const status = statusFromAnswers(round.answers);
  if (status.state !== 'unknown') traits.speaks = 'dle-eot';
  return status;
}

async function askAutomatic(link: PrinterLink, traits: PrinterTraits, ms: number): Promise<PrinterStatus> {
  const told = await link.askAutomatic(performance.now() + ms);
  if (told) {
    traits.speaks = 'asb';
    traits.tellsChanges = true;
    return statusFromAutomatic(told);
  }
  // A printer that stopped reads no question; what it told when it stopped still holds.
  const last = link.automatic && statusFromAutomatic(link.automatic);
  return last?.state === 'attention' && !link.lost ? last : silence(traits);
}

const silence = (traits: PrinterTraits): PrinterStatus =>
  traits.speaks ? { state: 'unknown', code: 'MC-PRN-01' } : { state: 'unknown' };

export async function runJob(context: JobContext, bitmap: Bitmap, copies: number): Promise<JobEnd> {
  const refused = await readiness(context);
  if (refused) return { outcome: refused, brokenOff: false };
  const { link, traits, times } = context;
  if (traits.speaks) await learn(context);
  const layout = { ...context.layout, automatic: traits.tellsChanges === true };
  const commands = Array.from({ length: copies }, () => slipCommands(bitmap, layout)).flat();
  const bytes = commands.reduce((sum, command) => sum + encodeCommand(command).length, 0);
  const rows = bitmap.height * copies;
  const deadline =
    performance.now() + BASE_LIMIT_MS + (bytes / times.bytesPerSecond + rows / SLOW_ROWS_PER_SECOND) * 1000;
  const stopped = await sendAll(context, commands, deadline);
  const outcome = stopped ? uncertain(stopped.code) : await evidenceOf(context, rows, deadline);
  // A printer that cannot answer and got everything may well print all the same: let it read to the end.
  const brokenOff = outcome.outcome === 'uncertain' && (stopped !== undefined || traits.speaks !== undefined);
  if (brokenOff && (context.hangsUp || stopped?.stuck)) await link.abandon();
  return { outcome, brokenOff };
}

/** Why not to print at all, if there is a reason; nothing was sent yet. One that feeds paper just now is waited for. */
async function readiness({ link, model, traits, times }: JobContext): Promise<NotPrinted | undefined> {
  const until = performance.now() + times.patienceMs;
  for (;;) {
    const status = await askPrinter(link, model, traits, traits.speaks ? times.patienceMs : STATUS_MS);
    if (link.lost) return notPrinted('MC-PRN-01');
    if (status.state !== 'busy') return refusal(status, traits);
    if (performance.now() >= until) return notPrinted('MC-PRN-12');
    await link.pause(POLL_MS);
  }
}

function refusal(status: PrinterStatus, traits: PrinterTraits): NotPrinted | undefined {
  if (status.state === 'attention' && status.code) return notPrinted(status.code);
  if (status.code === 'MC-PRN-09') return notPrinted('MC-PRN-09');
  return status.state === 'unknown' && traits.speaks ? notPrinted('MC-PRN-01') : undefined;
}

/** Asked once, before ESC @ wipes whatever a printer that does not know the question makes of it. */
async function learn({ link, traits }: JobContext): Promise<void> {
  if (traits.answersQueued === undefined) {
    const until = performance.now() + LEARN_MS;
    await link.askWhenDone(until);
    while (!link.queuedAnswered && !link.lost && performance.now() < until) await link.pause(until - performance.now());
    if (!link.lost) traits.answersQueued = link.queuedAnswered;
  }
  if (traits.tellsChanges === undefined) {
    const told = await link.askAutomatic(performance.now() + LEARN_MS / 3);
    if (!link.lost) traits.tellsChanges = told !== undefined;
  }
}

/** `stuck`: bytes of the job lie in the line still. */
interface Stop {
  readonly code: ErrorCode;
  readonly stuck: boolean;
}

/** Bands no faster than head and line; undefined when all got out, else why not. */
async function sendAll(
  context: JobContext,
  commands: readonly EscposCommand[],
  deadline: number,
): Promise<Stop | undefined> {
  const { link, times } = context;
  const started = performance.now();
  let lookedAt = started;
  let rows = 0;
  let sent = 0;
  for (const command of commands) {
    const bytes = encodeCommand(command);
    const stuck = await sendWatched(context, bytes, deadline);
    if (stuck) return { code: stuck, stuck: true };
    rows += command.kind === 'raster' ? command.rows : 0;
    sent += bytes.length;
    await pausedUntil(link, started + secondsFor(times, rows, sent) * 1000);
    const isTime = performance.now() - lookedAt >= LOOK_MS;
    const trouble = toldTrouble(context) ?? (isTime ? await lookBetween(context) : undefined);
    if (trouble) return { code: trouble, stuck: false };
    if (isTime) lookedAt = performance.now();
  }
  return link.lost ? { code: 'MC-PRN-05', stuck: true } : undefined;
}

const secondsFor = (times: JobTimes, rows: number, bytes: number): number =>
  Math.max(rows / times.rowsPerSecond, times.lineBytesPerSecond ? bytes / times.lineBytesPerSecond : 0);

async function pausedUntil(link: PrinterLink, due: number): Promise<void> {
  while (!link.lost && performance.now() < due) await link.pause(due - performance.now());
}

/** What the printer says while a long job is on its way. */
async function lookBetween({ link, traits }: JobContext): Promise<ErrorCode | undefined> {
  if (link.automatic && traits.tellsChanges) return undefined;
  if (traits.speaks !== 'dle-eot') return undefined;
  return attentionOf(statusFromAnswers((await link.askStatus(performance.now() + POLL_MS * 2)).answers));
}

const attentionOf = (status: PrinterStatus): ErrorCode | undefined =>
  status.state === 'attention' ? status.code : undefined;

/** A printer that stopped stops reading too: when a band gets stuck, asks why before waiting on. */
async function sendWatched(context: JobContext, bytes: Uint8Array, deadline: number): Promise<ErrorCode | undefined> {
  const { link, traits } = context;
  const sending = link.send(bytes, deadline);
  for (;;) {
    const sent = await within(sending, STALL_MS);
    if (sent !== undefined) return sent ? undefined : (toldTrouble(context) ?? 'MC-PRN-05');
    const why = toldTrouble(context) ?? (traits.speaks ? await context.whyStopped() : undefined);
    if (why) return why;
  }
}

/** Trouble that the printer told by itself. */
const toldTrouble = ({ link }: JobContext): ErrorCode | undefined =>
  link.automatic && attentionOf(statusFromAutomatic(link.automatic));

/** Waits for the printer's own word that the slip is out. */
async function evidenceOf(context: JobContext, rows: number, deadline: number): Promise<PrintOutcome> {
  const { link, traits } = context;
  if (!traits.speaks) return uncertain();
  const surelyDone = performance.now() + (rows / SLOW_ROWS_PER_SECOND) * 1000 + 500;
  if (traits.answersQueued) await link.askWhenDone(deadline);
  while (performance.now() < deadline) {
    const done = traits.answersQueued ? link.queuedAnswered : performance.now() >= surelyDone;
    const outcome = await oneLook(context, done, Math.min(STALL_MS, deadline - performance.now()));
    if (outcome) return outcome;
    await link.pause(POLL_MS);
  }
  return uncertain();
}

/** Asks once. `done` was true before asking, so a ready answer comes after the slip's end. */
async function oneLook(context: JobContext, done: boolean, ms: number): Promise<PrintOutcome | undefined> {
  const { link, traits, model, whyStopped } = context;
  const status = await askPrinter(link, model, traits, ms);
  if (link.lost) return uncertain();
  if (status.state === 'attention' && status.code) return uncertain(status.code);
  if (status.state === 'unknown') {
    const why = await whyStopped();
    return why && uncertain(why);
  }
  if (!done || status.state === 'busy') return undefined;
  const ready = traits.speaks === 'asb' ? 'automatic status ready' : 'DLE EOT ready';
  const evidence = traits.answersQueued ? `GS r answered after the cut, ${ready}` : `${ready} after the print time`;
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
