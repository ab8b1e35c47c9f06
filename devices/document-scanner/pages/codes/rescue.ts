/** A patch on which a code may stand, looked at in many ways until an engine reads it; the cheap and likely ways first. */
import sharp from 'sharp';
import { type PageSymbology, parsePageCode } from '../../../../domain/page-code.ts';
import { type Gray, histogramOf, toneAt } from '../gray.ts';
import type { Found, Point } from './found.ts';
import { type Lie, lieOf } from './lie.ts';
import { rebuildQr } from './qr-rebuild.ts';
import { asPicture, level, sharpened, symbolRows, type Together, together } from './strips.ts';
import { readWithLibrary } from './zxing-library.ts';
import { readWithWasm } from './zxing-wasm.ts';

/** Edges this much one way are bars, this little are anything else; between them both are tried. */
const SURELY_BARS = 0.7;
const SURELY_NOT = 0.25;
const LIKELY_BARS = 0.44;

/** A code of the patch in the patch's dots, or undefined. `late` says when to give up. */
export async function rescue(patch: Gray, late: () => boolean): Promise<Found | undefined> {
  const lie = lieOf(patch);
  const bars = lie.oneWay > SURELY_NOT;
  const squares = lie.oneWay < SURELY_BARS;
  const strips = async () => (bars ? fromStrips(patch, lie, late) : undefined);
  const rebuilt = async () => (squares ? rebuildQr(patch, late) : undefined);
  const [likely, unlikely] = lie.oneWay > LIKELY_BARS ? [strips, rebuilt] : [rebuilt, strips];
  return (
    (await fromViews(patch, [(seen) => seen], squares, bars, late)) ??
    (await likely()) ??
    (await unlikely()) ??
    (await fromViews(patch, FIRST_VIEWS, squares, bars, late)) ??
    (await fromViews(patch, LAST_VIEWS, squares, bars, late))
  );
}

type View = (patch: Gray) => Promise<Gray> | Gray;

/** Larger, smoother, without a stamp's grey: what brought most codes back in measurements stands first. */
const FIRST_VIEWS: readonly View[] = [(patch) => pictured(patch, 2), (patch) => lifted(patch, 0.4)];
const LAST_VIEWS: readonly View[] = [
  (patch) => pictured(patch, 1.5, { blur: 0.8 }),
  async (patch) => lifted(await pictured(patch, 2, { blur: 1 }), 0.5),
  async (patch) => lifted(await pictured(patch, 2), 0.3),
  async (patch) => lifted(await pictured(patch, 2), 0.6),
  (patch) => pictured(patch, 2, { median: 3 }),
  (patch) => pictured(patch, 3, { blur: 1.5 }),
  (patch) => pictured(patch, 2, { sharpen: 2 }),
];

async function fromViews(
  patch: Gray,
  views: readonly View[],
  squares: boolean,
  bars: boolean,
  late: () => boolean,
): Promise<Found | undefined> {
  for (const view of views) {
    if (late()) return undefined;
    const seen = await view(patch);
    const found = await asked(seen, squares, bars);
    if (found) return scaledBack(found, patch.width / seen.width);
  }
  return undefined;
}

async function asked(seen: Gray, squares: boolean, bars: boolean): Promise<Found | undefined> {
  const first = (await readWithWasm(seen, { tryDenoise: squares })).find(isPageCode);
  if (first) return first;
  const second = squares ? readWithLibrary(seen, 'qr') : undefined;
  if (second && isPageCode(second)) return second;
  const third = bars ? readWithLibrary(seen, 'code-128') : undefined;
  return third && isPageCode(third) ? third : undefined;
}

const isPageCode = ({ text, symbology }: { text: string; symbology: PageSymbology }): boolean =>
  parsePageCode(text, symbology) !== undefined;

const scaledBack = (found: Found, by: number): Found => ({
  ...found,
  corners: found.corners.map(({ x, y }) => ({ x: x * by, y: y * by })),
});

