/** What a page file is, by its first bytes and not by its name, how large its picture is, and whether it is whole. */
import { open } from 'node:fs/promises';
import { MotcuaError } from '../../domain/errors.ts';
import { readJpegSize } from './jpeg-size.ts';
import { MAX_PAGE_BYTES, type PageSize, readPngSize } from './png-size.ts';

export interface PageFile extends PageSize {
  readonly format: 'png' | 'jpeg';
}

/** Reads a few hundred bytes of the file, whatever its length. Throws MC-DSC-06. */
export async function readPageFile(file: string): Promise<PageFile> {
  const handle = await open(file, 'r').catch(() => {
    throw new MotcuaError('MC-DSC-06', { reason: 'unreadable' });
  });
  try {
    const { size } = await handle.stat();
    if (size > MAX_PAGE_BYTES) throw new MotcuaError('MC-DSC-06', { reason: 'too large' });
    const start = Buffer.alloc(3);
    await handle.read(start, 0, 3, 0);
    if (start.equals(Buffer.from([0xff, 0xd8, 0xff]))) return { format: 'jpeg', ...(await readJpegSize(handle, size)) };
  } finally {
    await handle.close();
  }
  return { format: 'png', ...(await readPngSize(file)) };
}
