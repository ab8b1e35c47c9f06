/**
 * Pages of a batch that is not attached yet, sealed: `<name>.sealed`, under a key of its own each. Batches lie in folders of
 * their own under `scans/`, with their lines (`pages.log`) and, once they are being attached, their plan. A page that an
 * older program left in the clear, or that a kill left so, is read as it is until it has been carried over.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { MotcuaError } from '../domain/errors.ts';
import { type BlobSource, flushFolder, openContent, partsOf, writeSealedWith } from './blobs.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { type FileSecret, fileSecretOf, HEAD_BYTES, keyNumberOfHead, newFileSecret } from './protection/sealed-file.ts';
import { storeError } from './store-error.ts';

/** Their folder in the data folder. */
export const SCANS = 'scans';
/** The lines of a batch that is not over. */
export const OPEN_LOG = 'pages.log';
export const PLAN = 'plan.json';
export const RAW_FOLDER = 'raw';
export const SEALED_ENDING = '.sealed';
const PART_ENDING = '.part';
/** Pages carried over at a time: flushes of several files go to the disk together. */
const AT_ONCE = 8;
/** A page's own name, before its first dot: a page file does not open as another one. */
const placeOf = (path: string): string => ` of a page ${basename(path).split('.')[0]}`;
const sealedPath = (path: string): string => `${path}${SEALED_ENDING}`;
const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Whole and on disk when it returns; the plain file, if there was one, is gone. MC-STO-01 when the disk is full. */
export async function sealPage(path: string, keys: KeyRing): Promise<void> {
  try {
    if (!existsSync(sealedPath(path)))
      await writePage(path, createReadStream(path), newFileSecret(keys, placeOf(path)));
    await rm(path, { force: true });
  } catch (error) {
    throw storeError(error);
  }
}

async function writePage(path: string, bytes: BlobSource, secret: FileSecret): Promise<void> {
  const part = `${path}${PART_ENDING}`;
  const file = await open(part, 'w', 0o600);
  await writeSealedWith(file, bytes, secret, createHash('sha256')).finally(() => file.close());
  await rename(part, sealedPath(path));
  await flushFolder(dirname(path));
}

const headOf = async (path: string): Promise<Buffer> => {
  const file = await open(sealedPath(path), 'r');
  try {
    return (await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)).buffer;
  } finally {
    await file.close();
  }
};

async function openPage(path: string, secretOf: (head: Buffer) => FileSecret): Promise<Buffer> {
  const file = await open(sealedPath(path), 'r');
  try {
    const parts: Uint8Array[] = [];
    for await (const part of partsOf(await openContent(file, secretOf))) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    await file.close();
  }
}

/** MC-API-05 when it is not here, MC-STO-03 when it is damaged, MC-STO-13 when its key is not. */
export async function readPage(path: string, keys: KeyRing): Promise<Buffer> {
  try {
    return await openPage(path, (head) => fileSecretOf(keys, head, placeOf(path))).catch((error: unknown) => {
      if (isGone(error)) return readFile(path);
      throw error;
    });
  } catch (error) {
    throw isGone(error) ? new MotcuaError('MC-API-05', {}, { cause: error }) : storeError(error);
  }
}

/** Puts the copy of a page in its place, sealed as it lies, once it was opened whole. False where there is no whole copy. */
export async function copyPage(from: string, to: string, keys: KeyRing): Promise<boolean> {
  const isCopied = existsSync(sealedPath(from)) && (await isWholePage(from, keys));
  if (!isCopied) return false;
  await copyFile(sealedPath(from), `${sealedPath(to)}${PART_ENDING}`);
  await flushFile(`${sealedPath(to)}${PART_ENDING}`);
  await rename(`${sealedPath(to)}${PART_ENDING}`, sealedPath(to));
  await flushFolder(dirname(to));
  return true;
}

/** Opened to its end. False also where its disk is gone. */
const isWholePage = (path: string, keys: KeyRing): Promise<boolean> =>
  readPage(path, keys).then(
    () => true,
    () => false,
  );

async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

export async function removePage(path: string): Promise<void> {
  await Promise.all([path, sealedPath(path)].map((file) => rm(file, { force: true })));
}

const base64 = z.base64().max(100);
const secretsSchema = z.object({ from: base64.optional(), head: base64, into: base64 });

/**
 * What a process needs to make one picture (`into`, without its ending) out of one page, and nothing else of this station:
 * the keys of these two files. MC-API-05 when the page is not here.
 */
