/** A scanner's file becomes tones in memory. Whatever a file claims of itself, at most some 20 million dots come out. */
import sharp, { type Metadata } from 'sharp';
import { MotcuaError } from '../../../domain/errors.ts';
import type { Gray } from './gray.ts';

export const MAX_CLAIMED_PIXELS = 200_000_000;
/** An A3 sheet at 300 dpi has 17 million; more is scaled down while it is read. */
const MAX_KEPT_PIXELS = 20_000_000;
const MIN_SIDE = 16;
/**
 * Line after line, a picture of any size passes through a few megabytes. One that is stored coarse first and fine later (an
 * interlaced PNG, a progressive JPEG) is held whole while it is read: at 196 megapixels that took 900 MB, which nobody scans.
 */
const MAX_HELD_BYTES = 256 * 1024 * 1024;
/** A colour JPEG may hold one colour after the other, which its head does not say; an A3 sheet at 600 dpi is below this. */
const MAX_COLOUR_JPEG_BYTES = 450 * 1024 * 1024;

const damaged = (reason: string): MotcuaError => new MotcuaError('MC-DSC-06', { reason });

// One page a process, one thread a page: the two processes are the two cores' work.
sharp.concurrency(1);
sharp.cache(false);
// A file is PNG or JPEG or nothing: the library's other readers are closed, whatever a header says.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg'] });

export interface ReadPage {
  readonly gray: Gray;
  /** Changed with the size, where the picture was scaled down. */
  readonly dpi: number;
}

/** `file`: a file's bytes. Throws MC-DSC-06 for what is no PNG or JPEG, is torn, absurdly large or small. */
export async function readImage(file: Buffer, dpi: number): Promise<ReadPage> {
  if (!file.subarray(0, 8).equals(PNG) && !file.subarray(0, 3).equals(JPEG)) throw damaged('neither PNG nor JPEG');
  const options = { limitInputPixels: MAX_CLAIMED_PIXELS, sequentialRead: true, failOn: 'warning' } as const;
  try {
    const metadata = await sharp(file, options).metadata();
    const { width, height } = metadata;
    if (width < MIN_SIDE || height < MIN_SIDE) throw damaged('too small');
    if (heldBytes(metadata) > heldLimit(metadata)) throw damaged('too large for a picture that is held whole');
    const scale = Math.min(1, Math.sqrt(MAX_KEPT_PIXELS / (width * height)));
    const read = sharp(file, options).flatten({ background: '#ffffff' }).toColourspace('b-w');
    const sized =
      scale < 1 ? read.resize(Math.floor(width * scale), Math.floor(height * scale), { fit: 'fill' }) : read;
    const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
    if (info.channels !== 1) throw damaged('not one tone a dot');
    return { gray: { data, width: info.width, height: info.height }, dpi: dpi * scale };
  } catch (error) {
    throw error instanceof MotcuaError ? error : damaged(error instanceof Error ? error.message : String(error));
  }
}

/** What the decoder keeps of a picture that it cannot pass on line by line; a JPEG's are numbers of two bytes. */
function heldBytes({ width, height, channels, format, depth }: Metadata): number {
  const bytes = format === 'jpeg' || depth === 'ushort' ? 2 : 1;
  return width * height * channels * bytes;
}

function heldLimit({ isProgressive, format, channels }: Metadata): number {
  if (isProgressive) return MAX_HELD_BYTES;
  return format === 'jpeg' && channels > 1 ? MAX_COLOUR_JPEG_BYTES : Number.POSITIVE_INFINITY;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
