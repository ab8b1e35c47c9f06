/** How a page lies: along which axis its lines run, and by how many degrees they are off. */
import type { InkMap } from './ink.ts';

export interface Slant {
  /** True where lines of text run from top to bottom: the page lies on its side. */
  readonly sideways: boolean;
  /** Degrees clockwise by which lines are off; 0 when no lines are seen. */
  readonly degrees: number;
  /** False where nothing on the page says how it lies. */
  readonly certain: boolean;
}

const WIDEST = 8;
const COARSE = 0.25;
const FINE = 0.05;
/** Dots looked at; a full page has a few times more. */
const MAX_DOTS = 60_000;
const MIN_DOTS = 400;
/** How much sharper the best angle must be than the usual one: print has 11 and more, a stamp, a blot or grain alone 2.8 and less. */
const SHARPER = 4;
/** How much sharper lines from top to bottom must be than those from left to right before a page counts as lying. */
const SIDEWAYS = 1.6;
/** Degrees that nobody sees; turning costs sharpness. */
const UNSEEN = 0.2;

export function slantOf(map: InkMap): Slant {
  const dots = inkDots(map);
  if (dots.xs.length < MIN_DOTS) return { sideways: false, degrees: 0, certain: false };
  const across = sharpest(dots.xs, dots.ys, map);
  const down = sharpest(dots.ys, dots.xs, { width: map.height, height: map.width });
  const sideways = down.score > across.score * SIDEWAYS && down.sharper > SHARPER;
  const best = sideways ? down : across;
  if (best.sharper < SHARPER) return { sideways: false, degrees: 0, certain: false };
  const degrees = sideways ? -best.degrees : best.degrees;
  return { sideways, degrees: Math.abs(degrees) < UNSEEN ? 0 : degrees, certain: true };
}

interface Dots {
  readonly xs: Int32Array;
  readonly ys: Int32Array;
}

function inkDots({ ink, width }: InkMap): Dots {
  const indices: number[] = [];
  for (let index = 0; index < ink.length; index += 1) if (ink[index]) indices.push(index);
  const step = Math.max(1, indices.length / MAX_DOTS);
  const count = Math.floor(indices.length / step);
  const [xs, ys] = [new Int32Array(count), new Int32Array(count)];
  for (let at = 0; at < count; at += 1) {
    const index = indices[Math.floor(at * step)] ?? 0;
    xs[at] = index % width;
    ys[at] = Math.floor(index / width);
  }
  return { xs, ys };
}

interface Best {
  readonly degrees: number;
  readonly score: number;
  readonly sharper: number;
}

/** The shear that makes the rows' sums most uneven: there, lines and the gaps between them fall into rows of their own. */
function sharpest(xs: Int32Array, ys: Int32Array, size: { width: number; height: number }): Best {
  const score = (degrees: number) => unevenness(xs, ys, size, Math.tan((degrees * Math.PI) / 180));
  const coarse = tried(score, -WIDEST, WIDEST, COARSE);
  const first = best(coarse);
  const fine = tried(score, first.degrees - COARSE, first.degrees + COARSE, FINE);
  const usual = coarse.map((one) => one.score).toSorted((a, b) => a - b)[Math.floor(coarse.length / 2)] ?? 1;
  const last = best(fine);
  return { ...last, sharper: last.score / Math.max(1, usual) };
}

type Try = { readonly degrees: number; readonly score: number };

function tried(score: (degrees: number) => number, from: number, to: number, step: number): readonly Try[] {
  const count = Math.round((to - from) / step) + 1;
  return Array.from({ length: count }, (_, index) => {
    const degrees = from + index * step;
    return { degrees, score: score(degrees) };
  });
}

const best = (all: readonly Try[]): Try =>
  all.reduce((one, other) => (other.score > one.score ? other : one), { degrees: 0, score: -1 });

function unevenness(
  xs: Int32Array,
  ys: Int32Array,
  { width, height }: { width: number; height: number },
  slope: number,
): number {
  const lift = Math.ceil(Math.abs(slope) * width) + 1;
  const sums = new Int32Array(height + 2 * lift);
  for (let at = 0; at < xs.length; at += 1) {
    const row = Math.round((ys[at] as number) - (xs[at] as number) * slope) + lift;
    sums[row] = (sums[row] as number) + 1;
  }
  let score = 0;
  for (let row = 1; row < sums.length; row += 1) {
    const step = (sums[row] as number) - (sums[row - 1] as number);
    score += step * step;
  }
  return score;
}
