/**
 * Places that look like a QR's finder pattern, by the likeness of the whole pattern and its light ring to what is there. A run
 * of 1:1:3:1:1 is lost to one pen stroke, the likeness only falls.
 */
import { boxSum, type Sums } from './qr-sums.ts';

export interface Finder {
  readonly x: number;
  readonly y: number;
  /** A module's side in dots. */
  readonly module: number;
  /** -1 to 1. */
  readonly likeness: number;
}

/** Modules' sides looked for, in dots: 0.25 mm at 200 dpi to 1 mm at 300 dpi. */
const SMALLEST = 2;
const LARGEST = 12;
const STEP = 1.13;
const ENOUGH = 0.38;
const MAX_FINDERS = 28;

/** The likeliest first, none beside a likelier one; none of further sizes once it is `late`. */
export function findFinders(sums: Sums, late: () => boolean): readonly Finder[] {
  const all: Finder[] = [];
  for (let module = SMALLEST; module <= LARGEST && !late(); module *= STEP) all.push(...atScale(sums, module));
  const kept: Finder[] = [];
  for (const one of all.toSorted((a, b) => b.likeness - a.likeness)) {
    if (kept.length >= MAX_FINDERS) break;
    if (!kept.some((other) => Math.hypot(one.x - other.x, one.y - other.y) < 3 * Math.max(one.module, other.module)))
      kept.push(one);
  }
  return kept;
}

function atScale(sums: Sums, module: number): Finder[] {
  const found: Finder[] = [];
  const step = Math.max(1, Math.floor(module / 3));
  const reaches = [1.5, 2.5, 3.5, 4.5].map((share) => Math.round(share * module * 2)) as [
    number,
    number,
    number,
    number,
  ];
  const edge = Math.ceil(reaches[3] / 2) + 1;
  for (let y = edge; y < sums.height - edge; y += step)
    for (let x = edge; x < sums.width - edge; x += step) {
      const likeness = likenessAt(sums, x, y, reaches);
      if (likeness > ENOUGH) found.push({ x, y, module, likeness });
    }
  return found;
}

/** The correlation of the pattern (dark middle, light ring, dark ring, light ring) with the tones around a dot's upper left corner. */
function likenessAt(
  { tones, squares, width }: Sums,
  x: number,
  y: number,
  sides: readonly [number, number, number, number],
): number {
  const sum = (array: Float64Array, side: number) => {
    const [left, top] = [x - (side >> 1), y - (side >> 1)];
    return boxSum(array, width + 1, left, top, left + side, top + side);
  };
  const [core, gap, ring, all] = sides;
  const total = sum(tones, all);
  const count = all * all;
  const variance = sum(squares, all) / count - (total / count) ** 2;
  if (variance < 150) return 0;
  const dark = sum(tones, core) + sum(tones, ring) - sum(tones, gap);
  const darkCount = core * core + ring * ring - gap * gap;
  const lightCount = count - darkCount;
  const contrast = (total - dark) / lightCount - dark / darkCount;
  return (contrast * Math.sqrt(darkCount * lightCount)) / count / Math.sqrt(variance);
}
