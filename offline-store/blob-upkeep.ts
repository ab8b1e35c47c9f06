/**
 * What is done to the files besides reading and writing them, a file at a time and at any pace: plain ones of an older
 * program are sealed, old keys' ones sealed anew, and what no dossier refers to is removed. Each step is a whole file
 * renamed into its place or one file removed, so a kill at any instant loses nothing and the next run goes on.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, statfsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';
import type { Instant } from '../domain/ids.ts';
import { type BlobStore, contentOf, flushFolder, partsOf, sealedFolder, writeSealed } from './blobs.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { HEAD_BYTES, keyNumberOfHead } from './protection/sealed-file.ts';
import { storeError } from './store-error.ts';

const PLAIN_FOLDER = /^[0-9a-f]{2}$/;
const NAME = /^[0-9a-f]{64}$/;

export interface BlobUpkeepParts {
  readonly dir: string;
  readonly keys: KeyRing;
  readonly blobs: BlobStore;
  readonly signal: AbortSignal;
}

export interface CarriedOver {
  readonly files: number;
  /** Left as they are: their content is not what their name says. */
  readonly damaged: number;
}

const namesIn = async (folder: string, name: RegExp): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((one) => name.test(one)).sort();

async function* filesIn(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  for (const part of await namesIn(folder, PLAIN_FOLDER))
    for (const name of await namesIn(join(folder, part), NAME)) {
      if (signal.aborted) return;
      yield join(folder, part, name);
    }
}

const shaOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
};

/** The plain file goes only once the sealed one was read back whole. */
const carryOne = async ({ blobs }: BlobUpkeepParts, path: string): Promise<boolean> => {
  const sha256 = path.slice(-64);
  if ((await shaOf(path)) !== sha256) return false;
  await blobs.put(createReadStream(path));
  await blobs.verify(sha256);
  await rm(path);
  return true;
};

/** Seals what a program before protection at rest has left in the clear. */
export const carryOver = async (parts: BlobUpkeepParts): Promise<CarriedOver> => {
  const done = { files: 0, damaged: 0 };
  for await (const path of filesIn(parts.dir, parts.signal)) {
    if (await carryOne(parts, path)) done.files += 1;
    else done.damaged += 1;
  }
  return done;
};

const keyNumberOf = async (path: string): Promise<number> => {
  const file = await open(path, 'r');
  try {
    return keyNumberOfHead((await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)).buffer);
  } finally {
    await file.close();
  }
};

/** Opens each segment with the old key and seals it with the newest; a damaged file is not replaced. */
const resealOne = async ({ dir, keys }: BlobUpkeepParts, path: string): Promise<void> => {
  const temporary = join(dir, 'unfinished', randomUUID());
  await mkdir(join(dir, 'unfinished'), { recursive: true, mode: 0o700 });
  const from = await open(path, 'r');
  const to = await open(temporary, 'wx', 0o600);
  try {
    await writeSealed(to, partsOf(await contentOf(from, keys, true)), keys, createHash('sha256'));
    await rename(temporary, path);
    await flushFolder(join(path, '..'));
  } finally {
    await Promise.all([from.close(), to.close()]);
    await rm(temporary, { force: true }).catch(() => undefined);
  }
};

const isDamaged = (error: unknown): boolean => error instanceof MotcuaError && error.code === 'MC-STO-03';

/** Seals anew what another than the newest key sealed. Damaged files are left for `motcua check` to name. */
export const resealFiles = async (parts: BlobUpkeepParts): Promise<number> => {
  let done = 0;
  for await (const path of filesIn(sealedFolder(parts.dir), parts.signal)) {
    try {
      if ((await keyNumberOf(path)) === parts.keys.newest().number) continue;
      await resealOne(parts, path);
      done += 1;
    } catch (error) {
      if (!isDamaged(error)) throw storeError(error);
    }
  }
  return done;
};

export interface FindOptions {
  /** Whether some document has this content. */
  readonly isReferenced: (sha256: string) => boolean;
  /** Files written after this are left: one may be about to be attached. Written anew whenever it is put again. */
  readonly writtenBefore: Instant;
  /** Files written before this were looked at already. */
  readonly writtenSince: Instant;
}

const contentSha = async ({ keys }: BlobUpkeepParts, path: string): Promise<string> => {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    for await (const part of partsOf(await contentOf(file, keys, true))) hash.update(part);
    return hash.digest('hex');
  } finally {
    await file.close();
  }
};

/**
 * Files that no document has: what was put and never attached, because the program was killed in between. What a file is,
 * only its content says, so just those that came of age since the last look are read. A file that cannot be read, or is
 * not what its name says, is none of them.
 */
export const findUnreferenced = async (parts: BlobUpkeepParts, options: FindOptions): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const path of filesIn(sealedFolder(parts.dir), parts.signal)) {
    const { mtimeMs } = await stat(path);
    if (mtimeMs >= options.writtenBefore || mtimeMs < options.writtenSince) continue;
    const sha256 = await contentSha(parts, path).catch((error: unknown) => {
      if (isDamaged(error)) return undefined;
      throw storeError(error);
    });
    if (sha256 === undefined || parts.blobs.path(sha256) !== path || parts.blobs.isFresh(sha256)) continue;
    if (!options.isReferenced(sha256)) found.push(sha256);
  }
  return found;
};

/** Removes it unless it was put again since it was found: then an attaching is under way, or was. */
export const removeUnreferenced = async (
  { blobs }: BlobUpkeepParts,
  sha256: string,
  foundAt: Instant,
): Promise<boolean> => {
  const path = blobs.path(sha256);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (blobs.isFresh(sha256) || mtimeMs >= foundAt) return false;
  await rm(path, { force: true });
  return true;
};

export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Time to tell the technician; nothing is refused yet. */
  readonly low: boolean;
}

/** A month of a busy office's scans is about 5 GB. */
const LOW_BYTES = 5_000_000_000;
const LOW_SHARE = 0.1;

/**
 * Below this no page is fed any more: what is left is for intakes (some kilobytes each), and for the documents of the pages
 * that are here already, of which a batch takes 75 MB.
 */
const FLOOR_BYTES = 500_000_000;
const FLOOR_SHARE = 0.05;

/** Whether scanning has to pause. Two system calls' worth: asked for every page. */
export const isScanFloor = (folder: string): boolean => {
  const { bavail, bsize, blocks } = statfsSync(folder);
  return bavail * bsize < Math.min(FLOOR_BYTES, blocks * bsize * FLOOR_SHARE);
};

/** What is left on the disk of that folder. */
export const diskRoom = async (folder: string): Promise<DiskRoom> => {
  const { bavail, bsize, blocks } = await statfs(folder);
  const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
  return { freeBytes, totalBytes, low: freeBytes < Math.min(LOW_BYTES, totalBytes * LOW_SHARE) };
};
