/** How long to wait before the next attempt, in milliseconds: doubling from `firstMs`, never more than `longestMs`. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const STATION_BACK_OFF: BackOff = { firstMs: 250, longestMs: 15_000 };
export const PAGE_BACK_OFF: BackOff = { firstMs: 500, longestMs: 20_000 };

/** `failures` is the number of failures in a row so far; with none there is no wait. */
export function delayAfter(failures: number, { firstMs, longestMs }: BackOff): number {
  if (failures <= 0) return 0;
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
}

/** Wrong PINs in a row: the first three are a slip of the finger; after that each one waits longer, up to five minutes. */
export function pinWaitSeconds(wrongInARow: number): number {
  if (wrongInARow < 3) return 0;
  return Math.min(300, 5 * 2 ** (wrongInARow - 3));
}
