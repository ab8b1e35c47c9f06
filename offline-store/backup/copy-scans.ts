/**
 * Batches of pages that no dossier has yet, to the second place and back, sealed as they lie on this disk. A batch is first
 * put together beside the store, as it is at one instant (links, no bytes), so that one that is attached while the database
 * is copied is in the backup either way: as pages or as documents.
 */
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { namesIn, OPEN_LOG, openBatches, PLAN, RAW_FOLDER, SCANS, sealedIn } from '../page-files.ts';
import { type Copied, copyFlushed } from './copy-blobs.ts';
import { flushFolder } from './target.ts';

/** Lines are added while the files are linked: so often it is looked again, which takes milliseconds. */
const LOOKS = 20;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const unless =
  (...codes: readonly string[]) =>
  (error: unknown): undefined => {
    if (!codes.includes(String(codeOf(error)))) throw error;
  };

/** Where a file system has no links, the bytes are copied. A page that goes meanwhile has become another file. */
const linkOrCopy = (from: string, to: string): Promise<unknown> =>
  link(from, to).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return undefined;
    return copyFile(from, to).catch(unless('ENOENT'));
  });

async function linkPages(dir: string, stage: string): Promise<void> {
  for (const name of await sealedIn(dir)) await linkOrCopy(join(dir, name), join(stage, name));
}

const linesIn = (dir: string): Promise<Buffer | undefined> => readFile(join(dir, OPEN_LOG)).catch(unless('ENOENT'));

/**
 * A page's file is there before its line and goes only after a later one: files linked between two looks at the same lines
 * are all that the lines speak of.
 */
async function stageBatch(dir: string, stage: string): Promise<void> {
  await mkdir(join(stage, RAW_FOLDER), { recursive: true, mode: 0o700 });
  let lines = await linesIn(dir);
  for (let look = 0; look < LOOKS && lines !== undefined; look += 1) {
    await linkPages(dir, stage);
    const later = await linesIn(dir);
    if (later?.length === lines.length) break;
    lines = later ?? lines;
  }
  if (lines === undefined) return rm(stage, { recursive: true, force: true });
  await writeFile(join(stage, OPEN_LOG), lines, { mode: 0o600 });
  await stagePlan(dir, stage);
}

/** Written before the first of its documents is attached: under the ids in it they are attached once, whoever does it. */
const stagePlan = (dir: string, stage: string): Promise<unknown> =>
  copyFile(join(dir, PLAN), join(stage, PLAN)).catch(unless('ENOENT'));

/** Before the database is copied. */
export async function stageScans(dataFolder: string, stage: string): Promise<void> {
  for (const dir of await openBatches(join(dataFolder, SCANS))) await stageBatch(dir, join(stage, basename(dir)));
}

/** Once the copy of the database stands still: what it may already have documents of has its plan with it. */
export async function stagePlans(dataFolder: string, stage: string): Promise<void> {
  for (const dir of await openBatches(stage)) await stagePlan(join(dataFolder, SCANS, basename(dir)), dir);
}

const filesOf = async (dir: string): Promise<readonly string[]> => {
  const more = [OPEN_LOG, PLAN].filter((name) => existsSync(join(dir, name)));
  return [...(await sealedIn(dir)), ...more];
};

const bytesOf = (path: string): Promise<number> => stat(path).then(({ size }) => size);

/** How much `mirrorScans` may bring at the most. */
export async function stagedBytes(stage: string): Promise<number> {
  let bytes = 0;
  for (const dir of await openBatches(stage))
    for (const name of await sealedIn(dir)) bytes += await bytesOf(join(dir, name));
  return bytes;
}

/** Afterwards `to` has these batches and no other; pages that are there whole are not copied again. The lines come last. */
export async function mirrorScans(stage: string, to: string, onCopied: () => void): Promise<Copied> {
  const total = { copied: 0, bytes: 0 };
  const batches = await openBatches(stage);
  for (const dir of batches) {
    const target = join(to, basename(dir));
    await mkdir(join(target, RAW_FOLDER), { recursive: true, mode: 0o700 });
    for (const name of await filesOf(dir)) {
      const bytes = await bytesOf(join(dir, name));
      if (name.endsWith('.sealed') && (await isThere(join(target, name), bytes))) continue;
      await copyWhole(join(dir, name), join(target, name));
      total.copied += 1;
      total.bytes += bytes;
      onCopied();
    }
    await removeOthers(target, new Set(await filesOf(dir)));
  }
  const kept = new Set(batches.map((dir) => basename(dir)));
  for (const name of await namesIn(to)) if (!kept.has(name)) await rm(join(to, name), { recursive: true, force: true });
  return total;
}

const isThere = (path: string, bytes: number): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === bytes,
    () => false,
  );

async function copyWhole(from: string, to: string): Promise<void> {
  await copyFlushed(from, `${to}.partial`);
  await rename(`${to}.partial`, to);
  await flushFolder(dirname(to));
}

async function removeOthers(dir: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(dir, { recursive: true }))
    if (name !== RAW_FOLDER && !kept.has(name)) await rm(join(dir, name), { force: true });
}

/** Batches of a backup that are not on this PC, open or over. A folder takes its name last. */
export async function bringScans(from: string, to: string): Promise<Copied> {
  const total = { copied: 0, bytes: 0 };
  for (const dir of await openBatches(from)) {
    const target = join(to, basename(dir));
    if (existsSync(target)) continue;
    const partial = `${target}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(join(partial, RAW_FOLDER), { recursive: true, mode: 0o700 });
    for (const name of await filesOf(dir)) {
      await copyFlushed(join(dir, name), join(partial, name));
      total.copied += 1;
      total.bytes += await bytesOf(join(dir, name));
    }
    await rename(partial, target);
    await flushFolder(to);
  }
  return total;
}
