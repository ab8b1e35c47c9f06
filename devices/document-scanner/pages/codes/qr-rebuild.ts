/**
 * A QR that no engine reads as it lies, drawn anew: each module's tone is taken at its place, what is known of every symbol is
 * put right, what ink may hide is mended as such, and the engine is given a whole symbol.
 */
import { type PageSymbology, parsePageCode } from '../../../../domain/page-code.ts';
import type { Gray } from '../gray.ts';
import type { Found } from './found.ts';
import { findFinders } from './qr-finders.ts';
import { cornersOf, fitGrids, type Grid, sampled } from './qr-grid.ts';
import { type Leanings, mendedModules } from './qr-mend.ts';
import { type Sums, sumsOf } from './qr-sums.ts';
import { DARK, drawnSymbol, knownModules, LIGHT, sizeOf } from './qr-symbol.ts';
import { readWithWasm } from './zxing-wasm.ts';

/** More is a photograph or a table: the largest symbol looked for, 41 modules of 1 mm, is 580 dots a side at 300 dpi, askew some 700. */
const MAX_DOTS = 1_200_000;

/** A code of the patch in the patch's dots, or undefined. `late` says when to give up. */
export async function rebuildQr(patch: Gray, late: () => boolean): Promise<Found | undefined> {
  if (patch.width * patch.height > MAX_DOTS) return undefined;
  const sums = sumsOf(patch);
  for (const grid of fitGrids(sums, findFinders(sums, late), late)) {
    const found = await fromGrid(sums, grid, late);
    if (found) return found;
  }
  return undefined;
}

/** How far from a dark module's tone to a light one's the border lies: a stamp is lighter than print and most pens are, by less. */
const BORDERS = [0.5, 0.38, 0.28, 0.2, 0.12, 0.62] as const;
/** Of the neighbours' tone, taken away: what a lens let run over. */
const RUN_OVER = [0, 0.12] as const;

async function fromGrid(sums: Sums, grid: Grid, late: () => boolean): Promise<Found | undefined> {
  const size = sizeOf(grid.version);
  const known = knownModules(grid.version);
  const tones = sampled(sums, grid.version, grid.at);
  for (const share of RUN_OVER)
    for (const border of BORDERS) {
      if (late()) return undefined;
      const leanings = leaningsOf(apart(tones, size, share), known, border);
      const modules = mendedModules(leanings, grid.version);
      const found = modules && (await readSymbol(modules, size));
      if (found) return { ...found, corners: cornersOf(grid) };
    }
  return undefined;
}

async function readSymbol(modules: Uint8Array, size: number): Promise<Found | undefined> {
  const found = await readWithWasm(drawnSymbol(modules, size), {
    formats: ['QRCode'],
    isPure: true,
    binarizer: 'FixedThreshold',
  });
  return found.find(isPageCode);
}

const isPageCode = ({ text, symbology }: { text: string; symbology: PageSymbology }): boolean =>
  parsePageCode(text, symbology) !== undefined;

function apart(tones: Float32Array, size: number, share: number): Float32Array {
  if (share === 0) return tones;
  return tones.map((tone, index) => {
    const [column, row] = [index % size, Math.floor(index / size)];
    const left = column > 0 ? (tones[index - 1] as number) : tone;
    const right = column < size - 1 ? (tones[index + 1] as number) : tone;
    const above = row > 0 ? (tones[index - size] as number) : tone;
    const below = row < size - 1 ? (tones[index + size] as number) : tone;
    return tone + share * (4 * tone - left - right - above - below);
  });
}

/** Each module's way from the border, of the way between the known dark modules' tone and the light ones'. */
function leaningsOf(tones: Float32Array, known: Uint8Array, share: number): Leanings {
  const [dark, light] = [middleOf(tones, known, DARK), middleOf(tones, known, LIGHT)];
  return tones.map((tone) => share - (tone - dark) / Math.max(1, light - dark));
}

function middleOf(tones: Float32Array, known: Uint8Array, module: number): number {
  const those = tones.filter((_, index) => known[index] === module).toSorted();
  return those[Math.floor(those.length / 2)] ?? 0;
}
