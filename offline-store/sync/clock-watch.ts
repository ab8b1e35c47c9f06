/** What can be told of this PC's clock without asking anybody: that it was set, and that it cannot be right. */
import type { Instant } from '../../domain/ids.ts';
import { DAY_MS } from '../../domain/local-time.ts';

/** A step smaller than this is a clock being kept right, ms. */
const STEP_MS = 30_000;

/**
 * Looked at every second or so: by how much the wall clock was moved since the last look, ms; 0 when it only went on.
 * `steady` only grows, and may stand still while the PC sleeps.
 */
export const createClockWatch = (wall: () => Instant, steady: () => number): (() => number) => {
  let before = { wall: wall(), steady: steady() };
  return () => {
    const now = { wall: wall(), steady: steady() };
    const moved = now.wall - before.wall - (now.steady - before.steady);
    before = now;
    return Math.abs(moved) < STEP_MS ? 0 : Math.round(moved);
  };
};

/** An office is shut for Tết, not for longer: more than this forward is no sleep. */
const LONGEST_SLEEP_MS = 30 * DAY_MS;

/** Whether the PC may have slept for as long as its clock went forward; it never goes back in its sleep. */
export const maySleep = (movedMs: number): boolean => movedMs > 0 && movedMs <= LONGEST_SLEEP_MS;

export type ClockDoubt = 'behind' | 'ahead';

/** Entries may be written a little ahead of one another. */
const SLACK_MS = 600_000;
/** No office stands still for half a year. */
const LONGEST_SILENCE_MS = 183 * DAY_MS;

export interface ClockFacts {
  /** The time as this station would stamp it. */
  readonly now: Instant;
  /** The newest time known to be right, or written by this station. */
  readonly newest?: Instant | undefined;
  /** When this program was made: no time before it can be now. */
  readonly madeAt?: Instant | undefined;
}

export const clockDoubt = ({ now, newest, madeAt }: ClockFacts): ClockDoubt | undefined => {
  if (now < Math.max(newest ?? 0, madeAt ?? 0) - SLACK_MS) return 'behind';
  return newest !== undefined && now > newest + LONGEST_SILENCE_MS ? 'ahead' : undefined;
};
