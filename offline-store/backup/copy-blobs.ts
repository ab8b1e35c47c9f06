/**
 * Scans to the second place and back: each is one file named by its content, so what is there whole is not copied again. They are
 * copied as they lie on the disk, sealed.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sealedFolder } from '../blobs.ts';
import { flushFolder } from './target.ts';

const SHARD = /^[0-9a-f]{2}$/;
const BLOB = /^[0-9a-f]{64}$/;

export interface BlobFile {
  readonly name: string;
  readonly shard: string;
  readonly bytes: number;
}

/** Sealed ones only: what an older program left in the clear must not leave this PC so (blob-upkeep.ts carries it over). */
export async function* blobsIn(blobs: string): AsyncGenerator<BlobFile> {
  const folder = sealedFolder(blobs);
  for (const shard of (await namesIn(folder)).filter((name) => SHARD.test(name)))
    for (const name of (await namesIn(join(folder, shard))).filter((each) => BLOB.test(each))) {
      const size = await sizeOf(join(folder, shard, name));
      if (size !== undefined) yield { name, shard, bytes: size };
    }
}

const unlessMissing =
  <T>(otherwise: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  };

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(unlessMissing<string[]>([]));

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(({ size }) => size, unlessMissing<number | undefined>(undefined));

export interface Copied {
  readonly copied: number;
  readonly bytes: number;
}

/** Those that `to` does not have yet, or not whole. A scan that goes away meanwhile is left out. */
export async function copyBlobs(from: string, to: string, onCopied: () => void = () => undefined): Promise<Copied> {
  let copied = 0;
  let bytes = 0;
  for await (const blob of blobsIn(from)) {
    const shard = join(sealedFolder(to), blob.shard);
    if ((await sizeOf(join(shard, blob.name))) === blob.bytes) continue;
    if (!(await copyOne(join(sealedFolder(from), blob.shard, blob.name), shard, blob.name))) continue;
    copied += 1;
    bytes += blob.bytes;
    onCopied();
  }
  return { copied, bytes };
}

/** How much `copyBlobs` would bring. */
export async function missingBytes(from: string, to: string): Promise<number> {
  let bytes = 0;
  for await (const blob of blobsIn(from))
    if ((await sizeOf(join(sealedFolder(to), blob.shard, blob.name))) !== blob.bytes) bytes += blob.bytes;
  return bytes;
}

async function copyOne(from: string, folder: string, name: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `${name}.partial`);
  try {
    await copyFlushed(from, partial);
    await rename(partial, join(folder, name));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && (await sizeOf(from)) === undefined)
      return false;
    throw error;
  }
  await flushFolder(folder);
  return true;
}

/** With the time of the original, by which its age is known. */
export async function copyFlushed(from: string, to: string): Promise<void> {
  const { mtime } = await stat(from);
  const handle = await open(to, 'w', 0o600);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>)
      await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await utimes(to, mtime, mtime);
}
