/**
 * Bars say the same in every row. A damaged symbol is levelled, its rows are put together (their mean, their middle, some of
 * them only) and sharpened: noise goes, a pen's stroke that crosses only some rows goes, and an engine reads what is left.
 */
import { type Gray, grayOf } from '../gray.ts';

/** Dots made of one along the bars' width; the engine wants edges between dots. */
const FINER = 3;
/** Rows of the picture that the engine is given: it looks at several. */
const ROWS = 12;
/** White before and after, in dots of the page. */
const QUIET = 24;

/** The symbol levelled: one row for each row of dots, `FINER` times as wide. */
export interface Levelled {
  readonly rows: readonly Float32Array[];
  readonly width: number;
}

/** `degrees` as `lieOf` gives them. */
export function level(patch: Gray, degrees: number): Levelled {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = Math.abs(patch.width * cos) + Math.abs(patch.height * sin);
  const down = Math.abs(patch.width * sin) + Math.abs(patch.height * cos);
  const [middleX, middleY] = [(patch.width - 1) / 2, (patch.height - 1) / 2];
  const width = Math.floor(across * FINER);
  const rows = Array.from({ length: Math.floor(down) }, (_, y) => {
    const row = new Float32Array(width);
    const away = y - down / 2;
    for (let x = 0; x < width; x += 1) {
      const along = x / FINER - across / 2;
      row[x] = toneBetween(patch, middleX + along * cos - away * sin, middleY + along * sin + away * cos);
    }
    return row;
  });
  return { rows, width };
}

/** Paper beyond the patch. */
function toneBetween({ data, width, height }: Gray, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 255;
  const [shareX, shareY] = [x - left, y - top];
  const index = top * width + left;
  const above = (data[index] as number) * (1 - shareX) + (data[index + 1] as number) * shareX;
  const below = (data[index + width] as number) * (1 - shareX) + (data[index + width + 1] as number) * shareX;
  return above * (1 - shareY) + below * shareY;
}

/** The rows that hold the symbol: those with as many edges as the richest ones. */
export function symbolRows({ rows }: Levelled): readonly Float32Array[] {
  const edges = rows.map(edgesOf);
  const enough = 0.55 * (edges.toSorted((a, b) => a - b)[Math.floor(edges.length * 0.85)] ?? 0);
  const best = longestRun(edges.map((edge) => edge >= enough));
  return rows.slice(best.from, best.to);
}

function edgesOf(row: Float32Array): number {
  let edges = 0;
  for (let x = FINER; x < row.length; x += FINER) edges += Math.abs((row[x] as number) - (row[x - FINER] as number));
  return edges;
}

function longestRun(flags: readonly boolean[]): { readonly from: number; readonly to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  for (let at = 0; at <= flags.length; at += 1) {
    if (flags[at]) continue;
    if (at - from > best.to - best.from) best = { from, to: at };
    from = at + 1;
  }
  return best;
}

/** How rows become one: `share` of the way from each column's darkest to its lightest, or the mean. */
export type Together = number | 'mean';

/** One row for each way; a column is sorted once for all of them. */
export function together(rows: readonly Float32Array[], ways: readonly Together[]): readonly Float32Array[] {
  const width = rows[0]?.length ?? 0;
  const results = ways.map(() => new Float32Array(width));
  const last = rows.length - 1;
  const column = new Float32Array(rows.length);
  for (let x = 0; x < width; x += 1) {
    let sum = 0;
    for (let y = 0; y <= last; y += 1) {
      const tone = (rows[y] as Float32Array)[x] as number;
      column[y] = tone;
      sum += tone;
    }
    column.sort();
    ways.forEach((way, index) => {
      const tone = way === 'mean' ? sum / rows.length : column[Math.min(last, Math.floor(way * rows.length))];
      (results[index] as Float32Array)[x] = tone as number;
    });
  }
  return results;
}

/** What a lens blurred, drawn apart again: `strength` times the difference from the mean `reach` page dots around. */
export function sharpened(row: Float32Array, strength: number, reach = 2): Float32Array {
  if (strength === 0) return row;
  const half = Math.round(reach * FINER);
  const sums = new Float64Array(row.length + 1);
  for (let x = 0; x < row.length; x += 1) sums[x + 1] = (sums[x] as number) + (row[x] as number);
  return row.map((tone, x) => {
    const [from, to] = [Math.max(0, x - half), Math.min(row.length, x + half + 1)];
    const mean = ((sums[to] as number) - (sums[from] as number)) / (to - from);
    return tone + strength * (tone - mean);
  });
}

/** One row as a picture an engine takes: stretched from black to white, white on both sides. */
export function asPicture(row: Float32Array): Gray {
  const sorted = row.toSorted();
  const black = sorted[Math.floor(row.length * 0.05)] ?? 0;
  const white = sorted[Math.floor(row.length * 0.9)] ?? 255;
  const scale = 255 / Math.max(1, white - black);
  const picture = grayOf(row.length + 2 * QUIET * FINER, ROWS);
  picture.data.fill(255);
  const line = Uint8Array.from(row, (tone) => Math.max(0, Math.min(255, (tone - black) * scale)));
  for (let y = 0; y < ROWS; y += 1) picture.data.set(line, y * picture.width + QUIET * FINER);
  return picture;
}
