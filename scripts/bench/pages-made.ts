/**
 * Scanned pages that we make ourselves, so that what stands on them is known: a form with Vietnamese print, a code among it,
 * then what paper, pens, stamps and scanners do to it. Everything follows from the page's number: the same 400 every time.
 */
import sharp from 'sharp';
import { code128, qrCode } from '../../forms/barcodes.ts';
import { pagePicture } from '../../forms/raster.ts';
import { drawSamplePage, samplePages } from '../../forms/sample-pages.ts';
import { type Chance, createChance } from './chance.ts';

export type Damage = 'clean' | 'moderate' | 'hard';
export type CodeKind = 'code-128' | 'qr';

export interface MadePage {
  readonly number: number;
  readonly dpi: 200 | 300;
  readonly damage: Damage;
  readonly kind: CodeKind;
  /** Of one bar's or one square's side. */
  readonly moduleMm: number;
  readonly text: string;
  readonly jpeg: Buffer;
}

const KINDS = [
  { kind: 'code-128', moduleMm: 0.25 },
  { kind: 'code-128', moduleMm: 0.33 },
  { kind: 'qr', moduleMm: 0.4 },
  { kind: 'qr', moduleMm: 0.6 },
] as const;
const DAMAGES = ['clean', 'moderate', 'hard'] as const;
const DPIS = [200, 300] as const;

/** Ranges that a page's own are taken from; blur is in millimetres on paper, as a lens has it, noise in tones. */
const CONDITIONS = {
  clean: { slant: 1, blurMm: [0, 0.04], noise: [1, 4], jpeg: [74, 80], ink: [0, 30], strokes: 0, stamp: 0 },
  moderate: { slant: 3, blurMm: [0.03, 0.07], noise: [3, 8], jpeg: [62, 75], ink: [10, 60], strokes: 0.5, stamp: 0.6 },
  hard: { slant: 5, blurMm: [0.05, 0.1], noise: [6, 14], jpeg: [50, 62], ink: [30, 90], strokes: 0.8, stamp: 0.9 },
} as const;
/** Of the pages lie on their heads. */
const UPSIDE_DOWN = 0.3;

const bases = new Map<string, Promise<Buffer>>();

