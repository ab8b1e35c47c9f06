/**
 * One backup from beginning to end, in a process of its own with its own connection, so that no intake waits for it: a snapshot
 * through SQLite's backup API, looked through, sealed, put in its place whole or not at all; then the scans; then the old ones go.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import { lockData } from '../data-lock.ts';
import { SCANS } from '../page-files.ts';
import { storeError } from '../store-error.ts';
import { type SmallFiles, writeBackup } from './container.ts';
import { type Copied, copyBlobs, missingBytes } from './copy-blobs.ts';
import { mirrorScans, stagedBytes, stagePlans, stageScans } from './copy-scans.ts';
import { generationName, type KeepPolicy, superfluous } from './generations.ts';
import type { BackupKeys } from './sealed-stream.ts';
import {
  clearPartials,
  flushFolder,
  freeBytes,
  generationsIn,
  openTarget,
  type Target,
  targetError,
  writeWhole,
} from './target.ts';
import { verifyCopy } from './verify.ts';

export interface BackupOrder {
  readonly dataFolder: string;
  readonly folder: string;
  readonly station: string;
  readonly agency: string;
  readonly version: string;
  readonly now: number;
  readonly keep: KeepPolicy;
  readonly known?: string | undefined;
}

export interface BackupResult {
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
  readonly target: string;
  readonly sameDisk: boolean;
  readonly blobs: Copied;
  /** Of pages that no dossier has yet. */
  readonly pages: Copied;
  readonly removed: number;
}

/** What makes a PC this station; a new PC gets them back. Keys are not among them, on purpose. */
export const SMALL_FILES = ['station.json', 'devices.json', 'devices-state.json'] as const;
/** The ring as it lies on this PC, locked with the PC's own secret: of use where the folder was lost, but not the PC. */
export const KEYS_FILE = 'keys.locked';
/** Left free at the second place whatever else. */
const SPARE_BYTES = 16_000_000;
/** Pages copied at a time and the pause between two lots: the disk is the desk's first. */
const LOT_PAGES = 2_000;
const LOT_PAUSE_MS = 2;

/** What a killed backup left on this disk. */
function clearSnapshots(dataFolder: string): void {
  const folder = join(dataFolder, 'tmp');
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.startsWith('backup-')) rmSync(join(folder, name), { recursive: true, force: true });
}

/** MC-BAK-01…04, MC-STO-05 while another backup is made. `alive` is called whenever something has moved. */
export async function makeBackup(
  order: BackupOrder,
  keys: BackupKeys,
  alive: () => void = () => undefined,
): Promise<BackupResult> {
  const lock = await lockData(order.dataFolder, 'backup');
  try {
    return await makeLocked(order, keys, alive);
  } finally {
    await lock.release();
  }
}

