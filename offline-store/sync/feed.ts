/**
 * Follows the change feed: all of it, then held open so that a change made elsewhere is here when it happens. A portal
 * that answers at once all the same, or a proxy that cuts an answer held open, is asked every few seconds instead.
 */
import { MotcuaError } from '../../domain/errors.ts';
import { asksToWait, type PortalClient } from './client.ts';
import type { SyncParts } from './parts.ts';
import { createPull, pullPage } from './pull.ts';

/** Most proxies cut what has been silent for 30 or 60 seconds. */
export const LONGEST_WAIT_SECONDS = 25;
/** Below this, asking now and then costs less than being cut again and again. */
const SHORTEST_WAIT_SECONDS = 3;
/** A way that cut held answers may be another one by now. */
const TRY_AGAIN_MS = 600_000;

export interface Hold {
  /** How long to ask for now, seconds; 0: do not ask to be held. */
  seconds(): number;
  /** The answer that was held came to nothing, though a plain look works: something on the way does not keep it open. */
  cut(): void;
  /** The line itself was down: that says nothing about being held. */
  reset(): void;
}

export const createHold = (steady: () => number, longest = LONGEST_WAIT_SECONDS): Hold => {
  let seconds = longest;
  let cutAt = 0;
  return {
    seconds: () => {
      if (seconds < longest && steady() - cutAt >= TRY_AGAIN_MS) seconds = longest;
      return seconds;
    },
    cut: () => {
      cutAt = steady();
      seconds = seconds / 2 < SHORTEST_WAIT_SECONDS ? 0 : Math.floor(seconds / 2);
    },
    reset: () => {
      seconds = longest;
    },
  };
};

export interface FeedParts {
  readonly parts: SyncParts;
  /** Whose failures are no word on the line: a plain look is what tells. */
  readonly holding: PortalClient;
  readonly hold: Hold;
  readonly onChanges: () => void;
  /** Told when all that was there is here, also by an answer that was held: a turn may have failed before it asked for anything. */
  readonly onCaughtUp: () => void;
  /** Longest time without a byte of an answer that is not held, ms. */
  readonly patience: number;
  /** Pause between two looks where nothing is held open, ms. */
  readonly pollMs: number;
}

const isOfTheLine = (error: unknown): boolean => error instanceof MotcuaError && error.code.startsWith('MC-NET-');

/** Returns one turn: catch up if need be, then wait for news. It returns the pause before the next one, ms. */
export const createFeedTurn = (feed: FeedParts): (() => Promise<number>) => {
  const { parts, holding, hold, onChanges, onCaughtUp, patience, pollMs } = feed;
  const pull = createPull(parts);
  let caughtUp = false;
  let doubted = false;

  const catchUp = async (): Promise<void> => {
    await pull(onChanges);
    caughtUp = true;
    // The line is there, so it was the holding that something did not keep up.
    if (doubted) hold.cut();
    doubted = false;
    onCaughtUp();
  };
  const waitForNews = async (seconds: number): Promise<number> => {
    const startedAt = performance.now();
    const page = await pullPage(parts, { waitSeconds: seconds, patience: seconds * 1_000 + patience, client: holding });
    caughtUp = page.caughtUp;
    if (caughtUp) onCaughtUp();
    if (page.moved > 0) onChanges();
    // Nothing, and long before its time: this portal does not hold answers, or news is not what it thinks.
    const early = page.moved === 0 && performance.now() - startedAt < seconds * 500;
    return early ? pollMs : 0;
  };
  const held = async (seconds: number): Promise<number> => {
    try {
      return await waitForNews(seconds);
    } catch (error) {
      caughtUp = false;
      if (!isOfTheLine(error) || asksToWait(error)) throw error;
      doubted = true;
      return 0;
    }
  };
  return async () => {
    try {
      if (!caughtUp) await catchUp();
    } catch (error) {
      doubted = false;
      hold.reset();
      throw error;
    }
    const seconds = hold.seconds();
    if (seconds > 0) return held(seconds);
    caughtUp = false;
    return pollMs;
  };
};
