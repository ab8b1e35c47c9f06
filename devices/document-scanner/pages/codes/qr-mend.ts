/**
 * A QR's modules taken for light or dark with a measure of doubt, and the symbol that was most likely printed. Pens and stamps
 * make modules dark that were light; the codewords that hold such modules are the doubtful ones, and what is known to be
 * doubtful can be mended twice as often as what is simply wrong.
 */
import { BitMatrix, QRCodeDecoderErrorCorrectionLevel as Level, QRCodeDataMask, QRCodeVersion } from '@zxing/library';
import { DARK, knownModules, LIGHT, sizeOf, UNKNOWN, type Version } from './qr-symbol.ts';
import { mended } from './reed-solomon.ts';

/** Row by row: above 0 for a module taken for dark, below for a light one; how far, in shares of the way from ink to paper. */
export type Leanings = Float32Array;

/** Check codewords that nothing is mended with: a wrong symbol passes them once in 65,536. */
const SPARE = 2;
/** One doubtful codeword after the other would cost much and give little. */
const STEP = 2;
/** Ink comes and does not go: a module seen light is this much surer than one seen dark. */
const LIGHT_IS_SURER = 3;
/** Of the modules put right, those that are as light as paper and would have been printed dark. */
const MAX_VANISHED = 0.1;
const PAPER = -0.5;

/** Whole modules, `DARK` or `LIGHT`; undefined where too many are wrong. */
export function mendedModules(leanings: Leanings, version: Version): Uint8Array | undefined {
  const format = likeliestFormat(leanings, version);
  const mask = maskOf(format.mask, sizeOf(version));
  const places = placesOf(version);
  const codewords = places.map((modules) => codewordOf(modules, leanings, mask));
  const repaired = new Uint8Array(places.length);
  for (const { indices, checks } of blocksOf(version, format.level)) {
    const block = mendedBlock(
      indices.map((index) => codewords[index] as Codeword),
      checks,
    );
    if (!block) return undefined;
    indices.forEach((index, at) => {
      repaired[index] = block[at] as number;
    });
  }
  return drawn(repaired, { version, places, mask, format: format.bits }, leanings);
}

interface Codeword {
  readonly value: number;
  readonly sure: number;
}

function codewordOf(modules: readonly number[], leanings: Leanings, mask: Uint8Array): Codeword {
  let [value, sure] = [0, Number.POSITIVE_INFINITY];
  for (const index of modules) {
    const leaning = leanings[index] as number;
    value = (value << 1) | ((leaning > 0 ? 1 : 0) ^ (mask[index] as number));
    sure = Math.min(sure, leaning > 0 ? leaning : -leaning * LIGHT_IS_SURER);
  }
  return { value, sure };
}

function mendedBlock(codewords: readonly Codeword[], checks: number): Uint8Array | undefined {
  const values = Uint8Array.from(codewords, ({ value }) => value);
  const doubtful = codewords.map((_, index) => index).toSorted((a, b) => sureAt(codewords, a) - sureAt(codewords, b));
  for (let erased = 0; erased <= checks - SPARE; erased += STEP) {
    const block = mended({ codewords: values, checks }, doubtful.slice(0, erased), SPARE);
    if (block) return block;
  }
  return undefined;
}

const sureAt = (codewords: readonly Codeword[], index: number): number => codewords[index]?.sure ?? 0;

interface Layout {
  readonly version: Version;
  readonly places: readonly (readonly number[])[];
  readonly mask: Uint8Array;
  readonly format: number;
}

function drawn(codewords: Uint8Array, layout: Layout, leanings: Leanings): Uint8Array | undefined {
  const { version, places, mask, format } = layout;
  const modules = knownModules(version).map((module, index) => {
    if (module !== UNKNOWN) return module;
    return (leanings[index] as number) > 0 ? DARK : LIGHT;
  });
  let [changed, vanished] = [0, 0];
  places.forEach((indices, at) => {
    indices.forEach((index, bit) => {
      const module = (((codewords[at] as number) >> (7 - bit)) & 1) ^ (mask[index] as number);
      if (module === modules[index]) return;
      changed += 1;
      if (module === DARK && (leanings[index] as number) < PAPER) vanished += 1;
      modules[index] = module;
    });
  });
  formatPlaces(sizeOf(version)).forEach((copy) => {
    copy.forEach((index, bit) => {
      modules[index] = (format >> (14 - bit)) & 1;
    });
  });
  return vanished <= changed * MAX_VANISHED ? modules : undefined;
}

