/**
 * The second place: a folder on another disk or another PC of the office. It carries a mark of ours, so that the empty folder
 * that an unplugged disk leaves behind is not taken for it and filled.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import { generationTime } from './generations.ts';

export interface Target {
  /** Different for each disk: the one that was used last time is told from another in its place. */
  readonly id: string;
  /** This station's own part of the folder. */
  readonly folder: string;
  readonly blobs: string;
  /** On the disk that holds the store too: no help when that disk fails. */
  readonly sameDisk: boolean;
}

const MARK = 'motcua-backup.json';
const markSchema = z.object({ motcua: z.literal('backup-target'), id: z.uuid() });

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'MC-BAK-01',
  ENOTDIR: 'MC-BAK-01',
  ENODEV: 'MC-BAK-01',
  ENXIO: 'MC-BAK-01',
  ESTALE: 'MC-BAK-01',
  EIO: 'MC-BAK-01',
  EHOSTDOWN: 'MC-BAK-01',
  EHOSTUNREACH: 'MC-BAK-01',
  ENOTCONN: 'MC-BAK-01',
  ETIMEDOUT: 'MC-BAK-01',
  ENOSPC: 'MC-BAK-02',
  EDQUOT: 'MC-BAK-02',
  EROFS: 'MC-BAK-03',
  EACCES: 'MC-BAK-03',
  EPERM: 'MC-BAK-03',
};

/** What the file system of the second place says, as a person is told it; anything else comes back as it is. */
export const targetError = (error: unknown): unknown => {
  const raw = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code = error instanceof MotcuaError ? undefined : CODES[raw];
  return code === undefined ? error : new MotcuaError(code, { system: raw }, { cause: error });
};

export interface TargetOrder {
  readonly folder: string;
  readonly station: string;
  readonly agency: string;
  /** The store's own folder. */
  readonly dataFolder: string;
  /** The target that was used last time; another one in its place is MC-BAK-01. Undefined: take whatever is there. */
  readonly known?: string | undefined;
}

const safeName = (text: string): string => text.normalize('NFD').replaceAll(/[^A-Za-z0-9.-]+/g, '-');

export const ownFolder = ({ folder, agency, station }: Pick<TargetOrder, 'folder' | 'agency' | 'station'>): string =>
  join(folder, `motcua-${safeName(agency)}-${safeName(station)}`);

/** Makes this station's part when it is not known yet. MC-BAK-01 not there, 03 not to be written. */
export async function openTarget(order: TargetOrder): Promise<Target> {
  try {
    const { dev } = await stat(order.folder);
    const folder = ownFolder(order);
    const id = (await readMark(folder)) ?? (await newMark(order, folder));
    if (order.known !== undefined && id !== order.known) throw new MotcuaError('MC-BAK-01', { reason: 'another disk' });
    const sameDisk = dev === (await stat(order.dataFolder)).dev;
    return { id, folder, blobs: join(folder, 'blobs'), sameDisk };
  } catch (error) {
    throw targetError(error);
  }
}

async function readMark(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, MARK), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : markSchema.parse(JSON.parse(text)).id;
}

async function newMark(order: TargetOrder, folder: string): Promise<string> {
  if (order.known !== undefined) throw new MotcuaError('MC-BAK-01', { reason: 'no mark' });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  await writeWhole(join(folder, MARK), `${JSON.stringify({ motcua: 'backup-target', id })}\n`);
  return id;
}

export async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.partial`, 'w', 0o600);
  await handle
    .writeFile(text)
    .then(() => handle.sync())
    .finally(() => handle.close());
  await rename(`${file}.partial`, file);
}

/** Windows and some network folders do not let a folder be flushed; there the rename itself is journalled. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
  });
  await handle?.close();
}

/** Names of the backups in a station's part, the newest first. */
export async function generationsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => generationTime(name) !== undefined)
    .sort()
    .reverse();
}

/** What a killed backup left there. */
export async function clearPartials(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith('.partial')) await rm(join(folder, name), { force: true });
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
