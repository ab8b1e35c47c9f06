/** The boards over the desks: they show what is called, and are never waited for. */
import type { DeviceHub } from '../../devices/contract.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Ticket } from '../../domain/queue.ts';
import { formatTicket } from '../../domain/queue-rules.ts';
import type { Station } from '../station.ts';

type Boards = Pick<DeviceHub, 'queueBoards'>;

export function showOnBoards(hub: Boards, called: Pick<Ticket, 'letter' | 'number' | 'desk'>): void {
  const { desk } = called;
  if (desk === undefined) return;
  // `show` never rejects: a board that is away shows the call when it is back.
  for (const { driver } of hub.queueBoards()) void driver.show({ ticket: formatTicket(called), desk });
}

/** The last call of each desk today, for a board that has just come or a station that has just started. */
export function showPresentCalls(parts: Pick<Station, 'store' | 'clock'>, hub: Boards): void {
  const today = parts.store.queue.ofDay(localDate(parts.clock.corrected()));
  const called = today.filter(({ calledAt }) => calledAt !== undefined);
  const inOrder = [...called].sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0));
  const last = new Map(inOrder.map((ticket) => [ticket.desk, ticket]));
  for (const ticket of last.values()) showOnBoards(hub, ticket);
}
