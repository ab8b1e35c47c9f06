/**
 * Takes what lies in the write-ahead log over into the database in idle turns, once it is worth two flushes: nobody's commit then
 * waits for it. Where the work never pauses, SQLite does it in between as ever (every thousand pages). Every commit is on the disk before.
 */
import { isStorageFailure } from './store-error.ts';
import type { Db } from './transaction.ts';

const QUIET_MS = 300;
/** Some hundred pages; an officer's hour. */
export const WORTH_COMMITS = 20;

export interface LogKeeper {
  /** A transaction was committed; cheap. */
  noted(): void;
  stop(): void;
}

export interface LogKeeperParts {
  readonly db: Pick<Db, 'pragma'>;
  /** Told of what storage refuses, as the store's callers are. */
  readonly onFailure: (error: unknown) => void;
}

export const createLogKeeper = ({ db, onFailure }: LogKeeperParts): LogKeeper => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let commits = 0;
  let seen = 0;
  const wait = (): void => {
    seen = commits;
    timer = setTimeout(turn, QUIET_MS).unref();
  };
  const takeOver = (): void => {
    commits = 0;
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      // Nobody called who could be told. Nothing is lost: it lies in the log, and the next commits bring the next attempt.
      if (isStorageFailure(error)) onFailure(error);
    }
  };
  const turn = (): void => {
    timer = undefined;
    if (commits === seen) takeOver();
    else wait();
  };
  return {
    noted: () => {
      commits += 1;
      if (commits >= WORTH_COMMITS && timer === undefined && !stopped) wait();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