/** The column and the row in which dark and light modules take turns. */
const TIMING = 6;
const knownPlaces = new Map<Version, readonly (readonly number[])[]>();

function placesOf(version: Version): readonly (readonly number[])[] {
  const places = knownPlaces.get(version) ?? codewordPlaces(version);
  knownPlaces.set(version, places);
  return places;
}

/** For each codeword the indices of its eight modules, the highest bit first. */
function codewordPlaces(version: Version): readonly (readonly number[])[] {
  const known = knownModules(version);
  const taken = new Set(formatPlaces(sizeOf(version)).flat());
  const all = [...windingOf(sizeOf(version))].filter((index) => known[index] === UNKNOWN && !taken.has(index));
  return Array.from({ length: Math.floor(all.length / 8) }, (_, at) => all.slice(at * 8, at * 8 + 8));
}

/** Up and down in double columns from the right; the column of the timing pattern is left out. */
function* windingOf(size: number): Generator<number> {
  const rights = Array.from({ length: (size - 1) / 2 }, (_, pair) => size - 1 - 2 * pair);
  for (const [pair, right] of rights.entries()) {
    const column = right <= TIMING ? right - 1 : right;
    for (let step = 0; step < size; step += 1) {
      const row = pair % 2 === 0 ? size - 1 - step : step;
      yield row * size + column;
      yield row * size + column - 1;
    }
  }
}

interface Format {
  readonly level: Level;
  readonly mask: number;
  readonly bits: number;
}

/** Fifteen bits (ISO/IEC 18004, 7.9): two for the level, three for the mask, ten that check them. */
const FORMATS: readonly Format[] = Array.from({ length: 32 }, (_, value) => {
  let rest = value << 10;
  for (let bit = 14; bit >= 10; bit -= 1) if (rest & (1 << bit)) rest ^= 0x537 << (bit - 10);
  return { level: Level.forBits(value >> 3), mask: value & 7, bits: ((value << 10) | rest) ^ 0x5412 };
});

/** The two copies, the highest bit first. */
function formatPlaces(size: number): readonly (readonly number[])[] {
  const at = (column: number, row: number) => row * size + column;
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const first = [
    ...upTo(6).map((column) => at(column, 8)),
    at(7, 8),
    at(8, 8),
    at(8, 7),
    ...upTo(6).map((step) => at(8, 5 - step)),
  ];
  const second = [...upTo(7).map((step) => at(8, size - 1 - step)), ...upTo(8).map((step) => at(size - 8 + step, 8))];
  return [first, second];
}

function likeliestFormat(leanings: Leanings, version: Version): Format {
  const places = formatPlaces(sizeOf(version));
  const likeness = ({ bits }: Format): number =>
    places.flat().reduce((sum, index, at) => {
      const dark = (bits >> (14 - (at % 15))) & 1;
      const leaning = Math.max(-1, Math.min(1, leanings[index] as number));
      return sum + (dark ? leaning : -leaning);
    }, 0);
  return FORMATS.reduce((best, one) => (likeness(one) > likeness(best) ? one : best));
}

/** 1 where a mask turns a module over. */
function maskOf(mask: number, size: number): Uint8Array {
  const matrix = new BitMatrix(size);
  QRCodeDataMask.values.get(mask)?.unmaskBitMatrix(matrix, size);
  return Uint8Array.from({ length: size * size }, (_, index) =>
    matrix.get(index % size, Math.floor(index / size)) ? 1 : 0,
  );
}

/** Which codewords make each block: data first, one of each block in turn, then the checks in the same way. */
function blocksOf(
  version: Version,
  level: Level,
): readonly { readonly indices: readonly number[]; readonly checks: number }[] {
  const layout = QRCodeVersion.getVersionForNumber(version).getECBlocksForLevel(level);
  const checks = layout.getECCodewordsPerBlock();
  const sizes = layout
    .getECBlocks()
    .flatMap((group) => new Array<number>(group.getCount()).fill(group.getDataCodewords()));
  const blocks = sizes.map((): number[] => []);
  let next = 0;
  for (let at = 0; at < Math.max(...sizes); at += 1)
    sizes.forEach((size, block) => {
      if (at < size) blocks[block]?.push(next++);
    });
  for (let at = 0; at < checks; at += 1) for (const block of blocks) block.push(next++);
  return blocks.map((indices) => ({ indices, checks }));
}
