/** A picture of one tone a dot, 0 black to 255 white, row by row without gaps: what every step takes and gives. */
export interface Gray {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export const grayOf = (width: number, height: number): Gray => ({
  data: new Uint8Array(width * height),
  width,
  height,
});

/** The mean of each `factor` × `factor` block; a last part that fills no block is left out. */
export function shrink(gray: Gray, factor: number): Gray {
  if (factor === 1) return gray;
  if (factor === 4) return halved(halfOf(gray));
  return factor === 2 ? halfOf(gray) : averaged(gray, factor);
}

/** Ink, text and codes are all sought on it or on its half: made once for a page. */
const halves = new WeakMap<Gray, Gray>();

function halfOf(gray: Gray): Gray {
  const half = halves.get(gray) ?? halved(gray);
  halves.set(gray, half);
  return half;
}

/** The usual factors are made of this: without the loops over a block's dots it takes a third of the time. */
function halved({ data, width, height }: Gray): Gray {
  const small = grayOf(width >> 1, height >> 1);
  let at = 0;
  for (let y = 0; y < small.height; y += 1) {
    let above = 2 * y * width;
    let below = above + width;
    for (let x = 0; x < small.width; x += 1, above += 2, below += 2) {
      const sum =
        (data[above] as number) + (data[above + 1] as number) + (data[below] as number) + (data[below + 1] as number);
      small.data[at++] = (sum + 2) >> 2;
    }
  }
  return small;
}

function averaged({ data, width, height }: Gray, factor: number): Gray {
  const small = grayOf(Math.floor(width / factor), Math.floor(height / factor));
  const sums = new Uint32Array(small.width);
  const area = factor * factor;
  for (let y = 0; y < small.height; y += 1) {
    sums.fill(0);
    for (let row = y * factor; row < (y + 1) * factor; row += 1) addRow(data, row * width, factor, sums);
    const at = y * small.width;
    for (let x = 0; x < small.width; x += 1) small.data[at + x] = (sums[x] as number) / area;
  }
  return small;
}

function addRow(data: Uint8Array, start: number, factor: number, sums: Uint32Array): void {
  let from = start;
  for (let x = 0; x < sums.length; x += 1) {
    let sum = 0;
    for (let step = 0; step < factor; step += 1) sum += data[from + step] as number;
    sums[x] = (sums[x] as number) + sum;
    from += factor;
  }
}

/** How many dots have each tone; of every `step`-th dot only, where a share is all that is asked. */
export function histogramOf(data: Uint8Array, step = 1): Uint32Array {
  const counts = new Uint32Array(256);
  // An indexed loop: walking a page by its iterator takes ten times as long.
  for (let index = 0; index < data.length; index += step) {
    const tone = data[index] as number;
    counts[tone] = (counts[tone] as number) + 1;
  }
  return counts;
}

/** Each tone replaced by what the table of 256 says. */
export function mapped(gray: Gray, tones: Uint8Array): Gray {
  const result = grayOf(gray.width, gray.height);
  const { data } = result;
  for (let index = 0; index < data.length; index += 1) data[index] = tones[gray.data[index] as number] as number;
  return result;
}

/** The tone below which `share` (0 to 1) of the counted dots lie. */
export function toneAt(histogram: Uint32Array, share: number): number {
  let left = share * histogram.reduce((sum, count) => sum + count, 0);
  for (let tone = 0; tone < 256; tone += 1) {
    left -= histogram[tone] ?? 0;
    if (left <= 0) return tone;
  }
  return 255;
}

/** A rectangle cut out; it must lie inside. */
export function cut(gray: Gray, box: Box): Gray {
  const part = grayOf(box.width, box.height);
  for (let y = 0; y < box.height; y += 1) {
    const from = (box.y + y) * gray.width + box.x;
    part.data.set(gray.data.subarray(from, from + box.width), y * box.width);
  }
  return part;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
