/**
 * Where on a page a code may stand. Bars and squares are half black over a whole patch; lines of print, with the gaps between
 * them, are a fifth. So a page without codes costs one look at its small picture and no more.
 */
import { type Box, type Gray, histogramOf, shrink, toneAt } from '../gray.ts';
import { flood, SMALL_DPI } from '../ink.ts';

const MAX_PLACES = 6;
/** The patch over which blackness is averaged, in dots of the small picture: 3.7 mm. */
const PATCH = 11;
const HALF_BLACK = { from: 0.3, to: 0.8 } as const;
/** What remains of the smallest code once a patch's half is lost around it, and the largest code looked for, in mm. */
const SIDE_MM = { from: 2.5, to: 110 } as const;
/** Around what was found: the lost half of a patch and the quiet zone. */
const MARGIN_MM = 5;

/** Boxes in the page's dots, the largest first. */
export function locateCodes(gray: Gray, dpi: number): readonly Box[] {
  const factor = Math.max(1, Math.round(dpi / SMALL_DPI));
  const small = shrink(gray, factor);
  const marks = halfBlack(small, blackOf(gray));
  const mm = dpi / factor / 25.4;
  return blobsOf(marks, small)
    .filter(
      ({ width, height }) => Math.min(width, height) >= SIDE_MM.from * mm && Math.max(width, height) <= SIDE_MM.to * mm,
    )
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
    .slice(0, MAX_PLACES)
    .map((box) => widened(box, MARGIN_MM * mm, factor, gray));
}

/** The darkest tone that is more than a few dots. */
function blackOf({ data }: Gray): number {
  const some = new Uint8Array(Math.ceil(data.length / 7));
  for (let at = 0; at < some.length; at += 1) some[at] = data[at * 7] ?? 255;
  return toneAt(histogramOf(some), 0.004);
}

function halfBlack(small: Gray, black: number): Uint8Array {
  const { width, height } = small;
  const paper = toneAt(histogramOf(small.data), 0.7);
  const sums = integral(small);
  const marks = new Uint8Array(width * height);
  const reach = (PATCH - 1) / 2;
  const range = Math.max(20, paper - black) * PATCH * PATCH;
  for (let y = reach; y < height - reach; y += 1) {
    const [above, below] = [(y - reach) * (width + 1), (y + reach + 1) * (width + 1)];
    for (let x = reach; x < width - reach; x += 1) {
      const [left, right] = [x - reach, x + reach + 1];
      const tones =
        (sums[below + right] as number) -
        (sums[below + left] as number) -
        (sums[above + right] as number) +
        (sums[above + left] as number);
      const blackness = (paper * PATCH * PATCH - tones) / range;
      if (blackness > HALF_BLACK.from && blackness < HALF_BLACK.to) marks[y * width + x] = 1;
    }
  }
  return marks;
}

/** Sums of all dots above and left, with a first row and column of zeros. */
function integral({ data, width, height }: Gray): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = row + (sums[y * (width + 1) + x + 1] as number);
    }
  }
  return sums;
}

function blobsOf(marks: Uint8Array, size: { width: number; height: number }): readonly Box[] {
  const seen = new Uint8Array(marks.length);
  const blobs: Box[] = [];
  for (let start = 0; start < marks.length; start += 1) {
    if (!marks[start] || seen[start]) continue;
    let [left, right, top, bottom] = [size.width, 0, size.height, 0];
    flood([start], size, seen, (index) => {
      if (!marks[index]) return false;
      const [x, y] = [index % size.width, Math.floor(index / size.width)];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      return true;
    });
    blobs.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  return blobs;
}

function widened(box: Box, margin: number, factor: number, { width, height }: Gray): Box {
  const x = Math.max(0, Math.floor((box.x - margin) * factor));
  const y = Math.max(0, Math.floor((box.y - margin) * factor));
  const right = Math.min(width, Math.ceil((box.x + box.width + margin) * factor));
  const bottom = Math.min(height, Math.ceil((box.y + box.height + margin) * factor));
  return { x, y, width: right - x, height: bottom - y };
}
