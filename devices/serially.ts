/**
 * Runs tasks one after another, in the order asked. A device does one thing at a time: two slips sent at once would be
 * printed into each other.
 */
export interface Serially {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Tasks begun or waiting. */
  readonly pending: number;
}

export function createSerially(): Serially {
  let tail: Promise<unknown> = Promise.resolve();
  let pending = 0;
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      pending += 1;
      const mine = tail.then(task).finally(() => {
        pending -= 1;
      });
      // The next task runs whether this one was fulfilled or not; its caller sees the failure, the queue does not.
      tail = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    },
    get pending() {
      return pending;
    },
  };
}
