/**
 * What the answers to DLE EOT 1–4 say. Pure. An answer has bits 1 and 4 set and bits 0 and 7 clear; anything else is not an
 * answer of an ESC/POS printer. Many clones answer nothing, or only some of the questions.
 */
import type { ErrorCode } from '../../domain/errors.ts';
import type { PrinterStatus } from './contract.ts';
import type { StatusQuestion } from './escpos.ts';

export const isRealTimeAnswer = (byte: number): boolean => (byte & 0x93) === 0x12;
/** GS r 1 answers with bits 4 and 7 clear. */
export const isQueuedAnswer = (byte: number): boolean => (byte & 0x90) === 0x00;

/** One answer byte by question; a question without an answer is left out. */
export type StatusAnswers = Readonly<Partial<Record<StatusQuestion, number>>>;

interface Finding {
  readonly question: StatusQuestion;
  readonly mask: number;
  readonly code: ErrorCode;
}

/** In the order of what an officer should do first: a cover hides the paper sensor, so it comes before the paper. */
const FINDINGS: readonly Finding[] = [
  { question: 2, mask: 0x04, code: 'MC-PRN-02' },
  { question: 4, mask: 0x60, code: 'MC-PRN-03' },
  { question: 2, mask: 0x20, code: 'MC-PRN-03' },
  { question: 3, mask: 0x08, code: 'MC-PRN-08' },
  { question: 3, mask: 0x20, code: 'MC-PRN-06' },
  { question: 3, mask: 0x40, code: 'MC-PRN-06' },
  { question: 2, mask: 0x40, code: 'MC-PRN-06' },
  { question: 1, mask: 0x08, code: 'MC-PRN-06' },
];

const has = (answers: StatusAnswers, question: StatusQuestion, mask: number): boolean =>
  ((answers[question] ?? 0) & mask) !== 0;

export function statusFromAnswers(answers: StatusAnswers): PrinterStatus {
  if (Object.keys(answers).length === 0) return { state: 'unknown' };
  const finding = FINDINGS.find(({ question, mask }) => has(answers, question, mask));
  if (finding) return { state: 'attention', code: finding.code };
  return has(answers, 4, 0x0c) ? { state: 'ready', warning: 'MC-PRN-04' } : { state: 'ready' };
}