export async function makePage(number: number, assetsDir: string): Promise<MadePage> {
  const chance = createChance(20_261_122 + number);
  const dpi = DPIS[Math.floor(number / 12) % 2] ?? 200;
  const damage = DAMAGES[Math.floor(number / 4) % 3] ?? 'clean';
  const { kind, moduleMm } = KINDS[number % 4] ?? KINDS[0];
  const code = codeText(chance);
  const text = kind === 'qr' ? `MC1:${code}:${secret(chance)}` : code;
  const px = dpi / 25.4;
  const patch = kind === 'qr' ? qrPatch(text, moduleMm * px) : barPatch(text, moduleMm * px, 10 * px);
  const base = await baseOf(chance.below(samplePages.length), dpi, assetsDir);
  const { width = 0, height = 0 } = await sharp(base).metadata();
  const at = {
    left: Math.round(chance.between(12 * px, Math.max(13 * px, width - patch.width - 12 * px))),
    top: Math.round(chance.between(12 * px, height - patch.height - 20 * px)),
  };
  const conditions = CONDITIONS[damage];
  const over = overlay({ ...at, ...patch }, { width, height, px }, conditions, chance);
  const drawn = await sharp(base)
    .composite([
      { input: Buffer.from(patch.svg), ...at },
      ...(over ? [{ input: Buffer.from(over), left: 0, top: 0, blend: 'multiply' as const }] : []),
    ])
    .flatten({ background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const jpeg = await scanned(drawn, { width, height, px }, conditions, chance);
  return { number, dpi, damage, kind, moduleMm, text, jpeg };
}

const two = (value: number): string => String(value).padStart(2, '0');

function codeText(chance: Chance): string {
  const day = `26${two(1 + chance.below(12))}${two(1 + chance.below(28))}`;
  const sequence = String(1 + chance.below(9_998)).padStart(4, '0');
  const agency = chance.real() < 0.2 ? '000.23.15.H57' : `H57.23.${15 + chance.below(30)}`;
  return `${agency}-${day}-${sequence}`;
}

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const secret = (chance: Chance): string =>
  Array.from({ length: 8 }, () => ALPHABET[chance.below(ALPHABET.length)]).join('');

function baseOf(index: number, dpi: number, assetsDir: string): Promise<Buffer> {
  const key = `${index} ${dpi}`;
  const page = samplePages[index];
  if (!page) throw new RangeError('no such sample page');
  const made = bases.get(key) ?? drawBase(page, dpi, assetsDir);
  bases.set(key, made);
  return made;
}

async function drawBase(page: (typeof samplePages)[number], dpi: number, assetsDir: string): Promise<Buffer> {
  const picture = await pagePicture(await drawSamplePage(page, assetsDir), Math.round((210 / 25.4) * dpi));
  return sharp(picture).flatten({ background: '#fff' }).toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer();
}

interface Patch {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The quiet zones that both standards ask for. */
const QUIET_BARS = 10;
const QUIET_QR = 4;

function barPatch(text: string, module: number, barHeight: number): Patch {
  const { widths, modules } = code128(text);
  const width = Math.ceil((modules + 2 * QUIET_BARS) * module);
  const height = Math.ceil(barHeight + 4 * module);
  let x = QUIET_BARS * module;
  const bars = widths.map((count, index) => {
    const bar = index % 2 === 0 ? rect(x, 2 * module, count * module, barHeight) : '';
    x += count * module;
    return bar;
  });
  return { svg: patchSvg(width, height, bars.join('')), width, height };
}

function qrPatch(text: string, module: number): Patch {
  const qr = qrCode(text);
  const side = Math.ceil((qr.size + 2 * QUIET_QR) * module);
  let squares = '';
  for (let row = 0; row < qr.size; row += 1)
    for (let column = 0; column < qr.size; column += 1)
      if (qr.isDark(column, row))
        squares += rect((column + QUIET_QR) * module, (row + QUIET_QR) * module, module * 1.01, module * 1.01);
  return { svg: patchSvg(side, side, squares), width: side, height: side };
}

const rect = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x.toFixed(3)}" y="${y.toFixed(3)}" width="${width.toFixed(3)}" height="${height.toFixed(3)}"/>`;

const patchSvg = (width: number, height: number, inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/>${inner}</svg>`;

type Conditions = (typeof CONDITIONS)[Damage];
interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly px: number;
}
interface Spot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A round stamp's ring and letters in a mid grey (it was red), and a pen's quick strokes, both over part of the code. */
function overlay(spot: Spot, { width, height, px }: Sheet, conditions: Conditions, chance: Chance): string | undefined {
  const parts: string[] = [];
  if (chance.real() < conditions.stamp) parts.push(stamp(spot, px, chance));
  if (chance.real() < conditions.strokes) parts.push(signature(spot, px, chance));
  if (parts.length === 0) return undefined;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

function stamp(spot: Spot, px: number, chance: Chance): string {
  const radius = 17 * px;
  const x = spot.left + spot.width * chance.between(-0.1, 0.5);
  const y = spot.top + spot.height * chance.between(-0.4, 1.4);
  const tone = Math.round(chance.between(105, 170));
  const ring = (r: number, pen: number) =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="rgb(${tone},${tone},${tone})" stroke-width="${pen}"/>`;
  return (
    ring(radius, 0.9 * px) +
    ring(radius * 0.93, 0.4 * px) +
    ring(radius * 0.6, 0.4 * px) +
    letters(x, y, radius * 0.76, tone)
  );
}

/** Short thick strokes round the ring, as a stamp's words look from afar. */
function letters(x: number, y: number, radius: number, tone: number): string {
  const strokes = Array.from({ length: 40 }, (_, index) => {
    const angle = (index / 40) * 2 * Math.PI;
    const end = (length: number) => `${x + Math.cos(angle) * length} ${y + Math.sin(angle) * length}`;
    return `M${end(radius * 0.92)}L${end(radius * 1.08)}`;
  });
  return `<path d="${strokes.join('')}" stroke="rgb(${tone},${tone},${tone})" stroke-width="${radius * 0.035}" fill="none"/>`;
}

function signature(spot: Spot, px: number, chance: Chance): string {
  const tone = Math.round(chance.between(20, 90));
  const centre = {
    x: spot.left + spot.width * chance.between(0.1, 0.9),
    y: spot.top + spot.height * chance.between(0, 1.1),
  };
  const point = () =>
    `${(centre.x + chance.between(-14, 14) * px).toFixed(1)} ${(centre.y + chance.between(-6, 6) * px).toFixed(1)}`;
  const curves = Array.from({ length: 3 }, () => `S${point()} ${point()}`).join('');
  return `<path d="M${point()}C${point()} ${point()} ${point()}${curves}" fill="none" stroke="rgb(${tone},${tone},${tone})" stroke-width="${(chance.between(0.3, 0.55) * px).toFixed(2)}"/>`;
}

/** What the scanner makes of it: slant, way up, lens, lamp, sensor, and the JPEG it sends. */
async function scanned(page: Buffer, sheet: Sheet, conditions: Conditions, chance: Chance): Promise<Buffer> {
  const { width, height, px } = sheet;
  const slant = chance.between(-conditions.slant, conditions.slant) + (chance.real() < UPSIDE_DOWN ? 180 : 0);
  const turned = await sharp(page, { raw: { width, height, channels: 1 } })
    .rotate(slant, { background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cut = sharp(turned.data, { raw: { ...turned.info, channels: 1 } }).extract({
    left: Math.floor((turned.info.width - width) / 2),
    top: Math.floor((turned.info.height - height) / 2),
    width,
    height,
  });
  const sigma = chance.between(conditions.blurMm[0], conditions.blurMm[1]) * px;
  const seen = await (sigma > 0.3 ? cut.blur(sigma) : cut).toColourspace('b-w').raw().toBuffer();
  expose(seen, conditions, chance);
  const quality = Math.round(chance.between(conditions.jpeg[0], conditions.jpeg[1]));
  return sharp(seen, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();
}

const GRAINS = 4_096;

/** Paper is not white, toner not black, and every dot has the sensor's noise. */
function expose(tones: Buffer, conditions: Conditions, chance: Chance): void {
  const black = chance.between(conditions.ink[0], conditions.ink[1]);
  const paper = chance.between(225, 252);
  const noise = chance.between(conditions.noise[0], conditions.noise[1]);
  const scale = (paper - black) / 255;
  const grain = Float32Array.from({ length: GRAINS }, () => chance.bell() * noise);
  for (let index = 0; index < tones.length; index += 1) {
    const tone = black + (tones[index] ?? 0) * scale + (grain[Math.floor(chance.real() * GRAINS)] ?? 0);
    tones[index] = Math.max(0, Math.min(255, tone));
  }
}
