/** The boards over the desks: they show what is called, and are never waited for. */
import type { DeviceHub } from '../../devices/contract.ts';
import type { QueueBoard } from '../../devices/queue-board/contract.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Ticket } from '../../domain/queue.ts';
import { formatTicket } from '../../domain/queue-rules.ts';
import type { Station } from '../station.ts';

type Boards = Pick<DeviceHub, 'queueBoards'>;
type Calls = Pick<Station, 'store' | 'clock'>;

export function showOnBoards(hub: Boards, called: Pick<Ticket, 'letter' | 'number' | 'desk'>): void {
  for (const { driver } of hub.queueBoards()) showOn(driver, called);
}

/** The last call of each desk today, for a board that has just come or a station that has just started. */
export function showPresentCalls(parts: Calls, hub: Boards): void {
  for (const ticket of presentCalls(parts)) showOnBoards(hub, ticket);
}

/** A trial's number must not stay over a desk: the desk's call stands there again, or a zero where nobody was called yet. */
export function endBoardTrial(parts: Calls, board: QueueBoard, desks: readonly number[]): void {
  for (const desk of desks) showOn(board, { letter: 'A', number: 0, desk });
  for (const ticket of presentCalls(parts)) showOn(board, ticket);
}

function showOn(board: QueueBoard, { desk, ...ticket }: Pick<Ticket, 'letter' | 'number' | 'desk'>): void {
  // `show` never rejects: a board that is away shows the call when it is back.
  if (desk !== undefined) void board.show({ ticket: formatTicket(ticket), desk });
}

function presentCalls(parts: Calls): Iterable<Ticket> {
  const today = parts.store.queue.ofDay(localDate(parts.clock.corrected()));
  const called = today.filter(({ calledAt }) => calledAt !== undefined);
  const inOrder = [...called].sort((a, b) => (a.calledAt ?? 0) - (b.calledAt ?? 0));
  return new Map(inOrder.map((ticket) => [ticket.desk, ticket])).values();
}
