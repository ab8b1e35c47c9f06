/** Moving a picture: one map from the result's dots back to the source's, so that a page is resampled once at most. */
import { type Gray, grayOf } from './gray.ts';

/** A source dot is `(a·x + b·y + c, d·x + e·y + f)` for the result's dot `(x, y)`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** From the placed picture to the one it was made of. */
  readonly back: Affine;
}

export type QuarterTurn = 0 | 90 | 180 | 270;

/**
 * A picture of this size turned clockwise by quarter turns and then by `degrees` (clockwise, small) about its middle. The
 * result has the size of the quarter-turned picture: what leaves it at the corners is the overhang of a slanted sheet.
 */
export function turned(size: { width: number; height: number }, quarter: QuarterTurn, degrees: number): Placed {
  const sideways = quarter === 90 || quarter === 270;
  const width = sideways ? size.height : size.width;
  const height = sideways ? size.width : size.height;
  const angle = (-(quarter + degrees) * Math.PI) / 180;
  const [cos, sin] = [snapped(Math.cos(angle)), snapped(Math.sin(angle))];
  const [fromX, fromY] = [(size.width - 1) / 2, (size.height - 1) / 2];
  const [toX, toY] = [(width - 1) / 2, (height - 1) / 2];
  return {
    width,
    height,
    back: {
      a: cos,
      b: -sin,
      c: fromX - cos * toX + sin * toY,
      d: sin,
      e: cos,
      f: fromY - sin * toX - cos * toY,
    },
  };
}

const snapped = (value: number): number => (Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value);

/** The same map for a result of which only the part from `(x, y)` on is kept. */
export const shifted = ({ a, b, c, d, e, f }: Affine, x: number, y: number): Affine => ({
  a,
  b,
  c: a * x + b * y + c,
  d,
  e,
  f: d * x + e * y + f,
});

/** Where a source dot lies in the result. Turns and shifts only, so the inverse is the transpose. */
export function forth({ a, b, c, d, e, f }: Affine, x: number, y: number): { readonly x: number; readonly y: number } {
  const scale = a * e - b * d;
  return { x: (e * (x - c) - b * (y - f)) / scale, y: (a * (y - f) - d * (x - c)) / scale };
}

const ONE = 1 << 16;

/** Draws the picture anew, each dot between its four neighbours; outside the source stands `fill`. */
export function resample(source: Gray, placed: Placed, fill: number): Gray {
  const { a, d } = placed.back;
  const result = grayOf(placed.width, placed.height);
  result.data.fill(fill);
  const exact = [a, placed.back.b, d, placed.back.e].every(Number.isInteger);
  const row = exact ? copyRow : blendRow;
  for (let y = 0; y < placed.height; y += 1) {
    const sourceX = placed.back.b * y + placed.back.c;
    const sourceY = placed.back.e * y + placed.back.f;
    const [from, to] = inside(source, { x: sourceX, y: sourceY, a, d }, placed.width);
    row(source, result, { x: sourceX, y: sourceY, a, d, from, to, at: y * placed.width });
  }
  return result;
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly d: number;
}

interface Row extends Line {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** The part of a result's row whose sources lie inside, whole neighbours included. */
function inside({ width, height }: Gray, line: Line, length: number): readonly [number, number] {
  const [lowX, highX] = span(line.x, line.a, width - 1);
  const [lowY, highY] = span(line.y, line.d, height - 1);
  const from = Math.max(0, Math.ceil(Math.max(lowX, lowY)));
  return [from, Math.min(length, Math.floor(Math.min(highX, highY)) + 1)];
}

const HAIR = 1e-6;

function span(start: number, step: number, end: number): readonly [number, number] {
  if (step === 0) return start >= -HAIR && start <= end + HAIR ? [Number.NEGATIVE_INFINITY, 1e9] : [1e9, -1e9];
  const [one, other] = [-start / step, (end - start) / step];
  return [Math.min(one, other) - HAIR, Math.max(one, other) + HAIR];
}

function copyRow(source: Gray, result: Gray, { x, y, a, d, from, to, at }: Row): void {
  const step = Math.round(a) + Math.round(d) * source.width;
  let index = Math.round(x + a * from) + Math.round(y + d * from) * source.width;
  for (let column = from; column < to; column += 1) {
    result.data[at + column] = source.data[index] ?? 255;
    index += step;
  }
}

/** Fixed point: the sums stay whole numbers of 32 bits. */
function blendRow({ data, width, height }: Gray, result: Gray, { x, y, a, d, from, to, at }: Row): void {
  const [stepX, stepY] = [Math.round(a * ONE), Math.round(d * ONE)];
  const [lastX, lastY] = [width - 2, height - 2];
  let fixedX = Math.round((x + a * from) * ONE);
  let fixedY = Math.round((y + d * from) * ONE);
  for (let column = from; column < to; column += 1) {
    // A row's ends may lie a hair outside; Math.min and Math.max cost more than the blending.
    let left = fixedX >> 16;
    let top = fixedY >> 16;
    if (left < 0) left = 0;
    else if (left > lastX) left = lastX;
    if (top < 0) top = 0;
    else if (top > lastY) top = lastY;
    const shareX = (fixedX >> 8) & 255;
    const shareY = (fixedY >> 8) & 255;
    const index = top * width + left;
    const upper = data[index] as number;
    const lower = data[index + width] as number;
    const above = (upper << 8) + ((data[index + 1] as number) - upper) * shareX;
    const below = (lower << 8) + ((data[index + width + 1] as number) - lower) * shareX;
    result.data[at + column] = ((above << 8) + (below - above) * shareY) >> 16;
    fixedX += stepX;
    fixedY += stepY;
  }
}
