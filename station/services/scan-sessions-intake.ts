/**
 * A page on its way in. First the scanner's file is made ours: renamed into the batch's folder, sealed and flushed there,
 * written down; the scanner may then feed on. The page pipeline makes a picture of it after that, in workers; only so many wait for it.
 */
import { constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { ScannedPage } from '../../devices/document-scanner/contract.ts';
import type { PagePipeline, ProcessedPage } from '../../devices/document-scanner/pages/contract.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { type Uuid7, uuid7Schema } from '../../domain/ids.ts';
import { marksOf } from '../../domain/scan-split.ts';
import { RAW_FOLDER, removePage, SEALED_ENDING, sealPage } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { storeError } from '../../offline-store/store-error.ts';
import { isPending, type PageFacts, type Picture, type TakenPage } from './scan-sessions-facts.ts';
import { flushFolderSync, type ScanLog } from './scan-sessions-log.ts';
import { processSealed } from './sealed-pages.ts';

/** Pages that may wait for their picture; beyond that the feeder waits. At 300 dpi one is a few MB. */
export const MAX_BACKLOG = 8;
/** What a resolution may be, from any file name. */
const RAW_NAME = /^(\d{5,6})-(\d{5,6})-(\d{2,4})-([0-9a-f-]{36})\.[a-z]{2,8}$/;

export const rawFolder = (dir: string): string => join(dir, RAW_FOLDER);

/** A raw file's name says all that is needed to take it in again, should its line in the log be lost. */
const rawName = (page: Omit<TakenPage, 'raw'>, ending: string): string =>
  `${padded(page.number)}-${padded(page.sheet)}-${page.dpi}-${page.id}${ending}`;
const padded = (number: number): string => String(number).padStart(5, '0');

export function parseRawName(name: string): TakenPage | undefined {
  const [, number = '', sheet = '', dpi = '', id = ''] = RAW_NAME.exec(name) ?? [];
  if (!uuid7Schema.safeParse(id).success) return undefined;
  return { id, number: Number(number), sheet: Number(sheet), dpi: Number(dpi), raw: name };
}

export interface Place {
  readonly number: number;
  readonly sheet: number;
}

/** On disk, under our name, and in the log before it returns. MC-STO-01 when the disk is full: the scanner then stops. */
export async function takePage(
  log: ScanLog,
  scanned: Pick<ScannedPage, 'file' | 'dpi'>,
  place: Place,
  keys: KeyRing,
  replaces?: Uuid7,
): Promise<PageFacts | undefined> {
  const page = { id: uuidv7(), ...place, dpi: Math.round(scanned.dpi) };
  const raw = rawName(page, endingOf(scanned.file));
  try {
    mkdirSync(rawFolder(log.dir), { recursive: true, mode: 0o700 });
    // Ours under a name that says all, before it is sealed: killed in between, the next start goes on from there.
    await moveFile(scanned.file, join(rawFolder(log.dir), raw));
    await sealPage(join(rawFolder(log.dir), raw), keys);
  } catch (error) {
    throw storeError(error);
  }
  log.append({ what: 'taken', page: { ...page, raw }, ...(replaces !== undefined && { replaces }) });
  return log.facts.pages.get(page.id);
}

/** The driver sets a damaged file aside as `….png.damaged`. */
const endingOf = (file: string): string => {
  const ending = extname(file.replace(/\.damaged$/, '')).toLowerCase();
  return /^\.[a-z]{2,8}$/.test(ending) ? ending : '.page';
};

async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, `${to}.copy`, constants.COPYFILE_EXCL);
    await rename(`${to}.copy`, to);
    await rm(from, { force: true });
  }
}

/** Raw files whose line in the log was lost with the power: written down now. A name may be there twice, sealed and not yet. */
export function adoptRawFiles(log: ScanLog): void {
  if (!existsSync(rawFolder(log.dir))) return;
  for (const name of readdirSync(rawFolder(log.dir)).sort()) {
    const page = parseRawName(name.endsWith(SEALED_ENDING) ? name.slice(0, -SEALED_ENDING.length) : name);
    if (page && !log.facts.pages.has(page.id)) log.append({ what: 'taken', page });
  }
}

/**
 * Page files that a driver left in its folder, in the order they were fed. Half a page (`.part`) is none: its sheet is
 * still in the machine.
 */
export function leftWithDriver(folder: string, onlyDamaged: boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => (onlyDamaged ? /\.damaged$/ : /\.(png|jpe?g)(\.damaged)?$/).test(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((file) => join(folder, file));
}

export interface Pictures {
  /** Makes the picture in the background; the page's own file goes when it is safe. */
  make(log: ScanLog, page: PageFacts): void;
  /** Resolves when fewer than MAX_BACKLOG pages wait. */
  room(): Promise<void>;
  close(): Promise<void>;
}

export interface PictureParts {
  readonly pipeline: PagePipeline;
  readonly keys: KeyRing;
  readonly onChange: (log: ScanLog) => void;
  readonly onError: (error: unknown) => void;
}

export function createPictures(parts: PictureParts): Pictures {
  const closing = new AbortController();
  const busy = new Map<Uuid7, Promise<void>>();

  const work = async (log: ScanLog, page: PageFacts): Promise<void> => {
    try {
      const raw = join(rawFolder(log.dir), page.raw);
      const request = { file: raw, dpi: page.dpi, into: join(log.dir, page.id) };
      const outcome = await processSealed(parts.pipeline, request, parts.keys, closing.signal);
      // Stopped in the middle: the raw file waits for the next start.
      if (closing.signal.aborted) return;
      if (outcome.ok) await keepPicture(log, page, outcome.page);
      else refuse(log, page, outcome.code);
      parts.onChange(log);
    } catch (error) {
      parts.onError(error);
    }
  };

  /** Only what is wrong with the page itself makes it damaged; for a full disk it waits. */
  const refuse = (log: ScanLog, page: PageFacts, code: ErrorCode): void => {
    if (code.startsWith('MC-DSC-')) log.append({ what: 'damaged', id: page.id, code });
    else parts.onError(new Error(`a page waits for its picture: ${code}`));
  };

  return {
    make: (log, page) => {
      if (busy.has(page.id) || !isPending(page) || closing.signal.aborted) return;
      busy.set(
        page.id,
        work(log, page).finally(() => busy.delete(page.id)),
      );
    },
    room: async () => {
      while (busy.size >= MAX_BACKLOG && !closing.signal.aborted) await Promise.race(busy.values());
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(busy.values());
    },
  };
}

async function keepPicture(log: ScanLog, page: PageFacts, made: ProcessedPage): Promise<void> {
  flushFolderSync(log.dir);
  log.append({ what: 'ready', id: page.id, picture: pictureOf(made) });
  await removePage(join(rawFolder(log.dir), page.raw));
}

const pictureOf = ({
  file,
  format,
  bytes,
  widthPx,
  heightPx,
  dpi,
  blank,
  turned,
  skew,
  codes,
}: ProcessedPage): Picture => ({
  ...{ file: basename(file), format, bytes, widthPx, heightPx, dpi, blank, turned, skew },
  marks: marksOf(codes),
});