export async function secretsFor(file: string, into: string, keys: KeyRing): Promise<string> {
  const { head, secret } = newFileSecret(keys, placeOf(into));
  const from = await headOf(file)
    .then((own) => fileSecretOf(keys, own, placeOf(file)).secret.toString('base64'))
    .catch((error: unknown) => {
      if (isGone(error) && existsSync(file)) return undefined;
      throw isGone(error) ? new MotcuaError('MC-API-05', {}, { cause: error }) : storeError(error);
    });
  const secrets = { from, head: head.toString('base64'), into: secret.toString('base64') };
  return JSON.stringify(secrets satisfies z.infer<typeof secretsSchema>);
}

const secretsIn = (text: string): z.infer<typeof secretsSchema> => secretsSchema.parse(JSON.parse(text));

/** In that process. At most `maxBytes`, else MC-DSC-06. */
export async function readWithSecrets(path: string, text: string, maxBytes: number): Promise<Buffer> {
  const { from } = secretsIn(text);
  const { size } = await stat(from === undefined ? path : sealedPath(path));
  if (size > maxBytes) throw new MotcuaError('MC-DSC-06', { reason: 'too large' });
  if (from === undefined) return readFile(path);
  return openPage(path, (head) => ({ head, secret: Buffer.from(from, 'base64') }));
}

/** In that process: on disk when it returns. */
export async function writeWithSecrets(path: string, bytes: Uint8Array, text: string): Promise<void> {
  const { head, into } = secretsIn(text);
  await writePage(path, bytes, { head: Buffer.from(head, 'base64'), secret: Buffer.from(into, 'base64') });
}

const PAGE = /^[0-9a-f-]{36}\.(jpg|png)$/;
const RAW = /^\d{5,6}-\d{5,6}-\d{2,4}-[0-9a-f-]{36}\.[a-z]{2,8}$/;

/** None where there is no such folder. */
export const namesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });

/** Pages of a batch that lie in the clear. */
async function plainIn(dir: string): Promise<readonly string[]> {
  const pages = (await namesIn(dir)).filter((name) => PAGE.test(name)).map((name) => join(dir, name));
  const raw = join(dir, RAW_FOLDER);
  return [...pages, ...(await namesIn(raw)).filter((name) => RAW.test(name)).map((name) => join(raw, name))];
}

/** Half a page that a kill left: what it was made of is still there. */
async function removeParts(dir: string): Promise<void> {
  for (const folder of [dir, join(dir, RAW_FOLDER)])
    for (const name of await namesIn(folder))
      if (name.endsWith(PART_ENDING)) await rm(join(folder, name), { force: true });
}

/** Seals what a kill or an older program left in the clear; one that cannot be is told of and left for the next start. */
export async function sealLeft(dir: string, keys: KeyRing, onError: (error: unknown) => void): Promise<number> {
  await removeParts(dir);
  const plain = await plainIn(dir);
  for (let at = 0; at < plain.length; at += AT_ONCE)
    await Promise.all(plain.slice(at, at + AT_ONCE).map((path) => sealPage(path, keys).catch(onError)));
  return plain.length;
}

const isOpen = (dir: string): boolean => existsSync(join(dir, OPEN_LOG));

/** Folders of batches that are not over. */
export async function openBatches(scans: string): Promise<readonly string[]> {
  const entries = await readdir(scans, { withFileTypes: true }).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  return entries.flatMap((entry) => {
    const dir = join(scans, entry.name);
    return entry.isDirectory() && isOpen(dir) ? [dir] : [];
  });
}

/** Sealed page files of a batch, inside its folder. */
export async function sealedIn(dir: string): Promise<readonly string[]> {
  const raw = (await namesIn(join(dir, RAW_FOLDER))).map((name) => join(RAW_FOLDER, name));
  return [...(await namesIn(dir)), ...raw].filter((name) => name.endsWith(SEALED_ENDING));
}

/**
 * Seals anew, with the newest key, the pages that another one sealed. Damaged ones stay. A page that its batch let go
 * meanwhile is not brought back.
 */
export async function resealPages(scans: string, keys: KeyRing, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (const dir of await openBatches(scans))
    for (const name of await sealedIn(dir)) {
      if (signal.aborted) return done;
      if (await resealPage(join(dir, name.slice(0, -SEALED_ENDING.length)), keys)) done += 1;
      if (!isOpen(dir)) await rm(join(dir, name), { force: true });
    }
  return done;
}

async function resealPage(path: string, keys: KeyRing): Promise<boolean> {
  try {
    if (keyNumberOfHead(await headOf(path)) === keys.newest().number) return false;
    const bytes = await openPage(path, (head) => fileSecretOf(keys, head, placeOf(path)));
    await writePage(path, bytes, newFileSecret(keys, placeOf(path)));
    return true;
  } catch (error) {
    if (isGone(error) || (error instanceof MotcuaError && error.code === 'MC-STO-03')) return false;
    throw storeError(error);
  }
}
