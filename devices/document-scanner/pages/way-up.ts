/**
 * Which way up is text that runs from left to right? Vietnamese stands taller than it hangs: capitals, ascenders and most marks
 * rise over the small letters, fewer strokes hang below them. Each line of text has a vote; a page is turned only when nearly
 * all agree.
 */
import type { Gray } from './gray.ts';

export interface WayUp {
  readonly upright: number;
  readonly upsideDown: number;
}

const MIN_VOTES = 8;
const AGREED = 0.85;

/** True only when it is sure that the page stands on its head. */
export const isUpsideDown = ({ upright, upsideDown }: WayUp): boolean =>
  upright + upsideDown >= MIN_VOTES && upsideDown >= AGREED * (upright + upsideDown);

export const isUpright = ({ upright, upsideDown }: WayUp): boolean =>
  upright + upsideDown >= MIN_VOTES && upright >= AGREED * (upright + upsideDown);

/** Strips across the page, so that a table's columns or a stamp do not blur each other's lines. */
const STRIPS = 5;

/** `straight`: a page at about 150 dpi whose lines are level; 1 where ink is, in `ink`. */
export function votesOf(ink: Gray): WayUp {
  let [upright, upsideDown] = [0, 0];
  const strip = Math.floor(ink.width / STRIPS);
  for (let index = 0; index < STRIPS; index += 1) {
    const profile = profileOf(ink, index * strip, strip);
    for (const line of linesOf(profile)) {
      const vote = voteOf(line);
      if (vote > 0) upright += 1;
      if (vote < 0) upsideDown += 1;
    }
  }
  return { upright, upsideDown };
}

function profileOf({ data, width, height }: Gray, from: number, count: number): Uint32Array {
  const profile = new Uint32Array(height);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    const start = y * width + from;
    for (let at = start; at < start + count; at += 1) sum += data[at] ?? 0;
    profile[y] = sum;
  }
  return profile;
}

/** A line of print at 150 dpi, marks and tails included: 8 to 20 points. */
const LINE = { from: 10, to: 48 } as const;

function* linesOf(profile: Uint32Array): Generator<Uint32Array> {
  let start = -1;
  for (let y = 0; y <= profile.length; y += 1) {
    const inked = (profile[y] ?? 0) > 1;
    if (inked && start < 0) start = y;
    if (inked || start < 0) continue;
    if (y - start >= LINE.from && y - start <= LINE.to) yield profile.subarray(start, y);
    start = -1;
  }
}

/** Above 0 for a line that stands, below 0 for one that hangs, 0 for one that does not say. */
function voteOf(line: Uint32Array): number {
  const highest = Math.max(...line);
  const total = line.reduce((sum, row) => sum + row, 0);
  if (total < 60) return 0;
  const core = (row: number) => row >= highest * 0.55;
  const first = line.findIndex(core);
  const last = line.findLastIndex(core);
  const height = last - first + 1;
  if (height < 4 || height > line.length * 0.85) return 0;
  const above = sumOf(line.subarray(0, first));
  const below = sumOf(line.subarray(last + 1));
  const lean = (above - below) / total;
  return Math.abs(lean) < 0.04 ? 0 : lean;
}

const sumOf = (rows: Uint32Array): number => rows.reduce((sum, row) => sum + row, 0);