async function makeLocked(order: BackupOrder, keys: BackupKeys, alive: () => void): Promise<BackupResult> {
  const target = await openTarget(order);
  await clearPartials(target.folder);
  clearSnapshots(order.dataFolder);
  const snapshot = join(order.dataFolder, 'tmp', `backup-${process.pid}.db`);
  const stage = join(order.dataFolder, 'tmp', `backup-${process.pid}-scans`);
  await mkdir(stage, { recursive: true, mode: 0o700 });
  try {
    await stageScans(order.dataFolder, stage);
    await refuseWithoutRoom(order, target, stage);
    await takeSnapshot(join(order.dataFolder, 'office.db'), snapshot, alive);
    await stagePlans(order.dataFolder, stage);
    return await keepSnapshot(order, target, { snapshot, stage }, keys, alive);
  } finally {
    await rm(stage, { recursive: true, force: true });
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${snapshot}${end}`, { force: true });
  }
}

async function keepSnapshot(
  order: BackupOrder,
  target: Target,
  { snapshot, stage }: { readonly snapshot: string; readonly stage: string },
  keys: BackupKeys,
  alive: () => void,
): Promise<BackupResult> {
  const { schema } = verifyCopy(snapshot);
  alive();
  const name = generationName(order.now);
  const blobs = await atTarget(() => copyBlobs(join(order.dataFolder, 'blobs'), target.blobs, alive));
  const pages = await atTarget(() => mirrorScans(stage, join(target.folder, SCANS), alive));
  const bytes = await atTarget(() => writeGeneration(order, target, { snapshot, name, schema }, keys));
  await atTarget(() => copyLockedKeys(order.dataFolder, target.folder));
  const removed = await atTarget(() => removeSuperfluous(target.folder, order));
  return { name, at: order.now, bytes, target: target.id, sameDisk: target.sameDisk, blobs, pages, removed };
}

const atTarget = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw targetError(error);
  }
};

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Looked at before: a disk filled to the last byte by a copy helps nobody. Compressed it will need less. */
async function refuseWithoutRoom({ dataFolder }: BackupOrder, target: Target, stage: string): Promise<void> {
  const file = join(dataFolder, 'office.db');
  const database = bytesOf(file) + bytesOf(`${file}-wal`);
  if ((await freeBytes(dataFolder)) < database + SPARE_BYTES) throw new MotcuaError('MC-STO-01', { wanted: database });
  const scans = (await missingBytes(join(dataFolder, 'blobs'), target.blobs)) + (await stagedBytes(stage));
  const wanted = database + scans + SPARE_BYTES;
  if ((await freeBytes(target.folder)) < wanted) throw new MotcuaError('MC-BAK-02', { wanted });
}

/** The read transaction holds one state of the store for the whole copy: without it every intake would begin the copy anew. */
async function takeSnapshot(file: string, snapshot: string, alive: () => void): Promise<void> {
  if (!existsSync(file)) throw new MotcuaError('MC-API-05', { file: 'office.db' });
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      db.exec('BEGIN');
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
      await copyPaced(db, snapshot, alive);
    } finally {
      db.close();
    }
  } catch (error) {
    throw storeError(error);
  }
}

async function copyPaced(db: Database.Database, snapshot: string, alive: () => void): Promise<void> {
  // This process does nothing else: it may simply sleep between two lots.
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  await db.backup(snapshot, {
    progress: () => {
      alive();
      Atomics.wait(sleeper, 0, 0, LOT_PAUSE_MS);
      return LOT_PAGES;
    },
  });
}

interface Made {
  readonly snapshot: string;
  readonly name: string;
  readonly schema: number;
}

async function writeGeneration(order: BackupOrder, target: Target, made: Made, keys: BackupKeys): Promise<number> {
  const { station, agency, version, now } = order;
  const partial = join(target.folder, `${made.name}.partial`);
  const bytes = bytesOf(made.snapshot);
  const head = { station, agency, version, madeAt: now, schema: made.schema, bytes };
  try {
    await writeBackup(partial, { head, small: smallFilesOf(order.dataFolder), database: made.snapshot }, keys);
    await rename(partial, join(target.folder, made.name));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(target.folder);
  return bytesOf(join(target.folder, made.name));
}

async function copyLockedKeys(dataFolder: string, folder: string): Promise<void> {
  const file = join(dataFolder, KEYS_FILE);
  if (existsSync(file)) await writeWhole(join(folder, KEYS_FILE), readFileSync(file, 'utf8'));
}

const smallFilesOf = (dataFolder: string): SmallFiles =>
  Object.fromEntries(
    SMALL_FILES.filter((name) => existsSync(join(dataFolder, name))).map((name) => [
      name,
      readFileSync(join(dataFolder, name), 'utf8'),
    ]),
  );

async function removeSuperfluous(folder: string, { now, keep }: BackupOrder): Promise<number> {
  const names = superfluous(await generationsIn(folder), now, keep);
  for (const name of names) await rm(join(folder, name), { force: true });
  return names.length;
}
