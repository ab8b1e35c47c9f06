/** The codes of a page: engines in turn, each value checked by its pattern before anybody hears of it. */
import { parsePageCode } from '../../../../domain/page-code.ts';
import type { Gray } from '../gray.ts';
import type { Found } from './found.ts';
import { readWithWasm } from './zxing-wasm.ts';

export async function readCodes(gray: Gray): Promise<readonly Found[]> {
  return believed(await readWithWasm(gray));
}

/** Only what has the pattern of a page's code, each once. */
function believed(found: readonly Found[]): readonly Found[] {
  const first = new Map<string, Found>();
  for (const one of found) if (!first.has(one.text) && parsePageCode(one.text, one.symbology)) first.set(one.text, one);
  return [...first.values()];
}
