/** Symbols whose light modules are hidden under ink: what ink may have hidden is mended, what it cannot have hidden is refused. */
import { describe, expect, it } from 'vitest';
import { type Leanings, mendedModules } from '../../../../../devices/document-scanner/pages/codes/qr-mend.ts';
import { drawnSymbol, sizeOf, type Version } from '../../../../../devices/document-scanner/pages/codes/qr-symbol.ts';
import { readWithWasm } from '../../../../../devices/document-scanner/pages/codes/zxing-wasm.ts';
import { qrCode } from '../../../../../forms/barcodes.ts';

const RECEIPT = 'MC1:H57.23.15-261124-0004:QX7EASTU';
const BORDER = 0.5;

/** Each module's tone, 0 ink to 1 paper; `over` is asked for what a module's tone becomes. */
function leanings(text: string, over: (column: number, row: number, tone: number) => number): Leanings {
  const { size, isDark } = qrCode(text);
  return Float32Array.from({ length: size * size }, (_, index) => {
    const [column, row] = [index % size, Math.floor(index / size)];
    return BORDER - over(column, row, isDark(column, row) ? 0 : 1);
  });
}

async function textOf(seen: Leanings): Promise<string | undefined> {
  const version = ((Math.sqrt(seen.length) - 17) / 4) as Version;
  const modules = mendedModules(seen, version);
  if (!modules) return undefined;
  const [found] = await readWithWasm(drawnSymbol(modules, sizeOf(version)), { formats: ['QRCode'], isPure: true });
  return found?.text;
}

const inBand = (column: number, row: number, from: number, to: number) => row > 8 && column >= from && column < to;

describe('a symbol under ink', () => {
  it('is whole without any, in each of the versions, one block or several', async () => {
    for (const length of [10, 34, 60, 85, 120, 150]) {
      const text = `MC1:${'0123456789'.repeat(15).slice(0, length - 4)}`;
      expect(await textOf(leanings(text, (_column, _row, tone) => tone)), `${length}`).toBe(text);
    }
  });

  it('is mended under a pen that is a little lighter than print, where as many errors could not be', async () => {
    const pen = (column: number, row: number, tone: number) => (inBand(column, row, 13, 17) ? tone * 0.3 : tone);
    expect(await textOf(leanings(RECEIPT, pen))).toBe(RECEIPT);
    const print = (column: number, row: number, tone: number) => (inBand(column, row, 13, 17) ? 0 : tone);
    expect(await textOf(leanings(RECEIPT, print))).toBeUndefined();
  });

  it('is read with both copies of its format under ink', async () => {
    const pen = (column: number, row: number, tone: number) =>
      (column === 8 || row === 8) && (column < 4 || row > 19) ? 0.2 * tone : tone;
    expect(await textOf(leanings(RECEIPT, pen))).toBe(RECEIPT);
  });

  it('is refused when print would have to have gone, and when there is nothing but noise', async () => {
    const rubbed = (column: number, row: number, tone: number) => (inBand(column, row, 12, 15) ? 1 : tone);
    expect(mendedModules(leanings(RECEIPT, rubbed), 2)).toBeUndefined();
    const noise = leanings(RECEIPT, (column, row) => ((column * 7_919 + row * 104_729) % 97) / 97);
    expect(mendedModules(noise, 2)).toBeUndefined();
  });
});
