/** The waiting line of the day: taking a number, calling the next, calling again, letting go. */
import { v7 as uuidv7 } from 'uuid';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import { localDate, MINUTE_MS } from '../../domain/local-time.ts';
import type { Ticket } from '../../domain/queue.ts';
import {
  estimateWait,
  formatTicket,
  nextTicket,
  ordinarySincePriority,
  typicalServiceMinutes,
  voiceClips,
} from '../../domain/queue-rules.ts';
import type { HallDesk } from '../../domain/station-config.ts';
import type { QueueDesk } from '../../domain/views/desk.ts';
import type { CallView, TicketTaken } from '../../domain/views/public.ts';
import type { Station } from '../station.ts';
import { showOnBoards } from './boards.ts';

/** Assumed until five people of the day were served. */
const AVERAGE_SERVICE_MINUTES = 6;

type Parts = Pick<Station, 'store' | 'clock' | 'config' | 'officeSettings' | 'bus' | 'catalogue' | 'hub' | 'prints'>;

export const ticketsToday = (parts: Pick<Station, 'store' | 'clock'>): readonly Ticket[] =>
  parts.store.queue.ofDay(localDate(parts.clock.corrected()));

/** People of the same letter who are called before this ticket. */
export function beforeTicket(tickets: readonly Ticket[], ticket: Ticket): number {
  const ahead = (other: Ticket) => (other.priority === ticket.priority ? other.number < ticket.number : other.priority);
  return tickets.filter(
    (other) => other.state === 'waiting' && other.letter === ticket.letter && other.id !== ticket.id && ahead(other),
  ).length;
}

export function deskForLetter(parts: Pick<Station, 'config'>, letter: string): HallDesk | undefined {
  return parts.config.hall.find(({ letters }) => letters.includes(letter));
}

export function waitFor(tickets: readonly Ticket[], before: number): readonly [number, number] {
  const served = tickets.filter((ticket) => ticket.state === 'served' && ticket.calledAt !== undefined);
  const gaps = served.map(({ calledAt = 0 }) => calledAt).sort((a, b) => a - b);
  const minutes = gaps.slice(1).map((at, index) => (at - (gaps[index] ?? at)) / MINUTE_MS);
  const range = estimateWait(before, 1, typicalServiceMinutes(minutes, AVERAGE_SERVICE_MINUTES));
  return [range.from, range.to];
}

/** Idempotent by id: a second touch of the same button takes no second number and prints no second ticket. */
export function takeTicket(
  parts: Parts,
  wish: { readonly id: Uuid7; readonly letter: string; readonly priority: boolean },
): TicketTaken {
  const desk = deskForLetter(parts, wish.letter);
  if (!desk) throw new MotcuaError('MC-API-05');
  const at = parts.clock.corrected();
  const known = parts.store.queue.get(wish.id);
  const ticket = known ?? parts.store.queue.take({ ...wish, day: localDate(at), at });
  const printer = known ? undefined : parts.hub.receiptPrinter();
  const print = printer
    ? parts.prints.add({
        document: 'ticket',
        title: formatTicket(ticket),
        printerId: printer.id,
        copies: 1,
        ticketId: ticket.id,
      })
    : undefined;
  parts.bus.emit({ type: 'queue-changed', at });
  const tickets = ticketsToday(parts);
  const before = beforeTicket(tickets, ticket);
  const field = parts.catalogue.head().fields.find(({ letter }) => letter === ticket.letter);
  return {
    ticket,
    text: formatTicket(ticket),
    fieldName: { vi: field?.name ?? ticket.letter, en: field?.nameEn ?? ticket.letter },
    desk: desk.number,
    before,
    waitMinutes: [...waitFor(tickets, before)],
    print,
  };
}

export function queueOfDesk(parts: Parts): QueueDesk {
  const tickets = ticketsToday(parts);
  const mine = waitingAt(parts, tickets);
  const now = parts.clock.corrected();
  const longest = mine.reduce((most, { takenAt }) => Math.max(most, now - takenAt), 0);
  return {
    serving: servingAt(parts, tickets),
    waiting: mine.length,
    longestWaitMinutes: Math.floor(longest / MINUTE_MS),
    next: choose(parts, tickets),
  };
}

const lettersOf = ({ config }: Pick<Station, 'config'>) =>
  config.hall.find(({ number }) => number === config.desk)?.letters ?? [];

const waitingAt = (parts: Parts, tickets: readonly Ticket[]) =>
  tickets.filter(({ state, letter }) => state === 'waiting' && lettersOf(parts).includes(letter));

const servingAt = ({ config }: Parts, tickets: readonly Ticket[]) =>
  tickets
    .filter(({ state, desk }) => state === 'called' && desk === config.desk)
    .sort(byCall)
    .at(-1);

function choose(parts: Parts, tickets: readonly Ticket[]): Ticket | undefined {
  const called = tickets.filter(({ calledAt }) => calledAt !== undefined).sort(byCall);
  return nextTicket({
    waiting: waitingAt(parts, tickets),
    letters: lettersOf(parts),
    policy: parts.officeSettings.priority(parts.clock.corrected()),
    ordinarySincePriority: ordinarySincePriority(called),
  });
}

/** Calls the next person; the one being served is done. With nobody waiting the desk is simply free. */
export function callNext(parts: Parts): QueueDesk {
  const tickets = ticketsToday(parts);
  const at = parts.clock.corrected();
  const serving = servingAt(parts, tickets);
  if (serving) parts.store.queue.update({ ...serving, state: 'served' }, at);
  const next = choose(parts, tickets);
  if (next) call(parts, next, at);
  parts.bus.emit({ type: 'queue-changed', at });
  return queueOfDesk(parts);
}

export function recall(parts: Parts): QueueDesk {
  const serving = servingAt(parts, ticketsToday(parts));
  if (serving) call(parts, serving, parts.clock.corrected());
  return queueOfDesk(parts);
}

/** The person did not come, or was served: the desk is free. */
export function letGo(parts: Parts, state: 'served' | 'absent'): QueueDesk {
  const serving = servingAt(parts, ticketsToday(parts));
  const at = parts.clock.corrected();
  if (serving) parts.store.queue.update({ ...serving, state }, at);
  parts.bus.emit({ type: 'queue-changed', at });
  return queueOfDesk(parts);
}

function call(parts: Parts, ticket: Ticket, at: Instant): void {
  const called: Ticket = { ...ticket, state: 'called', desk: parts.config.desk, calledAt: at, calls: ticket.calls + 1 };
  parts.store.queue.update(called, at);
  parts.bus.emit({ type: 'call', at, call: callView(called, at) });
  showOnBoards(parts.hub, called);
}

export function callView(ticket: Ticket, at: Instant): CallView {
  const desk = ticket.desk ?? 0;
  return { id: uuidv7(), ticket: formatTicket(ticket), desk, at, clips: voiceClips(ticket, desk), times: ticket.calls };
}

/** The last calls of the day, newest first. */
export function recentCalls(parts: Pick<Station, 'store' | 'clock'>, count: number): readonly CallView[] {
  const called = ticketsToday(parts).filter(({ calledAt }) => calledAt !== undefined);
  return [...called]
    .sort(byCall)
    .reverse()
    .slice(0, count)
    .map((ticket) => callView(ticket, ticket.calledAt ?? 0));
}

const byCall = (a: Ticket, b: Ticket) => (a.calledAt ?? 0) - (b.calledAt ?? 0);
