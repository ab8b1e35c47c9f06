/**
 * The file of a batch: one line for each thing that happened, appended and flushed, never rewritten, so that a batch of 500
 * pages costs 500 short lines. A line that a power cut tore off is the last one and is cut away.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import { OPEN_LOG, RAW_FOLDER } from '../../offline-store/page-files.ts';
import { storeError } from '../../offline-store/store-error.ts';
import { addEntry, newFacts, type ScanEntry, type ScanFacts, scanEntrySchema } from './scan-sessions-facts.ts';

/** A batch that is over keeps its lines under another name, so that a start need not read it. */
const DONE_LOG = 'pages.done.log';
/** 500 pages with every word an officer may have on them take under 1 MB. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;

export interface ScanLog {
  readonly facts: ScanFacts;
  readonly dir: string;
  /** Whole lines that could not be read when it was opened: a fault of the disk, to be told. */
  readonly unread: number;
  /** On disk before it returns, and only then part of the facts. MC-STO-01 when the disk is full. */
  append(entry: ScanEntry): void;
  /** Sets the batch aside as over. */
  finish(): void;
  close(): void;
}

/** Windows does not let a folder be opened; there the rename itself is journalled. */
export function flushFolderSync(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export const hasOpenLog = (dir: string): boolean => existsSync(join(dir, OPEN_LOG));
/** Not one whole line. */
export const isEmptyLog = (dir: string): boolean => !readLog(join(dir, OPEN_LOG)).includes(0x0a);
export const hasDoneLog = (dir: string): boolean => existsSync(join(dir, DONE_LOG));

export function createScanLog(dir: string, first: Extract<ScanEntry, { what: 'begun' }>): ScanLog {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const facts = newFacts(first.id, first.at, first.dossierId);
  const log = openForAppending(dir, { facts, length: 0, unread: 0 });
  log.append(first);
  flushFolderSync(dir);
  flushFolderSync(join(dir, '..'));
  return log;
}

/** MC-API-05 when it has no readable beginning. */
export function openScanLog(dir: string): ScanLog {
  return openForAppending(dir, replay(join(dir, OPEN_LOG)));
}

/** What a batch that is over came to. */
export const readDoneLog = (dir: string): ScanFacts => replay(join(dir, DONE_LOG)).facts;

/** The page files that an open batch must have, inside its folder: a page's picture, or what it is to be made of. MC-API-05 as above. */
export function pagesNamed(dir: string): readonly string[] {
  const { state, pages } = replay(join(dir, OPEN_LOG)).facts;
  if (state === 'attached' || state === 'discarded') return [];
  return [...pages.values()].map(({ picture, raw }) => picture?.file ?? join(RAW_FOLDER, raw));
}

function openForAppending(dir: string, { facts, length, unread }: Replayed): ScanLog {
  const file = openSync(join(dir, OPEN_LOG), 'a+', 0o600);
  ftruncateSync(file, length);
  let isOpen = true;
  let whole = length;
  const close = () => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    facts,
    dir,
    unread,
    append: (entry) => {
      if (!isOpen) throw new MotcuaError('MC-API-05');
      whole += writeLine(file, entry, whole);
      addEntry(facts, entry);
    },
    finish: () => {
      close();
      renameSync(join(dir, OPEN_LOG), join(dir, DONE_LOG));
      flushFolderSync(dir);
    },
    close,
  };
}

/** Half a line on a full disk is taken back, else the next one would be lost with it. */
function writeLine(file: number, entry: ScanEntry, whole: number): number {
  const line = Buffer.from(`${JSON.stringify(entry)}\n`);
  try {
    for (let done = 0; done < line.length; ) done += writeSync(file, line, done);
    fdatasyncSync(file);
    return line.length;
  } catch (error) {
    ftruncateSync(file, whole);
    throw storeError(error);
  }
}

interface Replayed {
  readonly facts: ScanFacts;
  /** Bytes of whole lines. */
  readonly length: number;
  readonly unread: number;
}

/** Reads as far as the lines are whole. A line in the middle that cannot be read is passed over and counted: the pages are files. */
function replay(path: string): Replayed {
  const bytes = readLog(path);
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.flatMap(entryOf);
  const [first] = entries;
  if (first?.what !== 'begun') throw new MotcuaError('MC-API-05');
  const facts = newFacts(first.id, first.at, first.dossierId);
  for (const entry of entries) addEntry(facts, entry);
  return { facts, length, unread: lines.length - entries.length };
}

function readLog(path: string): Buffer {
  try {
    return readFileSync(path).subarray(0, MAX_LOG_BYTES);
  } catch (cause) {
    throw new MotcuaError('MC-API-05', {}, { cause });
  }
}

function entryOf(line: string): readonly ScanEntry[] {
  try {
    const read = scanEntrySchema.safeParse(JSON.parse(line));
    return read.success ? [read.data] : [];
  } catch {
    return []; // counted by whoever asked
  }
}
