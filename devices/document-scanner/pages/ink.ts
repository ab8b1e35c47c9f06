/**
 * A page seen small and in two tones: ink or not, sheet or not. Everything that is judged about a page (slant, way up, edges,
 * blank) is judged here, on a sixteenth of the dots or less.
 */
import { type Gray, grayOf, histogramOf, shrink, toneAt } from './gray.ts';

/** The resolution of the small picture, roughly: a letter of 12 points is six dots high. */
export const SMALL_DPI = 75;

export interface InkMap {
  readonly width: number;
  readonly height: number;
  /** Dots of the page to one dot here. */
  readonly factor: number;
  /** 1 where ink is. */
  readonly ink: Uint8Array;
  /** 1 where the scanner's lid or its lining is seen, beside the sheet. */
  readonly outside: Uint8Array;
  /** The tone of the paper and of what lies beside it. */
  readonly paper: number;
  readonly lining: number;
}

/** `contrast`: how much darker than the paper around it ink is at least, in tones. */
export function inkOf(gray: Gray, dpi: number, contrast = 40): InkMap {
  const factor = Math.max(1, Math.round(dpi / SMALL_DPI));
  const small = shrink(gray, factor);
  const paper = toneAt(histogramOf(small.data), 0.8);
  const { outside, lining } = findOutside(small, paper);
  const ink = darkerThanAround(small, outside, contrast);
  return { width: small.width, height: small.height, factor, ink, outside, paper, lining };
}

/** How far the lining's tone must be from the paper's, to be seen as another thing. */
const APART = 60;
const ALIKE = 35;
/** Of the picture's rim, to be a lining and not a printed edge. */
const RIM_SHARE = 0.08;

/** What is dark and joined to the picture's rim, when enough of the rim is. */
function findOutside(small: Gray, paper: number): { readonly outside: Uint8Array; readonly lining: number } {
  const { data, width, height } = small;
  const outside = new Uint8Array(width * height);
  const rim = rimOf(width, height);
  const dark = rim.filter((index) => (data[index] ?? 255) < paper - APART);
  if (dark.length < rim.length * RIM_SHARE) return { outside, lining: 255 };
  const lining = toneAt(histogramOf(Uint8Array.from(dark, (index) => data[index] ?? 0)), 0.5);
  const highest = Math.min(paper - APART, lining + ALIKE);
  const lowest = lining - ALIKE;
  flood(dark, { width, height }, outside, (index) => {
    const tone = data[index] ?? 255;
    return tone >= lowest && tone <= highest;
  });
  return { outside, lining };
}

function rimOf(width: number, height: number): readonly number[] {
  const rim: number[] = [];
  for (let x = 0; x < width; x += 1) rim.push(x, (height - 1) * width + x);
  for (let y = 1; y < height - 1; y += 1) rim.push(y * width, y * width + width - 1);
  return rim;
}

/** Marks everything that `belongs` and is joined to a seed by its sides. */
export function flood(
  seeds: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  marks: Uint8Array,
  belongs: (index: number) => boolean,
): number {
  const stack: number[] = [];
  let count = 0;
  const visit = (index: number) => {
    if (marks[index] || !belongs(index)) return;
    marks[index] = 1;
    count += 1;
    stack.push(index);
  };
  for (const seed of seeds) visit(seed);
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const x = index % width;
    if (x > 0) visit(index - 1);
    if (x < width - 1) visit(index + 1);
    if (index >= width) visit(index - width);
    if (index < width * (height - 1)) visit(index + width);
  }
  return count;
}

/** Some 5 mm: wider than any stroke, narrower than any shadow; 16 dots, so that a shift says in which block a dot lies. */
const BLOCK_BITS = 4;
const BLOCK = 1 << BLOCK_BITS;

/** Ink is what is clearly darker than the paper around it, however the page is lit. */
function darkerThanAround({ data, width, height }: Gray, outside: Uint8Array, contrast: number): Uint8Array {
  const around = paperAround({ data, width, height }, outside);
  const ink = new Uint8Array(width * height);
  for (let y = 0, index = 0; y < height; y += 1) {
    const blocks = (y >> BLOCK_BITS) * around.width;
    for (let x = 0; x < width; x += 1, index += 1) {
      const paper = around.data[blocks + (x >> BLOCK_BITS)] as number;
      if ((data[index] as number) < paper - contrast && outside[index] === 0) ink[index] = 1;
    }
  }
  return ink;
}

/** The paper's tone block by block: the lightest of each, then of each and its neighbours. */
function paperAround({ data, width, height }: Gray, outside: Uint8Array): Gray {
  const blocks = grayOf(Math.ceil(width / BLOCK), Math.ceil(height / BLOCK));
  for (let y = 0, index = 0; y < height; y += 1) {
    const row = (y >> BLOCK_BITS) * blocks.width;
    for (let x = 0; x < width; x += 1, index += 1) {
      const block = row + (x >> BLOCK_BITS);
      const tone = data[index] as number;
      if (tone > (blocks.data[block] as number) && outside[index] === 0) blocks.data[block] = tone;
    }
  }
  const wider = grayOf(blocks.width, blocks.height);
  for (let y = 0; y < blocks.height; y += 1)
    for (let x = 0; x < blocks.width; x += 1) wider.data[y * blocks.width + x] = lightestNear(blocks, x, y);
  return wider;
}

function lightestNear({ data, width, height }: Gray, x: number, y: number): number {
  let lightest = 0;
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1)
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1)
      lightest = Math.max(lightest, data[row * width + column] ?? 0);
  return lightest;
}
