/**
 * What an ESC/POS printer's answers say. Pure. Several kinds come over one line and are told apart by their fixed bits:
 * DLE EOT (one byte, 0xx1xx10), automatic status (four bytes, the first 0xx1xx00), GS r (one byte, 0xx0xxxx) and the three
 * bytes after a clearing.
 * Many printers answer nothing, or only some of the questions.
 */
import type { ErrorCode } from '../../domain/errors.ts';
import type { PrinterStatus } from './contract.ts';
import type { StatusQuestion } from './escpos.ts';

export const isRealTimeAnswer = (byte: number): boolean => (byte & 0x93) === 0x12;
/** GS r 1 answers with bits 4 and 7 clear. */
export const isQueuedAnswer = (byte: number): boolean => (byte & 0x90) === 0x00;
const startsAutomatic = (byte: number): boolean => (byte & 0x93) === 0x10;
/** The three bytes after the first have bits 4 and 7 clear. */
const continuesAutomatic = isQueuedAnswer;

/** The four bytes of an automatic status (ASB). */
export type AutomaticStatus = readonly [number, number, number, number];

export type PrinterWord =
  | { readonly kind: 'real-time'; readonly byte: number }
  | { readonly kind: 'queued'; readonly byte: number }
  | { readonly kind: 'automatic'; readonly bytes: AutomaticStatus }
  /** The buffers were cleared as asked. */
  | { readonly kind: 'cleared' }
  /** Not an ESC/POS printer's word: flow control, noise, another device. */
  | { readonly kind: 'stray'; readonly byte: number };

/** The answer to DLE DC4 8: 0x37 0x25 0x00. */
const startsCleared = (byte: number): boolean => byte === 0x37;
const CLEARED: readonly number[] = [0x37, 0x25, 0x00];

/** Whether a byte goes on with a word of several bytes that has begun. */
function goesOn(begun: readonly number[], byte: number): boolean {
  return startsCleared(begun[0] ?? 0) ? byte === CLEARED[begun.length] : continuesAutomatic(byte);
}

function wholeWord([a, b, c, d]: readonly number[]): PrinterWord | undefined {
  if (a === undefined || b === undefined || c === undefined) return undefined;
  if (startsCleared(a)) return { kind: 'cleared' };
  return d === undefined ? undefined : { kind: 'automatic', bytes: [a, b, c, d] };
}

/** Sorts what arrives, across any cuts of the line. Keeps at most three bytes. */
export function createAnswerSorter(): (bytes: Uint8Array) => readonly PrinterWord[] {
  let begun: readonly number[] = [];

  const first = (byte: number): readonly PrinterWord[] => {
    if (isRealTimeAnswer(byte)) return [{ kind: 'real-time', byte }];
    if (startsAutomatic(byte) || startsCleared(byte)) {
      begun = [byte];
      return [];
    }
    return [isQueuedAnswer(byte) ? { kind: 'queued', byte } : { kind: 'stray', byte }];
  };
  const next = (byte: number): readonly PrinterWord[] => {
    if (begun.length === 0) return first(byte);
    if (!goesOn(begun, byte)) {
      const broken = begun.map((one): PrinterWord => ({ kind: 'stray', byte: one }));
      begun = [];
      return [...broken, ...first(byte)];
    }
    begun = [...begun, byte];
    const word = wholeWord(begun);
    if (!word) return [];
    begun = [];
    return [word];
  };
  return (bytes) => Array.from(bytes).flatMap(next);
}

/** One answer byte by question; a question without an answer is left out. */
export type StatusAnswers = Readonly<Partial<Record<StatusQuestion, number>>>;

/** `at`: which byte, counted from 1 in both languages. */
interface Finding {
  readonly at: StatusQuestion;
  readonly mask: number;
  readonly code: ErrorCode;
}

/** In the order of what an officer should do first: a cover hides the paper sensor, so it comes before the paper. */
const REAL_TIME_FINDINGS: readonly Finding[] = [
  { at: 2, mask: 0x04, code: 'MC-PRN-02' },
  { at: 4, mask: 0x60, code: 'MC-PRN-03' },
  { at: 2, mask: 0x20, code: 'MC-PRN-03' },
  { at: 3, mask: 0x08, code: 'MC-PRN-08' },
  { at: 3, mask: 0x20, code: 'MC-PRN-06' },
  { at: 3, mask: 0x40, code: 'MC-PRN-06' },
  { at: 2, mask: 0x40, code: 'MC-PRN-06' },
];
const AUTOMATIC_FINDINGS: readonly Finding[] = [
  { at: 1, mask: 0x20, code: 'MC-PRN-02' },
  { at: 3, mask: 0x0c, code: 'MC-PRN-03' },
  { at: 2, mask: 0x08, code: 'MC-PRN-08' },
  { at: 2, mask: 0x20, code: 'MC-PRN-06' },
  { at: 2, mask: 0x40, code: 'MC-PRN-06' },
];

type Bytes = StatusAnswers;
const has = (bytes: Bytes, at: StatusQuestion, mask: number): boolean => ((bytes[at] ?? 0) & mask) !== 0;

interface Meaning {
  readonly findings: readonly Finding[];
  /** Paper is being fed by the button: it comes back by itself. */
  readonly feeding: boolean;
  readonly offline: boolean;
  readonly nearEnd: boolean;
}

function statusOf(bytes: Bytes, meaning: Meaning): PrinterStatus {
  const finding = meaning.findings.find(({ at, mask }) => has(bytes, at, mask));
  if (finding) return { state: 'attention', code: finding.code };
  if (meaning.feeding) return { state: 'busy' };
  if (meaning.offline) return { state: 'attention', code: 'MC-PRN-06' };
  return meaning.nearEnd ? { state: 'ready', warning: 'MC-PRN-04' } : { state: 'ready' };
}

/** What the answers to DLE EOT 1–4 say; `unknown` where there is none. */
export function statusFromAnswers(answers: StatusAnswers): PrinterStatus {
  if (Object.keys(answers).length === 0) return { state: 'unknown' };
  return statusOf(answers, {
    findings: REAL_TIME_FINDINGS,
    feeding: has(answers, 2, 0x08),
    offline: has(answers, 1, 0x08),
    nearEnd: has(answers, 4, 0x0c),
  });
}

/** What an automatic status says. */
export function statusFromAutomatic([a, b, c, d]: AutomaticStatus): PrinterStatus {
  const bytes: Bytes = { 1: a, 2: b, 3: c, 4: d };
  return statusOf(bytes, {
    findings: AUTOMATIC_FINDINGS,
    feeding: has(bytes, 1, 0x40),
    offline: has(bytes, 1, 0x08),
    nearEnd: has(bytes, 3, 0x03),
  });
}
