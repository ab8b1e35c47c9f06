/**
 * Files by the SHA-256 of their content (scans, printed papers), sealed. A file is there whole or not at all: written
 * beside, flushed, renamed, its folder flushed; and it is checked again whenever it is read. Files that an older program
 * left in the clear are read as they are until blob-upkeep.ts has carried them over.
 */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';
import type { KeyRing } from './protection/key-ring.ts';
import {
  blindName,
  createFileOpener,
  createFileSealer,
  type FileOpener,
  type FileSecret,
  fileSecretOf,
  HEAD_BYTES,
  newFileSecret,
  SEALED_SEGMENT_BYTES,
  SEGMENT_BYTES,
} from './protection/sealed-file.ts';
import { storeError } from './store-error.ts';

export interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
}

export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>;

export interface BlobStore {
  /**
   * Returns once the content is on disk. Twice the same content is one file. MC-STO-01 when the disk is full. `only`: any other
   * content is refused with MC-STO-03 and leaves nothing; until the whole was proven, what lay there before stays.
   */
  put(source: BlobSource, only?: string): Promise<StoredBlob>;
  /** The whole content, verified. MC-API-05 when it is not here, MC-STO-03 when it is damaged (the file is kept). */
  read(sha256: string): Promise<Uint8Array>;
  /** Verifies without holding the content in memory; returns its length. Errors as `read`. */
  verify(sha256: string): Promise<number>;
  /** A part of it; each segment is verified, the whole is not: call `verify` first. Shorter than asked at the end. */
  slice(sha256: string, offset: number, length: number): Promise<Uint8Array>;
  /** Where its file lies. The file is sealed: read it through `read`. */
  path(sha256: string): string;
  /** Put by this very process: an attaching may still be under way. */
  isFresh(sha256: string): boolean;
  /** Removes what a killed process left half-written; call it before the first `put`. */
  clean(): Promise<number>;
}

const SHA256 = /^[0-9a-f]{64}$/;

export const sealedFolder = (dir: string): string => join(dir, 'sealed');

async function* chunksOf(source: BlobSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}

/** Segments of 64 KiB and what is left; an empty content is one empty segment. */
async function* segmentsOf(source: BlobSource): AsyncGenerator<{ readonly segment: Buffer; readonly last: boolean }> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    waiting.push(chunk);
    bytes += chunk.byteLength;
    if (bytes <= SEGMENT_BYTES) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    // What fills a segment exactly waits too: it may be the last.
    for (; all.length - at > SEGMENT_BYTES; at += SEGMENT_BYTES)
      yield { segment: all.subarray(at, at + SEGMENT_BYTES), last: false };
    waiting = [all.subarray(at)];
    bytes = all.length - at;
  }
  yield { segment: Buffer.concat(waiting), last: true };
}

export const writeSealed = (file: FileHandle, source: BlobSource, keys: KeyRing, hash: Hash): Promise<number> =>
  writeSealedWith(file, source, newFileSecret(keys), hash);

/** Flushed before it answers how long the content is. */
export const writeSealedWith = async (
  file: FileHandle,
  source: BlobSource,
  secret: FileSecret,
  hash: Hash,
): Promise<number> => {
  const sealer = createFileSealer(secret);
  let bytes = 0;
  let index = 0;
  await file.writeFile(sealer.head);
  for await (const { segment, last } of segmentsOf(source)) {
    hash.update(segment);
    await file.writeFile(sealer.seal(segment, index, last));
    bytes += segment.length;
    index += 1;
  }
  await file.sync();
  return bytes;
};

/** Windows does not let a folder be opened; there the rename itself is journalled. */
export const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Of a folder that a read-only disk would not let it make, Node says ENOENT. */
const writeError = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? new MotcuaError('MC-STO-04', { storage: 'ENOENT' }, { cause: error })
    : storeError(error);

const notFound = (sha256: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'ENOENT' ? new MotcuaError('MC-API-05', { blob: sha256 }) : storeError(error);
};

const refuseDamaged = (sha256: string, hash: Hash): void => {
  if (hash.digest('hex') !== sha256) throw new MotcuaError('MC-STO-03', { blob: sha256 });
};

const readAt = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
};

/** What a sealed or a plain file gives, in parts. */
export interface Content {
  readonly bytes: number;
  part(index: number): Promise<Uint8Array>;
}

const sealedContent = (file: FileHandle, opener: FileOpener): Content => ({
  bytes: opener.bytes,
  part: async (index) =>
    opener.open(await readAt(file, HEAD_BYTES + index * SEALED_SEGMENT_BYTES, SEALED_SEGMENT_BYTES), index),
});

