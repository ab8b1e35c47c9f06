/**
 * Lets the full-text index follow in idle turns: a moment after the last dossier came in, in short transactions with pauses, so that
 * neither an intake nor a window waits. While dossiers pour in it takes a turn now and then only: the first synchronisation first.
 */
import type { SearchIndex } from './search-index.ts';
import { isStorageFailure } from './store-error.ts';

const QUIET_MS = 300;
/** Dossiers that come in without a pause wait no longer for a turn. */
const LONGEST_WAIT_MS = 2_000;
const TURN_MS = 40;
const PAUSE_MS = 15;
/** A full disk or a backup at work: later again. */
const AFTER_FAILURE_MS = 30_000;

export interface IndexKeeper {
  /** A dossier was stored; cheap, and harmless when its transaction is undone. */
  noted(): void;
  stop(): void;
}

export interface IndexKeeperParts {
  readonly index: Pick<SearchIndex, 'behind' | 'follow'>;
  /** Told of what storage refuses, as the store's callers are. */
  readonly onFailure: (error: unknown) => void;
}

export const createIndexKeeper = ({ index, onFailure }: IndexKeeperParts): IndexKeeper => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let newest = 0;
  let lastTurn = 0;
  const wait = (milliseconds: number): void => {
    if (!stopped) timer = setTimeout(turn, milliseconds).unref();
  };
  const isQuiet = (now: number): boolean => now - newest >= QUIET_MS;
  const afterTurn = (left: number): void => {
    lastTurn = performance.now();
    if (left > 0) wait(isQuiet(lastTurn) ? PAUSE_MS : QUIET_MS);
  };
  const turn = (): void => {
    timer = undefined;
    const now = performance.now();
    const isTurn = isQuiet(now) || now - lastTurn >= LONGEST_WAIT_MS;
    try {
      if (isTurn) afterTurn(index.follow(TURN_MS));
      else wait(QUIET_MS);
    } catch (error) {
      // Nobody called who could be told; whoever searches meets it too.
      if (isStorageFailure(error)) onFailure(error);
      wait(AFTER_FAILURE_MS);
    }
  };
  return {
    noted: () => {
      newest = performance.now();
      if (timer !== undefined) return;
      lastTurn = newest;
      wait(QUIET_MS);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
