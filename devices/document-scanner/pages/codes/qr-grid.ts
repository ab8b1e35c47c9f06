/** Where a symbol's modules lie in a picture: three finders give a guess, the known patterns draw it into place. */
import type { Point } from './found.ts';
import type { Finder } from './qr-finders.ts';
import type { Sums } from './qr-sums.ts';
import { DARK, knownModules, sizeOf, UNKNOWN, VERSIONS, type Version } from './qr-symbol.ts';

/** Dots of a place given in modules from the symbol's upper left corner: `x = x0 + ax·column + bx·row + px·column·row`, so for y. */
export interface Grid {
  readonly version: Version;
  /** x0, ax, bx, px, y0, ay, by, py. */
  readonly at: readonly number[];
  /** How like the known patterns the tones there are, -1 to 1. */
  readonly fit: number;
}

const MAX_GUESSES = 12;
const MAX_GRIDS = 3;
const ENOUGH = 0.5;

/** The best grids, the best first; guesses that it is too `late` for are left out. */
export function fitGrids(sums: Sums, finders: readonly Finder[], late: () => boolean): readonly Grid[] {
  return guesses(finders)
    .slice(0, MAX_GUESSES)
    .flatMap(({ version, at }) =>
      late() ? [] : [drawnIntoPlace(sums, { version, at, fit: fitOf(sums, version, at) })],
    )
    .filter(({ fit }) => fit > ENOUGH)
    .toSorted((a, b) => b.fit - a.fit)
    .slice(0, MAX_GRIDS);
}

interface Guess {
  readonly version: Version;
  readonly at: readonly number[];
  readonly worth: number;
}

function guesses(finders: readonly Finder[]): readonly Guess[] {
  const all: Guess[] = [];
  for (const corner of finders)
    for (const right of finders) {
      if (right === corner || !alike(corner.module, right.module, 1.35)) continue;
      for (const below of finders) {
        if (below === corner || below === right || !alike(corner.module, below.module, 1.35)) continue;
        all.push(...guessOf(corner, right, below));
      }
    }
  return all.toSorted((a, b) => b.worth - a.worth);
}

const alike = (a: number, b: number, factor: number): boolean => a < b * factor && b < a * factor;

function guessOf(corner: Finder, right: Finder, below: Finder): readonly Guess[] {
  const [ax, ay] = [right.x - corner.x, right.y - corner.y];
  const [bx, by] = [below.x - corner.x, below.y - corner.y];
  const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const square = (ax * bx + ay * by) / (a * b);
  if (!alike(a, b, 1.12) || Math.abs(square) > 0.12 || ax * by - ay * bx <= 0) return [];
  const module = (corner.module + right.module + below.module) / 3;
  const likeness = corner.likeness + right.likeness + below.likeness;
  return VERSIONS.flatMap((version) => {
    const apart = sizeOf(version) - 7;
    const off = Math.abs(Math.log((a + b) / 2 / apart / module));
    if (off > 0.16) return [];
    const [ux, uy, wx, wy] = [ax / apart, ay / apart, bx / apart, by / apart];
    const at = [corner.x - 3.5 * (ux + wx), ux, wx, 0, corner.y - 3.5 * (uy + wy), uy, wy, 0];
    return [{ version, at, worth: likeness - 2 * off - 3 * Math.abs(square) - 2 * Math.abs(Math.log(a / b)) }];
  });
}

/** How much of a module the numbers are moved, from coarse to fine, and how often at each at the most. */
const SHARES = [0.5, 0.25, 0.12, 0.06] as const;
const TURNS = 4;

/** Each number in turn a little more or less, as long as that brings the picture nearer to the known patterns. */
function drawnIntoPlace(sums: Sums, start: Grid): Grid {
  const size = sizeOf(start.version);
  const module = Math.hypot(start.at[1] ?? 0, start.at[5] ?? 0);
  let best = start;
  for (const share of SHARES) {
    const steps = [1, 1 / size, 1 / size, 1 / size / size].map((step) => step * share * module);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const next = onceAround(sums, best, steps);
      if (next === best) break;
      best = next;
    }
  }
  return best;
}

