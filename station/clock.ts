/**
 * The station's two clocks: its own, and the portal's as far as it is known. Rules (deadlines, days, numbers) use the
 * corrected one. In the demo the own clock may be set to a working hour, so that a desk is open whenever it is shown.
 */
import type { Instant } from '../domain/ids.ts';

export interface Clock {
  now(): Instant;
  corrected(): Instant;
  /** Portal's clock minus ours, in ms, as the last exchange showed. */
  setOffset(offset: number): void;
  offset(): number | undefined;
}

export function createClock(start?: Instant, startOffset?: number): Clock {
  const shift = start === undefined ? 0 : start - Date.now();
  let offset = startOffset;
  const now = () => Date.now() + shift;
  return {
    now,
    corrected: () => now() + (offset ?? 0),
    setOffset: (value) => {
      offset = Math.round(value);
    },
    offset: () => offset,
  };
}
