/**
 * A desk for batches: real store, real files, and a feeder and a page pipeline that are told what each sheet carries. What
 * the real ones make of paper is tried beside them; here it is what becomes of the pages.
 */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceHub } from '../../devices/contract.ts';
import type { DocumentScanner, ScanEnd, ScanOptions } from '../../devices/document-scanner/contract.ts';
import type { PageIn, PageOutcome, PagePipeline } from '../../devices/document-scanner/pages/contract.ts';
import type { Paper } from '../../domain/dossier.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import type { ScanSession } from '../../domain/scan-session.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import { type BlobStore, createBlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { type KeyRing, temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { createCatalogue, takeProgramCatalogue } from '../../station/catalogue.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { createEventBus } from '../../station/events.ts';
import { createScanSessions, type ScanSessions } from '../../station/services/scan-sessions.ts';
import { sealedFiles } from '../../station/services/sealed-pages.ts';
import { eventually } from './fixture.ts';

/** One side of a sheet, as the pipeline will find it. */
export interface Side {
  readonly n?: number;
  readonly codes?: readonly string[];
  readonly blank?: boolean;
  readonly damaged?: boolean;
  readonly refused?: ErrorCode;
}

export interface Feeder extends DocumentScanner {
  load(...sides: readonly Side[]): void;
  /** How the next run ends when the tray is empty; `done` by itself. */
  endWith(end: { readonly code?: ErrorCode; readonly sheets?: number }): void;
  readonly asked: ScanOptions[];
}

/** The smallest JPEG a viewer takes: 1 × 1, grey. */
const JPEG = Buffer.from(
  'ffd8ffdb004300030202020202030202020303030304060404040404080606050609080a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008010100003f00d2cf20ffd9',
  'hex',
);

/** A feeder that writes its files as a driver does: `.part`, then the page, in a folder of its own. `ledger`: sheets that went through. */
export function createFeeder(
  tmpDir: string,
  options: { readonly ledger?: string; readonly msPerSide?: number } = {},
): Feeder {
  const tray: Side[] = [];
  const asked: ScanOptions[] = [];
  let ending: { readonly code?: ErrorCode; readonly sheets?: number } = {};
  const draw = async (folder: string, side: Side, number: number): Promise<string> => {
    const file = join(folder, `page${String(number).padStart(5, '0')}.png`);
    writeFileSync(`${file}.part`, JSON.stringify(side));
    await new Promise((resolve) => setTimeout(resolve, options.msPerSide ?? 0));
    renameSync(`${file}.part`, file);
    if (options.ledger !== undefined) appendFileSync(options.ledger, `${side.n}\n`);
    return file;
  };
  return {
    asked,
    load: (...sides) => void tray.push(...sides),
    endWith: (end) => {
      ending = end;
    },
    status: async () => ({ state: 'ready' }),
    scan: async (scan, onPage, signal): Promise<ScanEnd> => {
      asked.push(scan);
      mkdirSync(tmpDir, { recursive: true });
      const folder = mkdtempSync(join(tmpDir, 'scan-'));
      const each = scan.source === 'duplex' ? 2 : 1;
      let sides = 0;
      while (tray.length > 0 && sides < scan.maxPages * each && !signal.aborted) {
        sides += 1;
        const file = await draw(folder, tray.shift() ?? {}, sides);
        await onPage({ number: sides, file, format: 'png', widthPx: 2480, heightPx: 3508, dpi: scan.dpi });
      }
      const sheets = ending.sheets ?? Math.ceil(sides / each);
      const code = signal.aborted ? 'MC-DSC-08' : ending.code;
      ending = {};
      return code ? { end: 'stopped', sheets, code } : { end: 'done', sheets };
    },
    close: async () => undefined,
  };
}

export interface TestPipeline extends PagePipeline {
  /** Pages wait here until `go`. */
  hold(): void;
  go(): void;
  readonly asked: string[];
}

/** Reads what `Side` says; refuses what it says is damaged. */
export function createTestPipeline(msPerPage = 0): TestPipeline {
  const asked: string[] = [];
  let gate: { readonly open: Promise<void>; readonly go: () => void } | undefined;
  const make = async ({ file, dpi, into, secrets }: PageIn): Promise<PageOutcome> => {
    const side = JSON.parse((await sealedFiles.read(file, secrets)).toString()) as Side;
    if (side.refused) return { ok: false, code: side.refused };
    if (side.damaged) return { ok: false, code: 'MC-DSC-06' };
    await sealedFiles.write(`${into}.jpg`, Buffer.concat([JPEG, Buffer.from(String(side.n ?? 0))]), secrets);
    const codes = (side.codes ?? []).map((text) => ({
      ...{ text, symbology: 'qr' as const, engine: 'zxing-wasm' as const },
      box: { x: 0, y: 0, width: 10, height: 10 },
    }));
    const size = { bytes: 150_000, widthPx: 2480, heightPx: 3508, dpi };
    return {
      ok: true,
      page: { file: `${into}.jpg`, format: 'jpeg', ...size, blank: side.blank ?? false, turned: 0, skew: 0, codes },
    };
  };
  return {
    asked,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = { open: promise, go: resolve };
    },
    go: () => {
      gate?.go();
      gate = undefined;
    },
    process: async (page, signal) => {
      asked.push(page.file);
      const stopped = new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => resolve(), { once: true });
        if (signal?.aborted) resolve();
      });
      await Promise.race([gate?.open, stopped]);
      if (msPerPage > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * msPerPage));
      return signal?.aborted ? { ok: false, code: 'MC-DSC-08' } : make(page);
    },
    close: async () => undefined,
  };
}

