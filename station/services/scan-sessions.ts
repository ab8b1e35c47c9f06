/**
 * Batches of scanned pages. Each page is a file with its facts beside it before the next sheet is asked for, so a crash in
 * the middle costs no page; sheets fed are compared with pages kept, and blanks are flagged, never dropped by themselves.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceHub } from '../../devices/contract.ts';
import type { DocumentScanner, ScannedPage } from '../../devices/document-scanner/contract.ts';
import type { Paper } from '../../domain/dossier.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import { type ScanSession, scanSessionSchema } from '../../domain/views.ts';
import { assembleScanPdf } from '../../forms/scan-document.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { Actor, OfficeStore } from '../../offline-store/contract.ts';
import type { EventBus } from '../events.ts';

/** A page is kept as grey JPEG of this quality: about 150 kB at 300 dpi. */
const JPEG_QUALITY = 62;
const DPI = 300;
const MAX_PAGES = 500;
/** A page whose darkest hundredth stays this light, with hardly any spread, looks blank. */
const BLANK_STDEV = 4;

type Page = ScanSession['pages'][number];

export interface ScanSessions {
  /** Idempotent by dossier while a batch runs. MC-DSC-05 where there is no scanner. */
  start(dossierId: Uuid7, papers: readonly Paper[]): ScanSession;
  /** More sheets into the same batch (after a jam, or a second stack). */
  resume(sessionId: Uuid7, papers: readonly Paper[]): ScanSession;
  stop(sessionId: Uuid7): ScanSession;
  get(sessionId: Uuid7): ScanSession;
  /** The unattached batch of a dossier, if any: found again after a restart. */
  openOf(dossierId: Uuid7): ScanSession | undefined;
  setPage(sessionId: Uuid7, pageId: Uuid7, change: Partial<Pick<Page, 'rotation' | 'dropped' | 'paper'>>): ScanSession;
  /** JPEG of a page, turned as the officer turned it. */
  image(sessionId: Uuid7, pageId: Uuid7, width?: number): Promise<Buffer>;
  /** One PDF a paper, kept by content and attached to the dossier. Repeating it attaches nothing twice. */
  attach(sessionId: Uuid7, papers: readonly Paper[], actorFor: (operationId: Uuid7) => Actor): Promise<void>;
  close(): Promise<void>;
}

