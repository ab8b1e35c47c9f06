/**
 * The size of a scanned page, from its first bytes, without decoding it: a damaged or absurd file must not reach an image
 * library. Also checks that the file has its end, since a scanner that lost power leaves half a page.
 */
import { open } from 'node:fs/promises';
import { MotcuaError } from '../../domain/errors.ts';

export const MAX_PAGE_PIXELS = 20_000;
export const MAX_PAGE_BYTES = 64 * 1024 * 1024;

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

const damaged = (reason: string): MotcuaError => new MotcuaError('MC-DSC-06', { reason });

/** From the first 33 bytes and the last 12 of a PNG. Throws MC-DSC-06. */
export function parsePngSize(head: Uint8Array, tail: Uint8Array): PageSize {
  const buffer = Buffer.from(head);
  if (buffer.length < 33 || !buffer.subarray(0, 8).equals(SIGNATURE) || buffer.toString('latin1', 12, 16) !== 'IHDR')
    throw damaged('not a PNG');
  const width = buffer.readUInt32BE(16);
  const height = buffer.readUInt32BE(20);
  if (width === 0 || height === 0 || width > MAX_PAGE_PIXELS || height > MAX_PAGE_PIXELS) throw damaged('absurd size');
  if (!Buffer.from(tail).equals(END)) throw damaged('cut off');
  return { width, height };
}

/** Reads 45 bytes of the file, whatever its length. Throws MC-DSC-06. */
export async function readPngSize(file: string): Promise<PageSize> {
  const handle = await open(file, 'r').catch(() => {
    throw damaged('unreadable');
  });
  try {
    const { size } = await handle.stat();
    if (size > MAX_PAGE_BYTES) throw damaged('too large');
    if (size < 45) throw damaged('too short');
    const head = Buffer.alloc(33);
    const tail = Buffer.alloc(12);
    await handle.read(head, 0, 33, 0);
    await handle.read(tail, 0, 12, size - 12);
    return parsePngSize(head, tail);
  } finally {
    await handle.close();
  }
}
