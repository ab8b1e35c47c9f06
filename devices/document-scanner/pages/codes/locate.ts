/**
 * Where on a page a code may stand. Bars and squares are half black over a whole patch; lines of print, with the gaps between
 * them, are a fifth. What is left of bold headings is lower than any code, unless its edges all run one way as bars do; shaded
 * fields and photographs change their tone too seldom. So a page without codes costs one look at its small picture and no more.
 */
import { type Box, cut, type Gray, histogramOf, shrink, toneAt } from '../gray.ts';
import { flood, SMALL_DPI } from '../ink.ts';
import { lieOf } from './lie.ts';

const MAX_PLACES = 4;
/** Looked at more closely; a page of bold print has some dozen. */
const MAX_LOOKED_AT = 24;
/** The patch over which blackness is averaged, in dots of the small picture: 3.7 mm. */
const PATCH = 11;
const HALF_BLACK = { from: 0.3, to: 0.8 } as const;
/** What remains of the smallest code once a patch's half is lost around it, and the largest code looked for, in mm. */
const SIDE_MM = { from: 2.5, to: 110 } as const;
/** Around what was found: the lost half of a patch and the quiet zone. */
const MARGIN_MM = 5;
/** Measured on 60 damaged pages: squares left 9.3 mm and more, a stamp beside them made them 1.9 times as long; print left 6.6. */
const SQUARES = { shortMm: 7.2, stretched: 2.8 } as const;
/** On the same pages bars were 57 mm and more, one way to 0.47 and more; print of that length to 0.43. */
const BARS = { longMm: 20, oneWay: 0.44 } as const;
/** Between two blobs of the same bars: none over three millimetres was seen; and how much of the lower one's height they share. */
const GAP_MM = 4;
const BESIDE = 0.5;
/** Of tone, in a millimetre along a row: the coarsest code, its quiet zone included, has twice as many. */
const CHANGES_PER_MM = 0.35;

/** Boxes in the page's dots, the largest first. */
export function locateCodes(gray: Gray, dpi: number): readonly Box[] {
  const factor = Math.max(1, Math.round(dpi / SMALL_DPI));
  const small = shrink(gray, factor);
  const marks = halfBlack(small, blackOf(gray));
  const mm = dpi / factor / 25.4;
  const looked = largest(
    blobsOf(marks, small).filter((blob) => isSized(blob, mm)),
    MAX_LOOKED_AT,
  );
  const bars = piecedTogether(looked, mm).filter((blob) => isLikeBars(gray, blob, factor, dpi / 25.4));
  const others = looked.filter((blob) => !bars.some((whole) => isWithin(blob, whole)));
  const codes = others.filter((blob) => isLikeACode(gray, blob, factor, dpi / 25.4));
  return largest([...bars, ...codes], MAX_PLACES).map((box) => widened(box, MARGIN_MM * mm, factor, gray));
}

const isSized = ({ width, height }: Box, mm: number): boolean =>
  Math.min(width, height) >= SIDE_MM.from * mm && Math.max(width, height) <= SIDE_MM.to * mm;

const largest = (boxes: readonly Box[], count: number): readonly Box[] =>
  boxes.toSorted((a, b) => b.width * b.height - a.width * a.height).slice(0, count);

/**
 * What several blobs in a row would be as one: a run of thin or of broad bars is less or more than half black, and bars are
 * seen as two blobs or three. Each blob is in one row at most; those that stand alone are left out.
 */
function piecedTogether(blobs: readonly Box[], mm: number): readonly Box[] {
  const rows: Box[] = [];
  const left = new Set(blobs);
  for (const blob of blobs) {
    if (!left.delete(blob)) continue;
    let row = blob;
    for (let next = nextIn(left, row, mm); next; next = nextIn(left, row, mm)) {
      left.delete(next);
      row = union(row, next);
    }
    if (row !== blob) rows.push(row);
  }
  return rows.filter((row) => isSized(row, mm));
}

const nextIn = (left: ReadonlySet<Box>, row: Box, mm: number): Box | undefined =>
  [...left].find((blob) => isNextTo(row, blob, mm));

/** Side by side across or along the page, with next to nothing between them. */
function isNextTo(one: Box, other: Box, mm: number): boolean {
  const across = apart(one.x, one.width, other.x, other.width);
  const down = apart(one.y, one.height, other.y, other.height);
  const beside = -down >= BESIDE * Math.min(one.height, other.height);
  const below = -across >= BESIDE * Math.min(one.width, other.width);
  return Math.max(across, down) <= GAP_MM * mm && (beside || below);
}

/** The gap between two spans; below zero what they have in common. */
const apart = (from: number, length: number, other: number, otherLength: number): number =>
  Math.max(from, other) - Math.min(from + length, other + otherLength);

function union(one: Box, other: Box): Box {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

function isLikeBars(gray: Gray, blob: Box, factor: number, mm: number): boolean {
  const box = widened(blob, 0, factor, gray);
  if (Math.max(box.width, box.height) / mm < BARS.longMm) return false;
  const patch = cut(gray, box);
  return lieOf(patch).oneWay >= BARS.oneWay && changesOf(patch) * mm >= CHANGES_PER_MM;
}

/** `blob` in the small picture's dots, `mm` is a millimetre in the page's. */
function isLikeACode(gray: Gray, blob: Box, factor: number, mm: number): boolean {
  const box = widened(blob, 0, factor, gray);
  const [short, long] = [Math.min(box.width, box.height) / mm, Math.max(box.width, box.height) / mm];
  const squares = short >= SQUARES.shortMm && long <= short * SQUARES.stretched;
  if (!squares && long < BARS.longMm) return false;
  const patch = cut(gray, box);
  return (squares || lieOf(patch).oneWay >= BARS.oneWay) && changesOf(patch) * mm >= CHANGES_PER_MM;
}

/** Crossings of the middle tone for each dot along the richer of rows and columns; grain does not cross the whole band. */
function changesOf({ data, width, height }: Gray): number {
  const histogram = histogramOf(data);
  const [black, paper] = [toneAt(histogram, 0.1), toneAt(histogram, 0.9)];
  const [low, high] = [black + (paper - black) * 0.4, black + (paper - black) * 0.6];
  const along = (start: number, step: number, count: number): number => {
    let [changes, dark] = [0, false];
    for (let at = 0, index = start; at < count; at += 1, index += step) {
      const tone = data[index] as number;
      if (dark ? tone > high : tone < low) {
        dark = !dark;
        changes += 1;
      }
    }
    return changes;
  };
  let [rows, columns] = [0, 0];
  for (let y = 0; y < height; y += 1) rows += along(y * width, 1, width);
  for (let x = 0; x < width; x += 1) columns += along(x, width, height);
  return Math.max(rows, columns) / (width * height);
}

/** The darkest tone that is more than a few dots. */
function blackOf({ data }: Gray): number {
  return toneAt(histogramOf(data, 7), 0.004);
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
function integral({ data, width, height }: Gray): Int32Array {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] as number;
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
