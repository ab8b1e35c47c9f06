/** One thing that is done over and over, by itself: what holds up one lane (a long answer, a refused scan) holds up no other. */

export interface LaneParts {
  /** One turn; returns how long to pause before the next, ms. */
  readonly turn: () => Promise<number>;
  /** What went wrong, and for the how many-th time in a row; returns how long to pause, ms. */
  readonly onFailure: (error: unknown, failures: number) => number;
  readonly stop: AbortSignal;
}

export interface Lane {
  /** Ends a pause, also one after a failure; a turn that runs is followed by another at once. */
  wake(): void;
  /** Resolves once the lane has ended, after `stop`. */
  readonly ended: Promise<void>;
}

/** A pause that `wake` ends early. */
const createPause = () => {
  let wake = (): void => undefined;
  return {
    wake: (): void => wake(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};

export const runLane = ({ turn, onFailure, stop }: LaneParts): Lane => {
  const pause = createPause();
  let woken = false;
  let failures = 0;
  const once = async (): Promise<number> => {
    try {
      const ms = await turn();
      failures = 0;
      return ms;
    } catch (error) {
      if (stop.aborted) return 0;
      failures += 1;
      return onFailure(error, failures);
    }
  };
  const run = async (): Promise<void> => {
    while (!stop.aborted) {
      woken = false;
      const ms = await once();
      if (!stop.aborted && !woken && ms > 0) await pause.wait(ms);
    }
  };
  stop.addEventListener('abort', pause.wake, { once: true });
  return {
    wake: () => {
      woken = true;
      pause.wake();
    },
    ended: run(),
  };
};
