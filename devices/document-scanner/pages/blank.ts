/** Is there anything on the page? A flag for the officer, never a reason to drop a page. */
import { flood, type InkMap } from './ink.ts';

/** Holes, staples and the rim's shadow lie here: 15 mm at 75 dpi. */
const RIM = 44;
/** A hole of a punch is round and some 5 to 6 mm: 12 to 26 dots across with its shadow. */
const HOLE = { from: 8, to: 28 } as const;
/** Smaller than this is dust: 4 dots are two thirds of a millimetre square. */
const SPECK = 5;
/** What a page may hold beyond specks and holes and still be called blank: less than a short word. */
const FEW_DOTS = 24;

/** Of the small picture inked, no page is blank: the largest holes and streaks are a hundredth of it. */
const MUCH = 0.04;

/** True when nothing but specks, punch holes and shadows of the back is there. */
export function isBlank(map: InkMap): boolean {
  if (inked(map) > map.ink.length * MUCH) return false;
  const seen = new Uint8Array(map.ink.length);
  let dots = 0;
  for (let index = 0; index < map.ink.length && dots <= FEW_DOTS; index += 1) {
    if (!map.ink[index] || seen[index]) continue;
    const blot = blotAt(map, index, seen);
    if (blot.dots >= SPECK && !isHole(map, blot) && !isShadow(map, blot)) dots += blot.dots;
  }
  return dots <= FEW_DOTS;
}

function inked({ ink }: InkMap): number {
  let count = 0;
  for (let index = 0; index < ink.length; index += 1) count += ink[index] as number;
  return count;
}

interface Blot {
  readonly dots: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function blotAt(map: InkMap, start: number, seen: Uint8Array): Blot {
  let [left, right, top, bottom] = [map.width, 0, map.height, 0];
  const dots = flood([start], map, seen, (index) => {
    if (!map.ink[index]) return false;
    const [x, y] = [index % map.width, Math.floor(index / map.width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    return true;
  });
  return { dots, left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Round, of a punch's size, filled, near an edge of the sheet. */
function isHole(map: InkMap, { dots, left, top, width, height }: Blot): boolean {
  const sized = [width, height].every((side) => side >= HOLE.from && side <= HOLE.to);
  const round = Math.abs(width - height) <= 4 && dots > width * height * 0.6;
  return sized && round && nearRim(map, { left, top, width, height });
}

const nearRim = (map: InkMap, { left, top, width, height }: Omit<Blot, 'dots'>): boolean =>
  left < RIM || top < RIM || left + width > map.width - RIM || top + height > map.height - RIM;

/** A streak along the very rim: the edge of the sheet in the feeder. */
function isShadow(map: InkMap, { left, top, width, height }: Blot): boolean {
  const thin = Math.min(width, height) <= 8;
  return thin && (left <= 2 || top <= 2 || left + width >= map.width - 2 || top + height >= map.height - 2);
}
