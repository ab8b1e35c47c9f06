/** Backups found again, looked through, and put back. The present store is set aside, never deleted. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { agencyKey } from '../../domain/dossier-code.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { type BlobStore, createBlobStore } from '../blobs.ts';
import { lockData } from '../data-lock.ts';
import { SCANS } from '../page-files.ts';
import type { KeyRing } from '../protection/key-ring.ts';
import { RESTORE_MARK, type RestoreMark } from './after-restore.ts';
import { backupKeysOf } from './backup-keys.ts';
import { type BackupHead, readHead, type SmallFiles, unpackBackup } from './container.ts';
import { type Copied, copyBlobs } from './copy-blobs.ts';
import { bringScans } from './copy-scans.ts';
import { SMALL_FILES } from './make.ts';
import { asideName, finishSwap, preparedIn, swapIn } from './swap.ts';
import { generationsIn, targetError } from './target.ts';
import { type CopyFacts, verifyCopy } from './verify.ts';

export interface FoundBackup {
  readonly file: string;
  readonly bytes: number;
  /** Undefined when not even its first line can be read. */
  readonly head: BackupHead | undefined;
}

/** `place`: one backup, a station's part of the second place, or the whole of it. The newest of each station first. MC-BAK-01 when it is not there. */
export async function findBackups(place: string): Promise<readonly FoundBackup[]> {
  try {
    if ((await stat(place)).isFile()) return [await look(place)];
    const own = await generationsIn(place);
    if (own.length > 0) return Promise.all(own.map((name) => look(join(place, name))));
    const parts = (await readdir(place)).filter((name) => name.startsWith('motcua-')).sort();
    return (await Promise.all(parts.map((part) => inPart(join(place, part))))).flat();
  } catch (error) {
    throw targetError(error);
  }
}

const inPart = async (folder: string): Promise<readonly FoundBackup[]> =>
  (await stat(folder)).isDirectory()
    ? Promise.all((await generationsIn(folder)).map((name) => look(join(folder, name))))
    : [];

const look = async (file: string): Promise<FoundBackup> => ({
  file,
  bytes: (await stat(file)).size,
  head: await readHead(file).catch(() => undefined),
});

/** Scans of a backup lie beside it. */
export const blobsBeside = (file: string): string => join(dirname(file), 'blobs');
/** And pages that no dossier had yet, of the newest of them. */
const scansBeside = (file: string): string => join(dirname(file), SCANS);

export interface Verified {
  readonly head: BackupHead;
  readonly facts: CopyFacts;
  readonly small: SmallFiles;
  /** Scans that the province does not have yet: how many the database names, how many of them are missing or damaged here. */
  readonly papers: { readonly named: number; readonly missing: number };
}

/** Unpacks it into `scratch`, looks it through and leaves nothing. MC-BAK-04/05/06, MC-STO-02. */
export async function verifyBackup(file: string, keys: KeyRing, scratch: string): Promise<Verified> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const copy = join(scratch, `verify-${process.pid}.db`);
  try {
    return await unpackVerified(file, copy, keys);
  } finally {
    remove(copy);
  }
}

const remove = (database: string): void => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${database}${end}`, { force: true });
};

/** Leaves the database at `target`, verified and flushed; on an error nothing. */
export async function unpackVerified(file: string, target: string, keys: KeyRing): Promise<Verified> {
  remove(target);
  try {
    const head = await readHead(file);
    const small = await unpackBackup(file, target, backupKeysOf(keys));
    const facts = verifyCopy(target);
    return { head, facts, small, papers: await papersOf(target, createBlobStore(blobsBeside(file), keys)) };
  } catch (error) {
    remove(target);
    throw targetError(error);
  }
}

const OWED = `
  SELECT DISTINCT d.sha256 FROM documents d JOIN outbox o ON o.operation_id = d.operation_id WHERE d.uploaded_at IS NULL`;

/** Only those scanned here and not yet at the province matter: the others can be had from there. Each is read whole. */
async function papersOf(database: string, blobs: BlobStore): Promise<Verified['papers']> {
  const named = owedIn(database);
  let missing = 0;
  for (const sha256 of named) if (!(await isWhole(blobs, sha256))) missing += 1;
  return { named: named.length, missing };
}

function owedIn(database: string): readonly string[] {
  const db = new Database(database, { readonly: true });
  try {
    return db.prepare<[], string>(OWED).pluck().all();
  } finally {
    db.close();
  }
}

const isWhole = (blobs: BlobStore, sha256: string): Promise<boolean> =>
  blobs.verify(sha256).then(
    () => true,
    (error: unknown) => {
      if (error instanceof MotcuaError) return false;
      throw error;
    },
  );

export interface RestoreOrder {
  readonly file: string;
  readonly dataFolder: string;
  /** This PC's own, when it has one already: another agency's backup is refused. */
  readonly agency?: string | undefined;
  readonly now: number;
}

export interface Restored {
  readonly verified: Verified;
  /** Where the store that was here lies now. */
  readonly aside: string | undefined;
  readonly blobs: Copied;
  /** Pages of batches that were not on this PC. */
  readonly pages: Copied;
  /** Small files that were missing here and were written. */
  readonly written: readonly string[];
}

/**
 * Puts it back. MC-STO-05 while a station works on the folder, MC-BAK-09 for another agency's, else as `verifyBackup`; then
 * nothing has changed.
 */
export async function restoreBackup(order: RestoreOrder, keys: KeyRing): Promise<Restored> {
  await mkdir(order.dataFolder, { recursive: true, mode: 0o700 });
  const lock = await lockData(order.dataFolder, 'station');
  try {
    finishSwap(order.dataFolder);
    return await restoreLocked(order, keys);
  } finally {
    await lock.release();
  }
}

const sameAgency = (a: string, b: string): boolean => (agencyKey(a) ?? a) === (agencyKey(b) ?? b);

async function restoreLocked({ file, dataFolder, agency, now }: RestoreOrder, keys: KeyRing): Promise<Restored> {
  const { agency: theirs } = await readHead(file).catch((error: unknown) => {
    throw targetError(error);
  });
  if (agency !== undefined && !sameAgency(agency, theirs)) throw new MotcuaError('MC-BAK-09', { agency: theirs });
  const prepared = preparedIn(dataFolder);
  const verified = await unpackVerified(file, prepared, keys);
  markRestored(prepared, { why: 'restored', backup: verified.head.madeAt, at: now });
  const blobs = await copyBlobs(blobsBeside(file), join(dataFolder, 'blobs'));
  const pages = await bringScans(scansBeside(file), join(dataFolder, SCANS));
  const written = writeSmall(dataFolder, verified.small);
  const before = existsSync(join(dataFolder, 'office.db'));
  const aside = swapIn(dataFolder, asideName(now, 'restored'));
  return { verified, aside: before ? aside : undefined, blobs, pages, written };
}

/** In the file itself, so that it can never be opened without it. */
export function markRestored(database: string, mark: RestoreMark): void {
  const db = new Database(database, { fileMustExist: true });
  try {
    db.pragma('synchronous = FULL');
    db.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(RESTORE_MARK, JSON.stringify(mark));
  } finally {
    db.close();
  }
}

function writeSmall(dataFolder: string, small: SmallFiles): readonly string[] {
  const names = SMALL_FILES.filter((name) => small[name] !== undefined && !existsSync(join(dataFolder, name)));
  for (const name of names) writeFileSync(join(dataFolder, name), small[name] ?? '', { mode: 0o600 });
  return names;
}
