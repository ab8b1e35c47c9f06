/** Sheets of paper and sides of them: a driver sees sides, a person counts sheets. */
import type { ScanOptions } from './contract.ts';

/** A back side that never came still means that its sheet went in. */
export const sheetsOf = (sides: number, source: ScanOptions['source']): number =>
  source === 'duplex' ? Math.ceil(sides / 2) : sides;

/** How many sides a batch takes at most. */
export function sideLimit({ source, maxPages }: ScanOptions): number {
  if (source === 'flatbed') return 1;
  return source === 'duplex' ? maxPages * 2 : maxPages;
}