const plainContent = (file: FileHandle, bytes: number): Content => ({
  bytes,
  part: (index) => readAt(file, index * SEGMENT_BYTES, SEGMENT_BYTES),
});

export async function* partsOf({ bytes, part }: Content): AsyncGenerator<Uint8Array> {
  for (let index = 0; index === 0 || index * SEGMENT_BYTES < bytes; index += 1) yield await part(index);
}

const sliceOf = async (content: Content, offset: number, length: number): Promise<Uint8Array> => {
  const end = Math.min(content.bytes, offset + length);
  const first = Math.floor(offset / SEGMENT_BYTES);
  const parts: Uint8Array[] = [];
  for (let index = first; index * SEGMENT_BYTES < end; index += 1) parts.push(await content.part(index));
  return Buffer.concat(parts).subarray(offset - first * SEGMENT_BYTES, end - first * SEGMENT_BYTES);
};

export const contentOf = async (file: FileHandle, keys: KeyRing, sealed: boolean): Promise<Content> => {
  if (!sealed) return plainContent(file, (await file.stat()).size);
  return openContent(file, (head) => fileSecretOf(keys, head));
};

/** Of a sealed file. MC-STO-03 when its length or its head is not that of one. */
export const openContent = async (file: FileHandle, secretOf: (head: Buffer) => FileSecret): Promise<Content> => {
  const { size } = await file.stat();
  return sealedContent(file, createFileOpener(secretOf(await readAt(file, 0, HEAD_BYTES)), size));
};

/** Makes nothing until the first `put`. */
export const createBlobStore = (dir: string, keys: KeyRing): BlobStore => {
  const unfinished = join(dir, 'unfinished');
  const fresh = new Set<string>();
  const plainPath = (sha256: string): string => join(dir, sha256.slice(0, 2), sha256);
  const path = (sha256: string): string => {
    if (!SHA256.test(sha256)) throw new MotcuaError('MC-API-03', { field: 'sha256' });
    const name = blindName(keys, sha256);
    return join(sealedFolder(dir), name.slice(0, 2), name);
  };
  const keep = async (temporary: string, sha256: string): Promise<void> => {
    const target = path(sha256);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(temporary, target);
    for (const folder of [dirname(target), sealedFolder(dir), dir]) await flushFolder(folder);
  };
  const write = async (temporary: string, source: BlobSource, only: string | undefined): Promise<StoredBlob> => {
    const hash = createHash('sha256');
    const file = await open(temporary, 'wx', 0o600);
    const bytes = await writeSealed(file, source, keys, hash).finally(() => file.close());
    const sha256 = hash.digest('hex');
    if (only !== undefined && sha256 !== only) throw new MotcuaError('MC-STO-03', { blob: only });
    fresh.add(sha256);
    await keep(temporary, sha256);
    return { sha256, bytes };
  };
  const withContent = async <T>(sha256: string, use: (content: Content) => Promise<T>): Promise<T> => {
    const sealed = path(sha256);
    const isSealed = existsSync(sealed) || !existsSync(plainPath(sha256));
    const file = await open(isSealed ? sealed : plainPath(sha256), 'r').catch(notFound(sha256));
    return contentOf(file, keys, isSealed)
      .then(use)
      .finally(() => file.close());
  };
  const verified = (sha256: string, take: (part: Uint8Array) => void): Promise<number> =>
    withContent(sha256, async (content) => {
      const hash = createHash('sha256');
      for await (const part of partsOf(content)) {
        hash.update(part);
        take(part);
      }
      refuseDamaged(sha256, hash);
      return content.bytes;
    });
  return {
    path,
    put: async (source, only) => {
      const temporary = join(unfinished, randomUUID());
      try {
        await mkdir(unfinished, { recursive: true, mode: 0o700 });
        return await write(temporary, source, only);
      } catch (error) {
        // A disk that turned read-only refuses this too: `clean` sweeps it at the next start.
        await rm(temporary, { force: true }).catch(() => undefined);
        throw writeError(error);
      }
    },
    read: async (sha256) => {
      const parts: Uint8Array[] = [];
      await verified(sha256, (part) => parts.push(part));
      return Buffer.concat(parts);
    },
    verify: (sha256) => verified(sha256, () => undefined),
    slice: (sha256, offset, length) => withContent(sha256, (content) => sliceOf(content, offset, length)),
    isFresh: (sha256) => fresh.has(sha256),
    clean: async () => {
      const left = await readdir(unfinished).catch(() => []);
      await Promise.all(left.map((name) => rm(join(unfinished, name), { force: true })));
      return left.length;
    },
  };
};
