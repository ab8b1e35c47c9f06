/**
 * Files by the SHA-256 of their content (scans, printed papers). A file is there whole or not at all: written beside,
 * flushed, renamed, its folder flushed; and it is checked again whenever it is read.
 */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';
import { storeError } from './store-error.ts';

export interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
}

export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>;

export interface BlobStore {
  /** Returns once the content is on disk. Twice the same content is one file. MC-STO-01 when the disk is full. */
  put(source: BlobSource): Promise<StoredBlob>;
  /** The whole content, verified. MC-API-05 when it is not here, MC-STO-03 when it is damaged (the file is kept). */
  read(sha256: string): Promise<Uint8Array>;
  /** Verifies without holding the content in memory; returns its length. Errors as `read`. */
  verify(sha256: string): Promise<number>;
  /** A part of it, not verified: call `verify` first. Shorter than asked at the end. */
  slice(sha256: string, offset: number, length: number): Promise<Uint8Array>;
  path(sha256: string): string;
  /** Removes what a killed process left half-written; call it before the first `put`. */
  clean(): Promise<number>;
}

const SHA256 = /^[0-9a-f]{64}$/;

async function* chunksOf(source: BlobSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}

const writeAll = async (file: FileHandle, source: BlobSource, hash: Hash): Promise<number> => {
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    hash.update(chunk);
    await file.writeFile(chunk);
    bytes += chunk.byteLength;
  }
  await file.sync();
  return bytes;
};

/** Windows does not let a folder be opened; there the rename itself is journalled. */
const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

const notFound = (sha256: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'ENOENT' ? new MotcuaError('MC-API-05', { blob: sha256 }) : storeError(error);
};

const refuseDamaged = (sha256: string, hash: Hash): void => {
  if (hash.digest('hex') !== sha256) throw new MotcuaError('MC-STO-03', { blob: sha256 });
};

const hashFile = async (path: string, hash: Hash): Promise<number> => {
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return bytes;
};

const readPart = async (path: string, offset: number, length: number): Promise<Uint8Array> => {
  const file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset).finally(() => file.close());
  return buffer.subarray(0, bytesRead);
};

/** Makes nothing until the first `put`. */
export const createBlobStore = (dir: string): BlobStore => {
  const unfinished = join(dir, 'unfinished');
  const path = (sha256: string): string => {
    if (!SHA256.test(sha256)) throw new MotcuaError('MC-API-03', { field: 'sha256' });
    return join(dir, sha256.slice(0, 2), sha256);
  };
  const keep = async (temporary: string, sha256: string): Promise<void> => {
    const target = path(sha256);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(temporary, target);
    await flushFolder(dirname(target));
    await flushFolder(dir);
  };
  const write = async (temporary: string, source: BlobSource): Promise<StoredBlob> => {
    const hash = createHash('sha256');
    const file = await open(temporary, 'wx', 0o600);
    const bytes = await writeAll(file, source, hash).finally(() => file.close());
    const sha256 = hash.digest('hex');
    await keep(temporary, sha256);
    return { sha256, bytes };
  };
  return {
    path,
    put: async (source) => {
      const temporary = join(unfinished, randomUUID());
      try {
        await mkdir(unfinished, { recursive: true, mode: 0o700 });
        return await write(temporary, source);
      } catch (error) {
        await rm(temporary, { force: true });
        throw storeError(error);
      }
    },
    read: async (sha256) => {
      const content = await readFile(path(sha256)).catch(notFound(sha256));
      refuseDamaged(sha256, createHash('sha256').update(content));
      return content;
    },
    verify: async (sha256) => {
      const hash = createHash('sha256');
      const bytes = await hashFile(path(sha256), hash).catch(notFound(sha256));
      refuseDamaged(sha256, hash);
      return bytes;
    },
    slice: (sha256, offset, length) => readPart(path(sha256), offset, length).catch(notFound(sha256)),
    clean: async () => {
      const left = await readdir(unfinished).catch(() => []);
      await Promise.all(left.map((name) => rm(join(unfinished, name), { force: true })));
      return left.length;
    },
  };
};
