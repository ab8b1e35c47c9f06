/**
 * How fast a keyboard reader types, learned from its own scans: readers differ tenfold (10 ms a key, 80 to 100 ms a key), so
 * no fixed limit tells all of them from hands.
 */
import { z } from 'zod';

/** A reader whose keys are further apart than this is slower than hands. */
const MAX_GAP_MS = 500;
const KEPT = 9;
/** So few scans may have been anything. */
const ENOUGH = 3;

export const keyGapSchema = z.number().min(0).max(MAX_GAP_MS);

/** The scans' typical gaps, milliseconds, newest last; at most nine. */
export const knownGapsSchema = z.array(keyGapSchema).max(KEPT).readonly();
export type KnownGaps = z.infer<typeof knownGapsSchema>;

export const withGap = (known: KnownGaps, gapMs: number): KnownGaps => [...known, gapMs].slice(-KEPT);

/** The middle one; undefined until three scans are known. */
export const typicalGap = (known: KnownGaps): number | undefined =>
  known.length < ENOUGH ? undefined : medianOf(known);

/** Zero for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
