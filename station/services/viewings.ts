/**
 * Who looked at a dossier is audited (domain.md §7): an entry for each opening of its page. The page asks again and again while
 * it is open, so only a look after a pause is a new opening. It is written just after the answer, which need not wait for the disk.
 */
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import type { Station } from '../station.ts';

export interface Viewings {
  /** `who` was shown the dossier. */
  seen(dossierId: Uuid7, who: string): void;
  /** Writes what is not written yet. */
  stop(): void;
}

/** The page asks anew every minute (renderer/counter/data.ts); a little more, as timers are late. */
const SAME_LOOK_MS = 90_000;
/** Openings remembered; beyond that the oldest are forgotten, at the cost of an entry too many. */
const REMEMBERED = 500;
/** Many dossiers passed with the arrow key are written together. */
const WRITE_AFTER_MS = 250;

type Parts = Pick<Station, 'store' | 'clock' | 'log'>;
interface Look {
  readonly at: Instant;
  readonly who: string;
  readonly about: Uuid7;
}

export function createViewings({ store, clock, log }: Parts, steady: () => number = () => performance.now()): Viewings {
  const last = new Map<string, number>();
  let unwritten: Look[] = [];
  let timer: NodeJS.Timeout | undefined;
  /** A full disk must end neither the program nor its stopping; every other write tells the officer of it. */
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const looks = unwritten;
    unwritten = [];
    try {
      for (const look of looks) store.audit.add({ ...look, what: 'dossier.viewed' });
    } catch (error) {
      const kind = error instanceof Error ? error.name : 'unknown';
      log.error({ error: kind, looks: looks.length }, 'who looked at dossiers was not written');
    }
  };
  return {
    seen: (about, who) => {
      const key = `${about} ${who}`;
      const now = steady();
      const before = last.get(key) ?? Number.NEGATIVE_INFINITY;
      last.delete(key);
      last.set(key, now);
      if (last.size > REMEMBERED) last.delete(last.keys().next().value ?? '');
      if (now - before < SAME_LOOK_MS) return;
      unwritten.push({ at: clock.corrected(), who, about });
      timer ??= setTimeout(write, WRITE_AFTER_MS);
    },
    stop: write,
  };
}
