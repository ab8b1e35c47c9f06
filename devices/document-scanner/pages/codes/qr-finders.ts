/**
 * Places that look like a QR's finder pattern, by the likeness of the whole pattern and its light ring to what is there. A run
 * of 1:1:3:1:1 is lost to one pen stroke, the likeness only falls.
 */
import type { Sums } from './qr-sums.ts';

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
/** Of tones, squared: paper with its grain has less. */
const MIN_VARIANCE = 150;

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
  const pattern = patternOf(module, sums.width + 1);
  const edge = Math.ceil(pattern.all.side / 2) + 1;
  for (let y = edge; y < sums.height - edge; y += step)
    for (let x = edge; x < sums.width - edge; x += step) {
      const likeness = likenessAt(sums, y * (sums.width + 1) + x, pattern);
      if (likeness > ENOUGH) found.push({ x, y, module, likeness });
    }
  return found;
}

/** A square round a place, as steps from the place to its corners in the array of sums. */
interface Square {
  readonly side: number;
  readonly count: number;
  readonly above: readonly [number, number];
  readonly below: readonly [number, number];
}

/** The dark middle, with its light ring, with the dark ring, with the outer light ring. */
interface Pattern {
  readonly core: Square;
  readonly gap: Square;
  readonly ring: Square;
  readonly all: Square;
}

function patternOf(module: number, stride: number): Pattern {
  const square = (modules: number): Square => {
    const side = Math.round(modules * module);
    const [from, to] = [-(side >> 1), side - (side >> 1)];
    const [top, bottom] = [from * stride, to * stride];
    return { side, count: side * side, above: [top + from, top + to], below: [bottom + from, bottom + to] };
  };
  return { core: square(3), gap: square(5), ring: square(7), all: square(9) };
}

const sumIn = (sums: Float64Array, at: number, { above, below }: Square): number =>
  (sums[at + below[1]] as number) -
  (sums[at + below[0]] as number) -
  (sums[at + above[1]] as number) +
  (sums[at + above[0]] as number);

/** Tones by which the light ring must at least be lighter than the middle: most places are out at that. */
const LIGHTER = 10;

/** The correlation of the pattern with the tones around a place. */
function likenessAt({ tones, squares }: Sums, at: number, { core, gap, ring, all }: Pattern): number {
  const [inCore, inGap] = [sumIn(tones, at, core), sumIn(tones, at, gap)];
  if ((inGap - inCore) / (gap.count - core.count) < inCore / core.count + LIGHTER) return 0;
  const total = sumIn(tones, at, all);
  const variance = sumIn(squares, at, all) / all.count - (total / all.count) ** 2;
  if (variance < MIN_VARIANCE) return 0;
  const dark = inCore + sumIn(tones, at, ring) - inGap;
  const darkCount = core.count + ring.count - gap.count;
  const lightCount = all.count - darkCount;
  const contrast = (total - dark) / lightCount - dark / darkCount;
  return (contrast * Math.sqrt(darkCount * lightCount)) / all.count / Math.sqrt(variance);
}
