/** A finished page on disk, small: grey JPEG held to a size, or one bit a dot where the page has two tones anyway. */
import sharp from 'sharp';
import { type Gray, grayOf, histogramOf, mapped, toneAt } from './gray.ts';

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
/** Qualities, the best first; the middle one says whether the page needs fewer dots. */
const QUALITIES = [65, 50, 36, 26] as const;
const MIDDLE = 50;
const LOWEST = 26;
/** Rows of a strip, and of which as many stand for as many of the page: whole blocks of the encoder, thinner than a paragraph. */
const STRIP = 8;
const EVERY = 56;
/** Of the limit: an estimate below it fits, one above the other does not at any quality, and fewer dots are taken at once. */
const ROOMY = 0.94;
const HOPELESS = 1.5;
const FEWER_DPI = 200;

/** `into` is the path without its ending. The file is whole and on disk when the answer comes. */
export async function storePage(
  gray: Gray,
  dpi: number,
  into: string,
  write: (file: string, bytes: Uint8Array) => Promise<void>,
): Promise<StoredPage> {
  const histogram = histogramOf(gray.data, SAMPLED);
  const bilevel = isBilevel(histogram);
  const made = bilevel ? { ...(await encodeBilevel(gray)), dpi } : await encodeGray(whitened(gray, histogram), dpi);
  const format = bilevel ? 'png' : 'jpeg';
  const file = `${into}.${bilevel ? 'png' : 'jpg'}`;
  await write(file, made.bytes);
  return { file, format, bytes: made.bytes.length, widthPx: made.width, heightPx: made.height, dpi: made.dpi };
}

/** Two tones and next to nothing between them: what a scanner sends as line art. */
const BETWEEN = 0.002;
/** Every seventh dot says as much about a page's tones as all of them. */
const SAMPLED = 7;

function isBilevel(histogram: Uint32Array): boolean {
  const count = (from: number, to: number) => histogram.subarray(from, to).reduce((sum, dots) => sum + dots, 0);
  return count(16, 240) <= count(0, 256) * BETWEEN;
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
function whitened(gray: Gray, histogram: Uint32Array): Gray {
  const paper = toneAt(histogram, 0.7);
  const white = Math.max(160, paper - NOISE);
  const tones = Uint8Array.from({ length: 256 }, (_, tone) => Math.min(255, Math.round((tone * 255) / white)));
  return mapped(gray, tones);
}

async function encodeGray(gray: Gray, dpi: number): Promise<Encoded & { readonly dpi: number }> {
  const limit = (BYTES_PER_A4 * (gray.width * gray.height)) / (A4_SQUARE_INCHES * dpi * dpi);
  const likely = await likelyBytes(gray, MIDDLE);
  const { width, height } = gray;
  if (likely <= limit * HOPELESS || dpi <= FEWER_DPI) return { bytes: await fitting(gray, limit), width, height, dpi };
  const fewer = await scaled(gray, FEWER_DPI / dpi);
  return { bytes: await fitting(fewer, limit), width: fewer.width, height: fewer.height, dpi: FEWER_DPI };
}

/** The best quality that is likely to fit; where it then does not, the lowest. A page is encoded twice at most. */
async function fitting(gray: Gray, limit: number): Promise<Uint8Array> {
  for (const quality of QUALITIES) {
    if (quality !== LOWEST && (await likelyBytes(gray, quality)) > limit * ROOMY) continue;
    const bytes = await jpegOf(gray, quality);
    return bytes.length <= limit || quality === LOWEST ? bytes : jpegOf(gray, LOWEST);
  }
  return jpegOf(gray, LOWEST);
}

/** What the page would take, from strips all over it: a seventh of the dots. */
async function likelyBytes(gray: Gray, quality: number): Promise<number> {
  if (gray.height < 4 * EVERY) return (await jpegOf(gray, quality)).length;
  const strips = Math.floor(gray.height / EVERY);
  const some = grayOf(gray.width, strips * STRIP);
  for (let at = 0; at < strips; at += 1) {
    const from = at * EVERY * gray.width;
    some.data.set(gray.data.subarray(from, from + STRIP * gray.width), at * STRIP * gray.width);
  }
  return ((await jpegOf(some, quality)).length * gray.height) / some.height;
}

const jpegOf = ({ data, width, height }: Gray, quality: number): Promise<Uint8Array<ArrayBuffer>> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
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
