/**
 * Runs tasks one after another, in the order asked. A device does one thing at a time: two slips sent at once would be
 * printed into each other.
 */
export interface Serially {
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createSerially(): Serially {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run<T>(task: () => Promise<T>): Promise<T> {
      const mine = tail.then(task);
      // The next task runs whether this one was fulfilled or not; its caller sees the failure, the queue does not.
      tail = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    },
  };
}

/** One question at a time: whoever asks while an answer is on its way gets that answer. */
export function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/** Counts the tasks that are running or waiting, so that a status question can be answered with "busy". */
export interface Jobs {
  run<T>(task: () => Promise<T>): Promise<T>;
  readonly busy: boolean;
}

export function countJobs(queue: Serially): Jobs {
  let jobs = 0;
  return {
    run: (task) => {
      jobs += 1;
      return queue.run(task).finally(() => {
        jobs -= 1;
      });
    },
    get busy() {
      return jobs > 0;
    },
  };
}