interface Treatment {
  readonly median?: number;
  readonly blur?: number;
  readonly sharpen?: number;
}

async function pictured({ data, width, height }: Gray, by: number, treatment: Treatment = {}): Promise<Gray> {
  const size = { width: Math.round(width * by), height: Math.round(height * by) };
  let image = sharp(data, { raw: { width, height, channels: 1 } });
  if (treatment.median) image = image.median(treatment.median);
  if (treatment.blur) image = image.blur(treatment.blur);
  image = image.resize(size.width, size.height, { kernel: 'cubic', fit: 'fill' });
  if (treatment.sharpen) image = image.sharpen({ sigma: treatment.sharpen });
  return { data: await image.toColourspace('b-w').raw().toBuffer(), ...size };
}

/** Everything lighter than `share` of the way from black to paper becomes paper: a stamp over a code is lighter than its ink. */
function lifted(patch: Gray, share: number): Gray {
  const histogram = histogramOf(patch.data);
  const [black, paper] = [toneAt(histogram, 0.05), toneAt(histogram, 0.85)];
  const middle = black + (paper - black) * share;
  const reach = Math.max(8, (paper - black) * 0.25);
  const tones = Uint8Array.from({ length: 256 }, (_, tone) =>
    Math.max(0, Math.min(255, 127.5 + ((tone - middle) * 127.5) / reach)),
  );
  return { ...patch, data: patch.data.map((tone) => tones[tone] ?? 255) };
}

/** Votes that one value needs before it is believed: rows put together have one chance in a hundred to pass a checksum falsely. */
const ENOUGH = 2;
const WAYS: readonly Together[] = ['mean', 0.5, 0.7, 0.3];
const STRENGTHS = [0, 1.5, 3] as const;
/** Bands of the symbol's rows, from and to as shares: all, halves, thirds. */
const BANDS = [
  [0, 1],
  [0, 0.5],
  [0.5, 1],
  [0, 0.34],
  [0.33, 0.67],
  [0.66, 1],
] as const;

async function fromStrips(patch: Gray, lie: Lie, late: () => boolean): Promise<Found | undefined> {
  const rows = symbolRows(level(patch, lie.degrees));
  if (rows.length < 8) return undefined;
  const votes = new Map<string, number>();
  for (const [from, to] of BANDS) {
    const band = rows.slice(Math.floor(from * rows.length), Math.ceil(to * rows.length));
    if (late()) return undefined;
    for (const one of together(band, WAYS)) {
      const found = await readStrip(one);
      if (!found) continue;
      const count = (votes.get(found.text) ?? 0) + 1;
      votes.set(found.text, count);
      if (count >= ENOUGH && votes.size === 1) return { ...found, corners: cornersOf(patch, lie, isReversed(found)) };
    }
  }
  return undefined;
}

async function readStrip(row: Float32Array): Promise<Found | undefined> {
  for (const strength of STRENGTHS) {
    const picture = asPicture(sharpened(row, strength));
    const found = await readWithWasm(picture, {
      formats: ['Code128'],
      tryRotate: false,
      tryDownscale: false,
      binarizer: 'GlobalHistogram',
    });
    const code = found.find(isPageCode);
    if (code) return code;
  }
  return undefined;
}

const isReversed = ({ corners: [from, to] }: Found): boolean => (from?.x ?? 0) > (to?.x ?? 0);

/** Where the symbol lies, nearly: the patch's middle half, along its bars. */
function cornersOf({ width, height }: Gray, { degrees }: Lie, reversed: boolean): readonly Point[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (Math.abs(width * cos) + Math.abs(height * sin)) * (reversed ? -0.42 : 0.42);
  const down = (Math.abs(width * sin) + Math.abs(height * cos)) * (reversed ? -0.3 : 0.3);
  const corner = (a: number, d: number): Point => ({
    x: width / 2 + a * cos - d * sin,
    y: height / 2 + a * sin + d * cos,
  });
  return [corner(-along, -down), corner(along, -down), corner(along, down), corner(-along, down)];
}
