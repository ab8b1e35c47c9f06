/** What a start finds of the batches before it: open ones, their raw pages, and files that never left the driver's folder. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import { OPEN_LOG, PLAN, removePage, sealLeft } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { pagesInOrder, type ScanFacts } from './scan-sessions-facts.ts';
import { bringForward } from './scan-sessions-first-version.ts';
import { adoptRawFiles, leftWithDriver, rawFolder, takePage } from './scan-sessions-intake.ts';
import { hasDoneLog, hasOpenLog, isEmptyLog, openScanLog, readDoneLog, type ScanLog } from './scan-sessions-log.ts';

/** Batches that are over leave only their lines, and damaged pages, for so long. */
const DONE_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** The program asks every scanner for this. */
export const SCAN_DPI = 300;

/** Opens every batch that is not over; pages in the clear are sealed. A folder without readable lines is left alone for the technician. */
export async function openLogs(
  root: string,
  keys: KeyRing,
  now: Instant,
  onError: (error: unknown) => void,
): Promise<ReadonlyMap<Uuid7, ScanLog>> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const logs = new Map<Uuid7, ScanLog>();
  for (const dir of foldersOf(root)) {
    try {
      bringForward(dir);
      if (!hasOpenLog(dir) || clearUnbegun(dir)) continue;
      const log = openScanLog(dir);
      if (log.unread > 0) onError(new MotcuaError('MC-STO-03', { batch: log.facts.id, lines: log.unread }));
      await sealLeft(dir, keys, onError);
      adoptRawFiles(log);
      if (log.facts.state !== 'attaching' && hasPlan(dir)) log.append({ what: 'attaching', at: now });
      logs.set(log.facts.id, log);
    } catch (error) {
      onError(error);
    }
  }
  return logs;
}

/** Killed before its first line was down: nobody was told of that batch, and no sheet went through for it. */
function clearUnbegun(dir: string): boolean {
  const isUnbegun = isEmptyLog(dir) && readdirSync(dir).every((name) => name === OPEN_LOG);
  if (isUnbegun) rmSync(dir, { recursive: true, force: true });
  return isUnbegun;
}

/** From a backup that was made while the batch was being attached: it is finished as it was planned. */
const hasPlan = (dir: string): boolean => existsSync(join(dir, PLAN));

const foldersOf = (root: string): readonly string[] =>
  readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(root, entry.name)] : []));

/** Long-finished batches go; of others what a kill at their end left. */
export async function sweepDone(root: string, now: Instant, onError: (error: unknown) => void): Promise<void> {
  for (const dir of foldersOf(root)) {
    if (!hasDoneLog(dir) || hasOpenLog(dir)) continue;
    if (now - statSync(dir).mtimeMs > DONE_KEPT_MS) rmSync(dir, { recursive: true, force: true });
    else if (hasPages(dir)) await removePages(dir, readDoneLog(dir)).catch(onError);
  }
}

const hasPages = (dir: string): boolean =>
  existsSync(rawFolder(dir)) || readdirSync(dir).some((name) => PICTURE.test(name));
const PICTURE = /^[0-9a-f-]{36}\./;

/** Pages of a batch that is over: the documents have them. Damaged ones stay as files until the batch is swept away. */
export async function removePages(dir: string, facts: ScanFacts): Promise<void> {
  const over = pagesInOrder(facts).filter(({ code }) => code === undefined);
  const files = over.flatMap(({ raw, picture }) => [
    join(rawFolder(dir), raw),
    ...(picture ? [join(dir, picture.file)] : []),
  ]);
  await Promise.all(files.map(removePage));
  removeEmpty(rawFolder(dir));
}

/** A batch that was being fed when the power went has ended, with what was taken. */
export function endInterrupted(log: ScanLog, at: Instant): void {
  const { source, runSides } = log.facts;
  const sheets = source === 'duplex' ? Math.ceil(runSides / 2) : runSides;
  log.append({ what: 'ended', at, sheets, sides: runSides, code: 'MC-DSC-21' });
}

/** Folders that drivers of an earlier run left; whatever still comes into them belongs to that run. */
export const foldersLeft = (tmpDir: string): readonly string[] =>
  existsSync(tmpDir) ? foldersOf(tmpDir).filter((dir) => /[/\\]scan-[^/\\]*$/.test(dir)) : [];

/**
 * Takes in the page files of these folders, as the next pages of the batch. The folders go when they are empty.
 * Answers how many there were.
 */
export async function takeLeft(
  log: ScanLog,
  folders: readonly string[],
  keys: KeyRing,
  onlyDamaged: boolean,
): Promise<number> {
  const files = folders.flatMap((folder) => leftWithDriver(folder, onlyDamaged));
  for (const file of files) {
    const { lastNumber, lastSheet } = log.facts;
    const page = await takePage(log, { file, dpi: SCAN_DPI }, { number: lastNumber + 1, sheet: lastSheet + 1 }, keys);
    if (page && file.endsWith('.damaged')) log.append({ what: 'damaged', id: page.id, code: 'MC-DSC-06' });
  }
  for (const folder of folders) removeEmpty(folder);
  return files.length;
}

function removeEmpty(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith('.part')) rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    // A page still lies there, or the driver has taken the folder away already.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT')
      throw new MotcuaError('MC-STO-04', { folder: dirname(folder) }, { cause: error });
  }
}
