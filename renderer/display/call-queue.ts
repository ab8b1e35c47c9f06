/**
 * Calls wait for each other: two desks that call in the same second are announced one after the other, never over each
 * other. Pure; the board's player takes the one that is being announced and says when it is done.
 */
import type { CallView } from '../../domain/views/public.ts';

export type CallQueue = {
  /** On the board and in the loudspeaker now. */
  readonly calling?: CallView;
  /** To come, in the order they were called. */
  readonly waiting: readonly CallView[];
  /** Announced, newest first. */
  readonly done: readonly CallView[];
  /** Every call ever taken in, so that none is announced twice after a reconnect. */
  readonly known: readonly string[];
};

/** Calls kept under the big number. */
export const RECENT = 4;
const KNOWN = 200;
/** A call that was made while the board did not listen is still announced when it is no older than this. */
export const STALE_MS = 45_000;

export const emptyQueue: CallQueue = { waiting: [], done: [], known: [] };

/** The same call wherever it comes from: the event and the state give it different ids. */
export const callKey = ({ ticket, desk, times, at }: CallView): string => `${ticket}/${desk}/${times}/${at}`;

/** A call came in. Known ones change nothing; a repeated call of a number that still waits takes its place. */
export function enqueue(queue: CallQueue, call: CallView): CallQueue {
  const key = callKey(call);
  if (queue.known.includes(key)) return queue;
  const known = [...queue.known, key].slice(-KNOWN);
  const again = queue.waiting.some((other) => sameTicket(other, call));
  const waiting = again
    ? queue.waiting.map((other) => (sameTicket(other, call) ? call : other))
    : [...queue.waiting, call];
  return started({ ...queue, known, waiting });
}

/** The announcement is over: the next one begins at once, or the board rests on this one. */
export function finish(queue: CallQueue): CallQueue {
  if (!queue.calling) return queue;
  const rest = { waiting: queue.waiting, known: queue.known };
  return started({ ...rest, done: withNewest(queue.done, queue.calling) });
}

/** What the station says when the board opens or reconnects: old calls are only shown, fresh ones announced. */
export function reconcile(queue: CallQueue, calls: readonly CallView[], now: number): CallQueue {
  const oldestFirst = [...calls].reverse();
  return oldestFirst.reduce(
    (next, call) => (now - call.at <= STALE_MS ? enqueue(next, call) : remember(next, call)),
    queue,
  );
}

/** The number in large figures: the one being called, else the last one called. */
export const shownCall = (queue: CallQueue): CallView | undefined => queue.calling ?? queue.done[0];

/** The last calls without the one in large figures. */
export function recentCalls(queue: CallQueue): readonly CallView[] {
  const shown = shownCall(queue);
  return queue.done.filter((call) => shown === undefined || !sameTicket(call, shown)).slice(0, RECENT);
}

function remember(queue: CallQueue, call: CallView): CallQueue {
  const key = callKey(call);
  if (queue.known.includes(key)) return queue;
  return { ...queue, known: [...queue.known, key].slice(-KNOWN), done: withNewest(queue.done, call) };
}

function started(queue: CallQueue): CallQueue {
  if (queue.calling) return queue;
  const [calling, ...waiting] = queue.waiting;
  return { ...queue, calling, waiting };
}

/** A number stands once among the last calls. */
function withNewest(done: readonly CallView[], call: CallView): readonly CallView[] {
  return [call, ...done.filter((other) => !sameTicket(other, call))].slice(0, RECENT + 1);
}

const sameTicket = (a: CallView, b: CallView): boolean => a.ticket === b.ticket;