export interface ScanSessionParts {
  readonly dir: string;
  readonly hub: DeviceHub;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly bus: EventBus;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export function createScanSessions(parts: ScanSessionParts): ScanSessions {
  const running = new Map<Uuid7, Running>();
  const file = (id: Uuid7) => join(parts.dir, id, 'session.json');
  const read = (id: Uuid7): ScanSession => readSession(file(id));

  const save = (session: ScanSession): ScanSession => {
    writeFileSync(`${file(session.id)}.new`, JSON.stringify(session));
    renameSync(`${file(session.id)}.new`, file(session.id));
    parts.bus.emit({ type: 'scan-session', at: parts.now(), session });
    return session;
  };

  const feed = async (
    id: Uuid7,
    driver: DocumentScanner,
    deviceId: string,
    papers: readonly Paper[],
    signal: AbortSignal,
  ) => {
    const before = read(id).sheets;
    const onPage = async (scanned: ScannedPage) => {
      const page = await keepPage(join(parts.dir, id), scanned);
      const session = read(id);
      const paper = paperFor(papers, session.pages);
      save({
        ...session,
        sheets: session.sheets + 1,
        pages: [...session.pages, { ...page, number: session.pages.length + 1, paper }],
      });
      parts.hub.note(deviceId, { pages: 1 });
    };
    const end = await driver.scan({ source: 'feeder', dpi: DPI, mode: 'gray', maxPages: MAX_PAGES }, onPage, signal);
    const session = read(id);
    const sheets = before + end.sheets;
    const code = end.end === 'stopped' ? end.code : sheets === session.pages.length ? undefined : 'MC-DSC-07';
    parts.hub.note(deviceId, end.end === 'stopped' ? { fault: true } : { jobs: 1 });
    save({ ...session, sheets, state: 'ended', endedAt: parts.now(), code });
  };

  const begin = (session: ScanSession, papers: readonly Paper[]): ScanSession => {
    const device = parts.hub.documentScanner();
    if (!device) throw new MotcuaError('MC-DSC-05');
    const saved = save({ ...session, state: 'scanning', code: undefined });
    const abort = new AbortController();
    const done = feed(session.id, device.driver, device.id, papers, abort.signal)
      .catch((error: unknown) => {
        parts.onError(error);
        save({ ...read(session.id), state: 'ended', endedAt: parts.now(), code: codeOf(error) });
      })
      .finally(() => running.delete(session.id));
    running.set(session.id, { abort, done });
    return saved;
  };

  const all = (): readonly ScanSession[] => {
    mkdirSync(parts.dir, { recursive: true });
    return readdirSync(parts.dir).flatMap((id) => {
      try {
        return [read(id)];
      } catch {
        return []; // a folder without its facts holds no batch; its pages stay on disk for the technician
      }
    });
  };

  const openOf = (dossierId: Uuid7) =>
    all().findLast((one) => one.dossierId === dossierId && (one.state === 'scanning' || one.state === 'ended'));

  for (const session of all())
    if (session.state === 'scanning') save({ ...session, state: 'ended', code: 'MC-DSC-05', endedAt: parts.now() });

  return {
    start: (dossierId, papers) => {
      const open = openOf(dossierId);
      if (open?.state === 'scanning') return open;
      if (open) return begin(open, papers);
      const id = uuidv7();
      mkdirSync(join(parts.dir, id), { recursive: true });
      return begin({ id, dossierId, state: 'scanning', sheets: 0, startedAt: parts.now(), pages: [] }, papers);
    },
    resume: (id, papers) => (running.has(id) ? read(id) : begin(read(id), papers)),
    stop: (id) => {
      running.get(id)?.abort.abort();
      return read(id);
    },
    get: read,
    openOf,
    setPage: (id, pageId, change) => {
      const session = read(id);
      return save({
        ...session,
        pages: session.pages.map((page) => (page.id === pageId ? { ...page, ...change } : page)),
      });
    },
    image: (id, pageId, width) => imageOf(join(parts.dir, id), pageOf(read(id), pageId), width),
    attach: async (id, papers, actorFor) => {
      if (running.has(id)) throw new MotcuaError('MC-DSC-04');
      const plan = planOf(parts.dir, read(id), papers);
      for (const part of plan) await attachPart(parts, read(id), part, actorFor);
      save({ ...read(id), state: 'attached' });
      parts.bus.emit({ type: 'work-changed', at: parts.now() });
    },
    close: async () => {
      for (const { abort } of running.values()) abort.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
}

function readSession(file: string): ScanSession {
  try {
    return scanSessionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new MotcuaError('MC-API-05', {}, { cause });
  }
}

const codeOf = (error: unknown): ErrorCode => {
  if (error instanceof MotcuaError) return error.code;
  return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'MC-STO-01' : 'MC-DSC-06';
};

/** Grey JPEG beside the session's facts; the scanner's own file goes when ours is complete. */
async function keepPage(dir: string, scanned: ScannedPage): Promise<Omit<Page, 'number' | 'paper'>> {
  const id = uuidv7();
  const image = sharp(scanned.file, { limitInputPixels: 20_000 * 20_000 }).greyscale();
  const { data } = await image.jpeg({ quality: JPEG_QUALITY, mozjpeg: false }).toBuffer({ resolveWithObject: true });
  writeFileSync(join(dir, `${id}.jpg.new`), data, { flush: true });
  renameSync(join(dir, `${id}.jpg.new`), join(dir, `${id}.jpg`));
  rmSync(scanned.file, { force: true });
  const { channels } = await sharp(data).resize({ width: 400 }).stats();
  return { id, bytes: data.length, blank: (channels[0]?.stdev ?? 255) < BLANK_STDEV, dropped: false, rotation: 0 };
}

/** Pages fall to the papers in the order of the list, as many as each was said to have; the rest to none. */
function paperFor(papers: readonly Paper[], pages: readonly Page[]): number {
  return papers.findIndex(
    ({ pages: expected }, index) => pages.filter(({ paper, dropped }) => paper === index && !dropped).length < expected,
  );
}

function pageOf(session: ScanSession, pageId: Uuid7): Page {
  const page = session.pages.find(({ id }) => id === pageId);
  if (!page) throw new MotcuaError('MC-API-05');
  return page;
}

async function imageOf(dir: string, page: Page, width?: number): Promise<Buffer> {
  const bytes = await readFile(join(dir, `${page.id}.jpg`));
  if (page.rotation === 0 && width === undefined) return bytes;
  const turned = sharp(bytes).rotate(page.rotation);
  return (width === undefined ? turned : turned.resize({ width })).jpeg({ quality: JPEG_QUALITY }).toBuffer();
}

interface Part {
  readonly documentId: Uuid7;
  readonly operationId: Uuid7;
  readonly title: string;
  readonly pageIds: readonly Uuid7[];
}

/** Ids are decided once and kept beside the pages, so that attaching again after a crash repeats, not doubles. */
function planOf(dir: string, session: ScanSession, papers: readonly Paper[]): readonly Part[] {
  const file = join(dir, session.id, 'plan.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Part[];
  } catch {
    const plan = newPlan(session, papers);
    writeFileSync(`${file}.new`, JSON.stringify(plan), { flush: true });
    renameSync(`${file}.new`, file);
    return plan;
  }
}

function newPlan(session: ScanSession, papers: readonly Paper[]): readonly Part[] {
  const kept = session.pages.filter(({ dropped }) => !dropped);
  const groups = [...new Set(kept.map(({ paper }) => paper))].sort((a, b) => (a === -1 ? 1 : b === -1 ? -1 : a - b));
  return groups.map((paper) => ({
    documentId: uuidv7(),
    operationId: uuidv7(),
    title: papers[paper]?.name ?? 'Giấy tờ khác',
    pageIds: kept.filter((page) => page.paper === paper).map(({ id }) => id),
  }));
}

async function attachPart(
  parts: ScanSessionParts,
  session: ScanSession,
  part: Part,
  actorFor: (operationId: Uuid7) => Actor,
): Promise<void> {
  const dir = join(parts.dir, session.id);
  const pages = (async function* () {
    for (const id of part.pageIds) yield await pdfPage(dir, pageOf(session, id));
  })();
  const pdf = new PassThrough();
  const options = { title: part.title, createdAt: session.startedAt };
  const [{ sha256, bytes }] = await Promise.all([parts.blobs.put(pdf), assembleScanPdf(pages, options, pdf)]);
  const { documentId: id, title, operationId, pageIds } = part;
  parts.store.attachDocument(
    { id, dossierId: session.dossierId, title, sha256, bytes, pages: pageIds.length },
    actorFor(operationId),
  );
}

async function pdfPage(dir: string, page: Page) {
  const jpeg = await imageOf(dir, page);
  const { width = 0, height = 0 } = await sharp(jpeg).metadata();
  return { image: jpeg, widthPx: width, heightPx: height, dpi: DPI };
}
