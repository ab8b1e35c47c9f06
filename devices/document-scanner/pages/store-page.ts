/** A finished page on disk, small: grey JPEG held to a size, or one bit a dot where the page has two tones anyway. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { type Gray, histogramOf, toneAt } from './gray.ts';

export interface StoredPage {
  readonly file: string;
  readonly format: 'jpeg' | 'png';
  readonly bytes: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
}

/** What an A4 page at 300 dpi may take; others by their area. */
const BYTES_PER_A4 = 150_000;
const A4_SQUARE_INCHES = (210 / 25.4) * (297 / 25.4);
/** Qualities tried: the middle first, then what its size leaves room for. */
const MIDDLE = 50;
const BEST = 65;
const LOWER = [36, 26] as const;
/** Of the limit: below it the best fits, above it not even the lowest does, and fewer dots are taken at once. */
const ROOMY = 0.8;
const HOPELESS = 1.5;
const FEWER_DPI = 200;

/** `into` is the path without its ending. The file is whole and on disk when the answer comes. */
export async function storePage(gray: Gray, dpi: number, into: string): Promise<StoredPage> {
  const bilevel = isBilevel(gray);
  const made = bilevel ? { ...(await encodeBilevel(gray)), dpi } : await encodeGray(whitened(gray), dpi);
  const format = bilevel ? 'png' : 'jpeg';
  const file = `${into}.${bilevel ? 'png' : 'jpg'}`;
  await writeWhole(file, made.bytes);
  return { file, format, bytes: made.bytes.length, widthPx: made.width, heightPx: made.height, dpi: made.dpi };
}

/** Two tones and next to nothing between them: what a scanner sends as line art. */
const BETWEEN = 0.002;

export function isBilevel({ data }: Gray): boolean {
  const histogram = histogramOf(data);
  let between = 0;
  for (let tone = 16; tone < 240; tone += 1) between += histogram[tone] ?? 0;
  return between <= data.length * BETWEEN;
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function encodeBilevel({ data, width, height }: Gray): Promise<Encoded> {
  const bytes = await sharp(data, { raw: { width, height, channels: 1 } })
    .threshold(128)
    .png({ palette: true, colours: 2, dither: 0, compressionLevel: 9 })
    .toBuffer();
  return { bytes, width, height };
}

/** How far below the paper's tone the noise of a scan reaches; pencil is fainter than print and still darker than this. */
const NOISE = 14;

/** Paper becomes white, everything else keeps its place between black and it: a scan's grain is most of a JPEG's bytes. */
export function whitened(gray: Gray): Gray {
  const paper = toneAt(histogramOf(gray.data), 0.7);
  const white = Math.max(160, paper - NOISE);
  const tones = Uint8Array.from({ length: 256 }, (_, tone) => Math.min(255, Math.round((tone * 255) / white)));
  return { ...gray, data: gray.data.map((tone) => tones[tone] ?? 255) };
}

async function encodeGray(gray: Gray, dpi: number): Promise<Encoded & { readonly dpi: number }> {
  const limit = (BYTES_PER_A4 * (gray.width * gray.height)) / (A4_SQUARE_INCHES * dpi * dpi);
  const middle = await jpegOf(gray, MIDDLE);
  const { width, height } = gray;
  if (middle.length <= limit * HOPELESS || dpi <= FEWER_DPI)
    return { bytes: await fitting(gray, middle, limit), width, height, dpi };
  const fewer = await scaled(gray, FEWER_DPI / dpi);
  const bytes = await fitting(fewer, await jpegOf(fewer, MIDDLE), limit);
  return { bytes, width: fewer.width, height: fewer.height, dpi: FEWER_DPI };
}

/** The best quality that fits, from what the middle one took; each try costs a tenth of a second, so there are few. */
async function fitting(gray: Gray, middle: Uint8Array, limit: number): Promise<Uint8Array> {
  if (middle.length <= limit) {
    const better = middle.length <= limit * ROOMY ? await jpegOf(gray, BEST) : middle;
    return better.length <= limit ? better : middle;
  }
  for (const quality of LOWER) {
    const bytes = await jpegOf(gray, quality);
    if (bytes.length <= limit || quality === LOWER.at(-1)) return bytes;
  }
  return middle;
}

const jpegOf = ({ data, width, height }: Gray, quality: number): Promise<Uint8Array<ArrayBuffer>> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer()
    .then((buffer) => new Uint8Array(buffer));

async function scaled({ data, width, height }: Gray, by: number): Promise<Gray> {
  const size = { width: Math.round(width * by), height: Math.round(height * by) };
  const smaller = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize(size.width, size.height, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { data: smaller, ...size };
}

/** A power cut leaves the whole page or none. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
}

/** Windows has no such thing as a folder's flush. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
