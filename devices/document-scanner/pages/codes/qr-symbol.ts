/** What of a QR symbol is known before it is read (ISO/IEC 18004), and a clean drawing of one for an engine. */
import { type Gray, grayOf } from '../gray.ts';

/** Versions whose only alignment pattern is the one near the fourth corner: far more than a receipt needs. */
export const VERSIONS = [1, 2, 3, 4, 5, 6] as const;
export type Version = (typeof VERSIONS)[number];

export const sizeOf = (version: Version): number => 4 * version + 17;

export const LIGHT = 0;
export const DARK = 1;
export const UNKNOWN = 2;

/** Row by row: `DARK` or `LIGHT` for finders, separators, timing and alignment patterns, `UNKNOWN` for all that differs between symbols. */
export function knownModules(version: Version): Uint8Array {
  const size = sizeOf(version);
  const modules = new Uint8Array(size * size).fill(UNKNOWN);
  const set = (column: number, row: number, dark: boolean) => {
    if (column >= 0 && row >= 0 && column < size && row < size) modules[row * size + column] = dark ? DARK : LIGHT;
  };
  for (let at = 8; at < size - 8; at += 1) {
    set(at, 6, at % 2 === 0);
    set(6, at, at % 2 === 0);
  }
  if (version > 1) square(size - 7, size - 7, 2, (away) => away !== 1, set);
  for (const [column, row] of finderCentres(size)) square(column, row, 4, (away) => away < 2 || away === 3, set);
  set(8, size - 8, true);
  return modules;
}

/** Modules at the middle of each finder: upper left, upper right, lower left. */
export const finderCentres = (size: number) =>
  [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const;

/** Rings round a middle module; `isDark` is asked with a ring's distance from it. */
function square(
  column: number,
  row: number,
  reach: number,
  isDark: (away: number) => boolean,
  set: (column: number, row: number, dark: boolean) => void,
): void {
  for (let down = -reach; down <= reach; down += 1)
    for (let across = -reach; across <= reach; across += 1)
      set(column + across, row + down, isDark(Math.max(Math.abs(across), Math.abs(down))));
}

/** Dots a module, and the quiet zone in modules. */
const MODULE_PX = 4;
const QUIET = 4;

/** `modules` row by row, `DARK` or `LIGHT`. */
export function drawnSymbol(modules: Uint8Array, size: number): Gray {
  const side = (size + 2 * QUIET) * MODULE_PX;
  const picture = grayOf(side, side);
  picture.data.fill(255);
  for (let y = 0; y < size * MODULE_PX; y += 1) {
    const from = (y + QUIET * MODULE_PX) * side + QUIET * MODULE_PX;
    const row = Math.floor(y / MODULE_PX) * size;
    for (let x = 0; x < size * MODULE_PX; x += 1)
      if (modules[row + Math.floor(x / MODULE_PX)] === DARK) picture.data[from + x] = 0;
  }
  return picture;
}
