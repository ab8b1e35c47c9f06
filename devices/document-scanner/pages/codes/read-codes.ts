/**
 * The codes of a page. The first engine looks at the page at half its dots, where sound codes are read and grain is gone, and at
 * each place that is half black, where a code may stand. Only when all of that gives nothing are those places looked at in other
 * ways and by the second engine. Every value is checked by its pattern.
 */
import { parsePageCode } from '../../../../domain/page-code.ts';
import { type Box, cut, type Gray, shrink } from '../gray.ts';
import type { Found } from './found.ts';
import { locateCodes } from './locate.ts';
import { rescue } from './rescue.ts';
import { readWithWasm } from './zxing-wasm.ts';

/**
 * A patch like a code that no engine reads costs no more than this, in milliseconds of the processor. Of 143 damaged pages half
 * took 70 and nine in ten 220; 1,000 lost two of those that are read in the end, 600 four. Pages without such a patch cost nothing.
 */
const RESCUE_MS = 1_200;

/** At half of this and below, printed modules are no longer two dots wide. */
const HALVED_FROM_DPI = 280;

export async function readCodes(gray: Gray, dpi: number): Promise<readonly Found[]> {
  const factor = dpi >= HALVED_FROM_DPI ? 2 : 1;
  const small = await readWithWasm(shrink(gray, factor));
  const places = locateCodes(gray, dpi).map((box) => ({ box, patch: cut(gray, box) }));
  const all = small.map((found) => moved(found, factor, { x: 0, y: 0 }));
  for (const { box, patch } of places) all.push(...(await readWithWasm(patch)).map((found) => moved(found, 1, box)));
  const atOnce = believed(all);
  return atOnce.length > 0 ? atOnce : believed(await rescued(places.filter(({ box }) => !all.some(isIn(box)))));
}

interface Place {
  readonly box: Box;
  readonly patch: Gray;
}

/** What an engine has read and is not ours (a parcel's bars, a citizen card) needs no rescue. */
const isIn =
  ({ x, y, width, height }: Box) =>
  ({ corners }: Found): boolean =>
    corners.every((corner) => corner.x >= x && corner.y >= y && corner.x <= x + width && corner.y <= y + height);

async function rescued(places: readonly Place[]): Promise<readonly Found[]> {
  const late = lateAfter(RESCUE_MS);
  const all: Found[] = [];
  for (const { box, patch } of places) {
    const found = late() ? undefined : await rescue(patch, late);
    if (found) all.push(moved(found, 1, box));
  }
  return all;
}

const moved = (found: Found, by: number, { x, y }: { readonly x: number; readonly y: number }): Found => ({
  ...found,
  corners: found.corners.map((corner) => ({ x: corner.x * by + x, y: corner.y * by + y })),
});

/** The processor's time and not the clock's: a busy machine reads the same codes as an idle one. */
function lateAfter(milliseconds: number): () => boolean {
  const started = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000 > milliseconds;
  };
}

/** Only what has the pattern of a page's code, each once. */
function believed(found: readonly Found[]): readonly Found[] {
  const first = new Map<string, Found>();
  for (const one of found) if (!first.has(one.text) && parsePageCode(one.text, one.symbology)) first.set(one.text, one);
  return [...first.values()];
}
