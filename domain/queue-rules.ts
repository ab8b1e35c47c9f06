import { z } from 'zod';
import { compactDate, expandCompactDate, type Instant, type LocalDate } from './local-time.ts';
import type { Ticket } from './queue.ts';

/** Who is called next, how tickets are numbered and spoken, how long a wait may be. */

/** Strict: priority tickets always first. Interleaved: while both wait, one in `every` calls is a priority ticket. */
export const priorityPolicySchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('strict') }).readonly(),
  z.object({ mode: z.literal('interleaved'), every: z.int().min(2).max(20) }).readonly(),
]);
export type PriorityPolicy = z.infer<typeof priorityPolicySchema>;

export type WaitingTicket = Pick<Ticket, 'id' | 'letter' | 'number' | 'priority' | 'takenAt'>;

/** What the choice looks at. `ordinarySincePriority`: ordinary tickets called since the last priority one, today. */
export type NextTicketQuestion<T extends WaitingTicket = WaitingTicket> = {
  readonly waiting: readonly T[];
  /** The letters this desk serves; empty means all. */
  readonly letters: readonly string[];
  readonly policy: PriorityPolicy;
  readonly ordinarySincePriority: number;
};

/** The ticket to call, or undefined when nobody waits for this desk. First come, first called within each kind. */
export function nextTicket<T extends WaitingTicket>(question: NextTicketQuestion<T>): T | undefined {
  const mine = question.waiting.filter(
    (ticket) => question.letters.length === 0 || question.letters.includes(ticket.letter),
  );
  const priority = earliest(mine.filter((ticket) => ticket.priority));
  const ordinary = earliest(mine.filter((ticket) => !ticket.priority));
  return isPriorityTurn(question) ? (priority ?? ordinary) : (ordinary ?? priority);
}

/**
 * How many ordinary tickets were called after the last priority one, from the day's calls in order.
 * Infinite before the day's first priority call, so that the first one in need does not wait for a count.
 */
export function ordinarySincePriority(calls: readonly Pick<Ticket, 'priority'>[]): number {
  const last = calls.findLastIndex((call) => call.priority);
  return last === -1 ? Number.POSITIVE_INFINITY : calls.length - 1 - last;
}

/** The next number of a letter on a local day: one more than the highest given out. Numbers start again each day. */
export function nextTicketNumber(
  givenOut: readonly Pick<Ticket, 'letter' | 'number' | 'day'>[],
  letter: string,
  day: LocalDate,
): number {
  const numbers = givenOut
    .filter((ticket) => ticket.letter === letter && ticket.day === day)
    .map((ticket) => ticket.number);
  return numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1;
}

/** `A 012`, as people see it everywhere. */
export function formatTicket(ticket: Pick<Ticket, 'letter' | 'number'>): string {
  return `${ticket.letter} ${padded(ticket.number)}`;
}

export type TicketBarcode = { readonly letter: string; readonly number: number; readonly day: LocalDate };

/** `MCT:A012:261124`, the barcode of a queue ticket. */
export function formatTicketBarcode(ticket: TicketBarcode): string {
  return `MCT:${ticket.letter}${padded(ticket.number)}:${compactDate(ticket.day)}`;
}

/** Undefined for anything that is not a ticket's barcode. */
export function parseTicketBarcode(text: string): TicketBarcode | undefined {
  if (text.length > 64) return undefined;
  const [, letter = '', digits = '', compact = ''] =
    /^MCT:([A-Z])(\d{3}):(\d{6})$/.exec(text.trim().toUpperCase()) ?? [];
  const day = expandCompactDate(compact);
  const number = Number(digits);
  return day === undefined || number < 1 ? undefined : { letter, number, day };
}

/** The clips of "Xin mời công dân số, A, 0, 1, 2, đến quầy số, 3", in order; each id is a file in assets/voice. Digits one by one. */
export function voiceClips(ticket: Pick<Ticket, 'letter' | 'number'>, desk: number): readonly string[] {
  return ['moi-cong-dan-so', ticket.letter.toLowerCase(), ...padded(ticket.number), 'den-quay-so', ...String(desk)];
}

/** Minutes a wait may last, both rounded to five: `10 – 15`. */
export type WaitRange = { readonly from: number; readonly to: number };

/** A quarter less and a quarter more than `ahead` services shared by `desks`. Nobody ahead is `0 – 5`. */
export function estimateWait(ahead: number, desks: number, serviceMinutes: number): WaitRange {
  const middle = (Math.max(0, ahead) * Math.max(1, serviceMinutes)) / Math.max(1, desks);
  const from = Math.floor((middle * 0.75) / 5) * 5;
  return { from, to: Math.max(from + 5, Math.ceil((middle * 1.25) / 5) * 5) };
}

/** The middle one of recent service times in minutes; `assumed` until five are known, since one long talk says nothing. */
export function typicalServiceMinutes(recent: readonly number[], assumed: number): number {
  if (recent.length < 5) return assumed;
  const sorted = [...recent].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? assumed;
}

/** When a ticket taken at `takenAt` will probably be called, for the moving estimate on the kiosk. */
export function expectedCall(takenAt: Instant, wait: WaitRange): { readonly from: Instant; readonly to: Instant } {
  return { from: takenAt + wait.from * 60_000, to: takenAt + wait.to * 60_000 };
}

function isPriorityTurn(question: Pick<NextTicketQuestion, 'policy' | 'ordinarySincePriority'>): boolean {
  if (question.policy.mode === 'strict') return true;
  return question.ordinarySincePriority >= question.policy.every - 1;
}

function earliest<T extends WaitingTicket>(tickets: readonly T[]): T | undefined {
  return tickets.reduce<T | undefined>(
    (best, ticket) => (best === undefined || isBefore(ticket, best) ? ticket : best),
    undefined,
  );
}

/** Ties of the clock are broken by number, then id, so that two PCs choose alike. */
function isBefore(a: WaitingTicket, b: WaitingTicket): boolean {
  if (a.takenAt !== b.takenAt) return a.takenAt < b.takenAt;
  if (a.number !== b.number) return a.number < b.number;
  return a.id < b.id;
}

function padded(number: number): string {
  return String(number).padStart(3, '0');
}