/** The number of the side that a stored picture was made of. */
export const numberIn = (picture: Buffer): number => Number(picture.subarray(JPEG.length).toString());

export interface ScanDesk {
  readonly folder: string;
  readonly blobs: BlobStore;
  readonly store: OfficeStore;
  readonly sessions: ScanSessions;
  readonly feeder: Feeder;
  readonly pipeline: TestPipeline;
  readonly events: StationEvent[];
  readonly errors: unknown[];
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly keys?: KeyRing;
  readonly feeder?: Feeder;
  readonly pipeline?: TestPipeline;
  readonly isFull?: () => boolean;
  readonly noScanner?: boolean;
  /** Its numbers are used up: no new dossier is taken in. */
  readonly restored?: true;
  /** Real ones in place of the feeder and the pipeline that are told. */
  readonly scanner?: DocumentScanner;
  readonly pages?: PagePipeline;
}

const isQuiet = ({ state, pages }: ScanSession): boolean =>
  state !== 'scanning' && pages.every((page) => page.state !== 'processing');

/** What was fed of pages that have their picture: a page is ready before that is removed. */
const fedAndMade = (folder: string, { id, pages }: ScanSession): readonly string[] => {
  const raw = join(folder, 'scans', id, 'raw');
  const made = pages.filter(({ state }) => state === 'ready');
  return existsSync(raw) ? readdirSync(raw).filter((name) => made.some((page) => name.includes(page.id))) : [];
};

/** A batch whose sheets have all run and been made, with nothing still on its way out of its folder. */
export const settled = ({ folder, sessions }: ScanDesk, id: Uuid7): Promise<ScanSession> =>
  eventually(
    () => sessions.get(id),
    (session) => isQuiet(session) && fedAndMade(folder, session).length === 0,
  );

const assets = join(import.meta.dirname, '..', '..', 'assets');

export async function openDesk(folder: string, options: DeskOptions = {}): Promise<ScanDesk> {
  const config = demoConfig(undefined);
  const file = join(folder, 'office.db');
  const keys = options.keys ?? temporaryKeys();
  const store = openOfficeStore({
    file,
    station: config.station,
    agency: config.agency,
    now: Date.now,
    keys,
  });
  const day = localDate(Date.now());
  if (store.leases.left(day) === 0 && !options.restored)
    store.leases.add({ id: uuidv7(), agency: config.agency, day, from: 1, to: 500 });
  takeProgramCatalogue(store.catalogue, assets, Date.now());
  const tmpDir = join(folder, 'tmp');
  const feeder = options.feeder ?? createFeeder(tmpDir);
  const pipeline = options.pipeline ?? createTestPipeline();
  const events: StationEvent[] = [];
  const errors: unknown[] = [];
  const blobs = createBlobStore(join(folder, 'blobs'), keys);
  const bus = createEventBus();
  const sessions = await createScanSessions({
    ...{ dir: join(folder, 'scans'), tmpDir, store, config, now: Date.now },
    pipeline: options.pages ?? pipeline,
    blobs,
    keys,
    isFull: options.isFull ?? (() => false),
    catalogue: createCatalogue(store.catalogue, Date.now),
    bus: { ...bus, emit: (event) => void events.push(event) },
    hub: {
      documentScanner: () => (options.noScanner ? undefined : { id: 'feeder', driver: options.scanner ?? feeder }),
      note: () => undefined,
    } as unknown as DeviceHub,
    onError: (error) => void errors.push(error),
  });
  const close = async () => {
    await sessions.close();
    store.close();
  };
  return { folder, store, blobs, sessions, feeder, pipeline, events, errors, close };
}

const paper = (name: string, pages: number): Paper => ({ name, kind: 'original', pages, copies: 0 });
export const PAPERS = [paper('Giấy chứng sinh', 1), paper('Tờ khai', 2)];

/** A made-up dossier with a paper of one page and one of two. */
export function takeIn({ store }: Pick<ScanDesk, 'store'>, papers: readonly Paper[] = PAPERS) {
  const { received } = store.receiveDossier(
    {
      dossierId: uuidv7(),
      intake: {
        procedureCode: '1.001193',
        applicant: {
          ...{ name: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê', citizenId: '046190000123', address: 'Thôn 1, xã Mẫu' },
          ...{ phone: '0905000123', email: '', organisation: false },
        },
        ...{ onBehalfOf: '', papers, sets: 1, channel: 'counter', returnMethod: 'counter', note: '', ticket: '' },
        payment: { amount: 0, method: 'none' },
      },
      ...{ dueAt: Date.now() + 86_400_000, secret: '7KQ4X2M9', prints: [] },
    },
    actor(uuidv7()),
  );
  return received;
}

export const actor = (operationId: string) => ({
  ...{ operationId, officer: 'Trần Văn Mẫu', desk: 2, madeAt: Date.now(), correctedAt: Date.now() },
});

export const codeOf = (error: unknown): string => (error instanceof MotcuaError ? error.code : String(error));
export const dispose = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