/** The same grid when no number moved it nearer. */
function onceAround(sums: Sums, grid: Grid, steps: readonly number[]): Grid {
  let best = grid;
  for (let index = 0; index < 8; index += 1)
    for (const sign of [1, -1]) {
      const at = best.at.with(index, (best.at[index] ?? 0) + sign * (steps[index % 4] ?? 0));
      const fit = fitOf(sums, best.version, at);
      if (fit > best.fit) best = { version: best.version, at, fit };
    }
  return best;
}

const KNOWN = new Map(VERSIONS.map((version) => [version, knownModules(version)]));

/** The correlation of known modules with the tones at their places; the contrast of all others has a small say. */
function fitOf(sums: Sums, version: Version, at: readonly number[]): number {
  const known = KNOWN.get(version) ?? new Uint8Array();
  const tones = sampled(sums, version, at);
  let [count, darks, sum, squares, darkSum] = [0, 0, 0, 0, 0];
  let [others, otherSum, otherSquares] = [0, 0, 0];
  for (let index = 0; index < known.length; index += 1) {
    const tone = tones[index] as number;
    if (known[index] === UNKNOWN) {
      others += 1;
      otherSum += tone;
      otherSquares += tone * tone;
      continue;
    }
    count += 1;
    sum += tone;
    squares += tone * tone;
    if (known[index] === DARK) {
      darks += 1;
      darkSum += tone;
    }
  }
  const lights = count - darks;
  const deviation = Math.sqrt(Math.max(1, squares / count - (sum / count) ** 2));
  const contrast = (sum - darkSum) / lights - darkSum / darks;
  const spread = Math.sqrt(Math.max(0, otherSquares / others - (otherSum / others) ** 2));
  return (contrast * Math.sqrt(darks * lights)) / count / deviation + (0.3 * spread) / 128;
}

/** The share of a module's side over which its tone is averaged. */
const MIDDLE = 0.5;

/** Each module's tone, row by row; what lies outside the picture is paper. */
export function sampled({ tones, width, height }: Sums, version: Version, at: readonly number[]): Float32Array {
  const size = sizeOf(version);
  const [x0 = 0, ax = 0, bx = 0, px = 0, y0 = 0, ay = 0, by = 0, py = 0] = at;
  const side = Math.max(1, Math.hypot(ax, ay) * MIDDLE);
  const samples = new Float32Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const [c, r] = [column + 0.5, row + 0.5];
      const x = x0 + ax * c + bx * r + px * c * r;
      const y = y0 + ay * c + by * r + py * c * r;
      samples[row * size + column] = meanAround(tones, width, height, x, y, side);
    }
  return samples;
}

/** The mean over a square with edges between dots: four corners' sums are taken between the whole ones. */
function meanAround(tones: Float64Array, width: number, height: number, x: number, y: number, side: number): number {
  const [left, top] = [x - side / 2, y - side / 2];
  const [right, bottom] = [left + side, top + side];
  if (left < 0 || top < 0 || right >= width || bottom >= height) return 255;
  const stride = width + 1;
  return (
    (between(tones, stride, right, bottom) -
      between(tones, stride, left, bottom) -
      between(tones, stride, right, top) +
      between(tones, stride, left, top)) /
    (side * side)
  );
}

function between(tones: Float64Array, stride: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [shareX, shareY] = [x - column, y - row];
  const at = row * stride + column;
  const above = (tones[at] as number) * (1 - shareX) + (tones[at + 1] as number) * shareX;
  const below = (tones[at + stride] as number) * (1 - shareX) + (tones[at + stride + 1] as number) * shareX;
  return above * (1 - shareY) + below * shareY;
}

/** The symbol's corners in the picture: upper left, upper right, lower right, lower left as it is read. */
export function cornersOf({ version, at }: Grid): readonly Point[] {
  const size = sizeOf(version);
  const [x0 = 0, ax = 0, bx = 0, px = 0, y0 = 0, ay = 0, by = 0, py = 0] = at;
  const corner = (c: number, r: number): Point => ({
    x: x0 + ax * c + bx * r + px * c * r,
    y: y0 + ay * c + by * r + py * c * r,
  });
  return [corner(0, 0), corner(size, 0), corner(size, size), corner(0, size)];
}
