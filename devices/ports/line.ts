/** A line as its adapter gives it: an open port that can also be told to stop reading for a moment. */
import type { OpenPort, PortAddress, PortEvents } from './contract.ts';
import { lostFault } from './faults.ts';

export interface Line extends OpenPort {
  abort(): Promise<void>;
  /** Leaves what comes in the system's own, bounded buffer. Never for long: nobody notices an unplugged line meanwhile. */
  pause(): void;
  resume(): void;
}

export type AddressOf<T extends PortAddress['type']> = Extract<PortAddress, { readonly type: T }>;
/** Rejects with anything; whoever calls makes a fault of it. */
export type OpenLine<A extends PortAddress> = (address: A, events: PortEvents) => Promise<Line>;

/** An adapter's end, told once and only while nobody closed the line; a write that waits then is rejected. */
export interface LineEnd {
  readonly ended: boolean;
  /** Settles as `work` does, or rejects when the line ends before; on an ended line it is not begun. Rejects with a `PortFault`. */
  guard(work: () => Promise<void>): Promise<void>;
  lost(error?: unknown): void;
  /** No event from now on. */
  closed(): void;
}

export function createLineEnd(events: PortEvents): LineEnd {
  const waiting = new Set<(error: unknown) => void>();
  let ended = false;
  const finish = (error: unknown): boolean => {
    if (ended) return false;
    ended = true;
    for (const reject of waiting) reject(error);
    waiting.clear();
    return true;
  };
  return {
    get ended() {
      return ended;
    },
    // No race against one lasting promise: that would remember every write until the line ends.
    guard: (work) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(lostFault('the line is closed'));
        const fail = (error: unknown): void => reject(lostFault(error));
        waiting.add(fail);
        void work()
          .then(resolve, fail)
          .finally(() => waiting.delete(fail));
      }),
    lost: (error) => {
      const fault = lostFault(error);
      if (finish(fault)) events.onLost(fault);
    },
    closed: () => void finish(lostFault('the line was closed')),
  };
}
