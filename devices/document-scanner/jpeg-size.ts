/**
 * The size of a JPEG page from its frame header, and whether the file has its end. Only marker segments are read, by their
 * lengths; nothing is decoded. ITU-T T.81, annex B.
 */
import type { FileHandle } from 'node:fs/promises';
import { MotcuaError } from '../../domain/errors.ts';
import { MAX_PAGE_PIXELS, type PageSize } from './png-size.ts';

/** A scanner writes about ten segments; colour profiles and previews come in pieces of 64 kB. */
const MAX_SEGMENTS = 300;
/** Some scanners pad the file after its end. */
const TAIL_BYTES = 4096;
const START_OF_SCAN = 0xda;

export type ReadAt = (position: number, length: number) => Promise<Buffer>;

const damaged = (reason: string): MotcuaError => new MotcuaError('MC-DSC-06', { reason });

/** SOF0 … SOF15, without the three that are tables (DHT, JPG, DAC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers that stand alone: TEM, RST0 … RST7, SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

function frameSize(frame: Buffer): PageSize {
  if (frame.length < 5) throw damaged('cut off');
  const height = frame.readUInt16BE(1);
  const width = frame.readUInt16BE(3);
  if (width === 0 || height === 0 || width > MAX_PAGE_PIXELS || height > MAX_PAGE_PIXELS) throw damaged('absurd size');
  return { width, height };
}

/** How many bytes the segment that begins with these four takes. 0xff before a marker is filling. */
function segmentLength(head: Buffer): number {
  const marker = head[1] ?? 0;
  if (marker === 0xff) return 1;
  if (isBare(marker)) return 2;
  const length = head.readUInt16BE(2);
  if (marker === START_OF_SCAN || length < 2) throw damaged('no frame');
  return 2 + length;
}

/** Follows the segments from the start to the frame header. Throws MC-DSC-06. */
export async function readFrameSize(readAt: ReadAt): Promise<PageSize> {
  let at = 2;
  for (let seen = 0; seen < MAX_SEGMENTS; seen += 1) {
    const head = await readAt(at, 4);
    if (head.length < 4 || head[0] !== 0xff) throw damaged('not a JPEG');
    if (isFrame(head[1] ?? 0)) return frameSize(await readAt(at + 4, 5));
    at += segmentLength(head);
  }
  throw damaged('no frame');
}

/** Whether the last bytes hold the end marker with nothing but filling after it. */
export function hasJpegEnd(tail: Uint8Array): boolean {
  let last = tail.length - 1;
  // Filling as seen: zeros, line ends. 0xff and 0xd9 themselves never are.
  while (last >= 0 && [0x00, 0x0a, 0x0d, 0x20].includes(tail[last] ?? 0)) last -= 1;
  return tail[last] === 0xd9 && tail[last - 1] === 0xff;
}

/** Throws MC-DSC-06. */
export async function readJpegSize(handle: FileHandle, bytes: number): Promise<PageSize> {
  const readAt: ReadAt = async (position, length) => {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  };
  const size = await readFrameSize(readAt);
  const from = Math.max(0, bytes - TAIL_BYTES);
  if (!hasJpegEnd(await readAt(from, bytes - from))) throw damaged('cut off');
  return size;
}
