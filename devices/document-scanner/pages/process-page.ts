/** One page from a scanner's file to a stored one. Runs in a worker process; throws MotcuaError or whatever a library throws. */
import { type Affine, forth, resample, turned } from './affine.ts';
import { isBlank } from './blank.ts';
import type { Found } from './codes/found.ts';
import { readCodes } from './codes/read-codes.ts';
import type { PageCode, PageFiles, PageIn, ProcessedPage } from './contract.ts';
import { keepOnly, sheetOf } from './edges.ts';
import { inkOf } from './ink.ts';
import { readImage } from './read-image.ts';
import { slantOf } from './slant.ts';
import { storePage } from './store-page.ts';
import { quarterOf } from './upright.ts';

export async function processPage(
  { file, dpi: claimed, into, secrets }: PageIn,
  files: PageFiles,
): Promise<ProcessedPage> {
  const { gray, dpi } = await readImage(await files.read(file, secrets), claimed);
  const map = inkOf(gray, dpi);
  const slant = slantOf(map);
  const found = await readCodes(gray, dpi);
  const quarter = quarterOf(gray, dpi, slant, found);
  const placed = turned(gray, quarter, -slant.degrees);
  const sheet = keepOnly(placed, sheetOf(map, placed, dpi));
  const asItIs = isStill(sheet.back) && sheet.width === gray.width && sheet.height === gray.height;
  const page = asItIs ? gray : resample(gray, sheet, map.paper);
  // Nothing was cut off: how the page lies does not matter, and its ink is known already.
  const uncut = sheet.width === placed.width && sheet.height === placed.height;
  const blank = found.length === 0 && isBlank(uncut ? map : inkOf(page, dpi));
  const stored = await storePage(page, dpi, into, (name, bytes) => files.write(name, bytes, secrets));
  const scale = stored.widthPx / page.width;
  const codes = found.map((one) => placedCode(one, sheet.back, scale));
  return { ...stored, blank, turned: quarter, skew: slant.degrees, codes };
}

const isStill = ({ a, c, e, f }: Affine): boolean => a === 1 && e === 1 && c === 0 && f === 0;

function placedCode({ text, symbology, engine, corners }: Found, back: Affine, scale: number): PageCode {
  const points = corners.map(({ x, y }) => forth(back, x, y));
  const [xs, ys] = [points.map(({ x }) => x * scale), points.map(({ y }) => y * scale)];
  const [x, y] = [Math.round(Math.min(...xs)), Math.round(Math.min(...ys))];
  const box = { x, y, width: Math.round(Math.max(...xs)) - x, height: Math.round(Math.max(...ys)) - y };
  return { text, symbology, engine, box };
}
