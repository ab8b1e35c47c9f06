/**
 * The codes of a page. The first engine looks at the whole page; only when it finds nothing, and only where half-black patches
 * say that a code may stand, are other ways and the second engine tried. Every value is checked by its pattern.
 */
import { parsePageCode } from '../../../../domain/page-code.ts';
import { cut, type Gray } from '../gray.ts';
import type { Found } from './found.ts';
import { locateCodes } from './locate.ts';
import { rescue } from './rescue.ts';
import { readWithWasm } from './zxing-wasm.ts';

/**
 * A patch like a code that no engine reads costs no more than this, in milliseconds of the processor. Of 143 damaged pages half
 * took 70 and nine in ten 220; 1,000 lost two of those that are read in the end, 600 four. Pages without such a patch cost nothing.
 */
const RESCUE_MS = 1_200;

export async function readCodes(gray: Gray, dpi: number): Promise<readonly Found[]> {
  const atOnce = believed(await readWithWasm(gray));
  return atOnce.length > 0 ? atOnce : believed(await rescued(gray, dpi));
}

async function rescued(gray: Gray, dpi: number): Promise<readonly Found[]> {
  const late = lateAfter(RESCUE_MS);
  const all: Found[] = [];
  for (const box of locateCodes(gray, dpi)) {
    const found = late() ? undefined : await rescue(cut(gray, box), late);
    if (found) all.push({ ...found, corners: found.corners.map(({ x, y }) => ({ x: x + box.x, y: y + box.y })) });
  }
  return all;
}

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
