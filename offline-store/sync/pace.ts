/** How fast scans go: never while an officer's work is on its way, and in office hours no faster than the line can spare. */

export interface Pace {
  /** Bytes of the next part. */
  partBytes(): number;
  /** Resolves when a part of so many bytes may go; `stop` when the station ends. */
  before(bytes: number): Promise<'go' | 'stop'>;
}

export interface PaceParts {
  /** Bytes a second that scans may take now; undefined: as fast as it goes. */
  readonly rate: () => number | undefined;
  readonly isBusy: () => boolean;
  /** A clock that only grows, ms. */
  readonly steady: () => number;
  readonly rest: (ms: number) => Promise<void>;
  readonly stop: AbortSignal;
}

/** A part gets through a line of 35 kbit/s within the minute that it may take. */
const LARGEST_PART = 256 * 1024;
const SMALLEST_PART = 8 * 1024;
/** A part is what may go in about this long: less would be mostly headers, more a burst that holds others up. */
const PART_SECONDS = 1;
/** Office hours end, work is done: looked at again this often, ms. */
const LOOK_MS = 200;

export const createPace = ({ rate, isBusy, steady, rest, stop }: PaceParts): Pace => {
  let freeAt = Number.NEGATIVE_INFINITY;
  /** How long until a part may go, ms. */
  const left = (): number => {
    if (isBusy()) return LOOK_MS;
    return rate() === undefined ? 0 : freeAt - steady();
  };
  return {
    partBytes: () => {
      const bytes = rate();
      if (bytes === undefined) return LARGEST_PART;
      return Math.min(LARGEST_PART, Math.max(SMALLEST_PART, Math.floor(bytes * PART_SECONDS)));
    },
    before: async (bytes) => {
      for (let ms = left(); ms > 0 && !stop.aborted; ms = left()) await rest(Math.min(ms, LOOK_MS));
      const now = rate();
      freeAt = now === undefined ? Number.NEGATIVE_INFINITY : steady() + (bytes / now) * 1_000;
      return stop.aborted ? 'stop' : 'go';
    },
  };
};
