/** Batches through the real page pipeline: what paper carries is read, and no file that a scanner may leave harms the rest. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import type { DocumentScanner } from '../../devices/document-scanner/contract.ts';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../devices/log.ts';
import type { ScanSession } from '../../domain/scan-session.ts';
import { pagePicture } from '../../forms/raster.ts';
import { drawSamplePage, drawSeparatorPage, samplePages } from '../../forms/sample-pages.ts';
import { drawSeparatorSheet } from '../../forms/separator-sheet.ts';
import { SEALED_WORKER } from '../../station/services/sealed-pages.ts';
import { tinyPng } from '../rig/png.ts';
import { eventually } from './fixture.ts';
import { dispose, openDesk, type ScanDesk, takeIn } from './scan-desk.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');
const DPI = 150;
const MB = 1024 * 1024;

let desk: ScanDesk | undefined;
let pipeline: ReturnType<typeof createPagePipeline> | undefined;
afterEach(async () => {
  await desk?.close();
  await pipeline?.close();
  if (desk) await dispose(desk.folder);
});

/** Hands these files over as a feeder would. */
const feederOf = (folder: string, files: readonly string[]): DocumentScanner => ({
  status: async () => ({ state: 'ready' }),
  scan: async (_options, onPage) => {
    mkdirSync(join(folder, 'tmp', 'scan-1'), { recursive: true });
    for (const [index, source] of files.entries()) {
      const file = join(folder, 'tmp', 'scan-1', `page${index + 1}.png`);
      copyFileSync(source, file);
      await onPage({ number: index + 1, file, format: 'png', widthPx: 1240, heightPx: 1754, dpi: DPI });
    }
    return { end: 'done', sheets: files.length };
  },
  close: async () => undefined,
});

async function scanned(folder: string, files: readonly string[], workerFile = SEALED_WORKER): Promise<ScanSession> {
  pipeline = createPagePipeline({ log: silentLog, workerFile });
  desk = await openDesk(folder, { scanner: feederOf(folder, files), pages: pipeline });
  const { id } = desk.sessions.start({});
  const sessions = desk.sessions;
  const isDone = ({ state, pages }: ScanSession) =>
    state === 'ended' && pages.every((page) => page.state !== 'processing');
  return eventually(() => sessions.get(id), isDone, 60_000);
}

/** Files that are pictures, or have one somewhere in them. */
const inTheClear = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path);
    return bytes.includes('JFIF') || bytes.includes('IHDR');
  });

async function pdfPage(folder: string, name: string, pdf: Uint8Array): Promise<string> {
  const file = join(folder, name);
  writeFileSync(
    file,
    await sharp(Buffer.from(await pagePicture(pdf, 1240)))
      .png()
      .toBuffer(),
  );
  return file;
}

test('papers are split at what is printed on them; files that are no pages are kept, shown, and harm nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-real-'));
  const before = await openDesk(folder);
  const dossier = takeIn(before);
  await before.close();
  const [sample] = samplePages;
  if (!sample) throw new Error('no sample page');
  const paper = await pdfPage(folder, 'paper.png', await drawSamplePage(sample, assets));
  const cover = await pdfPage(folder, 'cover.png', await drawSeparatorPage(dossier.code, assets));
  const separator = await pdfPage(
    folder,
    'separator.png',
    await drawSeparatorSheet({ size: 'A4', demo: true }, assets),
  );
  const [torn, lying, heavy] = ['torn.png', 'lying.png', 'heavy.png'].map((name) => join(folder, name));
  if (!torn || !lying || !heavy) throw new Error('no names');
  copyFileSync(paper, torn);
  truncateSync(torn, 4_000);
  writeFileSync(lying, tinyPng(100_000, 100_000));
  copyFileSync(paper, heavy);
  truncateSync(heavy, 65 * MB);
  const session = await scanned(folder, [cover, paper, torn, lying, heavy, separator, paper]);
  expect(session).toMatchObject({ sheets: 7, sides: 7, code: undefined });
  expect(session.pages.map(({ state, role }) => [state, role])).toEqual([
    ['ready', 'cover'],
    ['ready', 'content'],
    ['damaged', 'content'],
    ['damaged', 'content'],
    ['damaged', 'content'],
    ['ready', 'separator'],
    ['ready', 'content'],
  ]);
  expect(session.segments.map(({ from, to, dossier: of }) => [from, to, of?.code])).toEqual([
    [1, 5, dossier.code],
    [6, 7, undefined],
  ]);
  expect(inTheClear(join(folder, 'scans'))).toEqual([]);
  expect(inTheClear(folder)).not.toEqual([]);
  const shown = await Promise.all([0, 1].map((at) => desk?.sessions.image(session.id, session.pages[at]?.id ?? '')));
  expect(shown.map((jpeg) => jpeg?.subarray(0, 3).toString('hex'))).toEqual(['ffd8ff', 'ffd8ff']);
}, 90_000);

test('a worker that dies costs its page, which stays as a file, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-dying-'));
  const dying = join(folder, 'dying.ts');
  writeFileSync(dying, 'process.on("message", () => process.exit(1));\n');
  const file = join(folder, 'page.png');
  writeFileSync(file, tinyPng(60, 60));
  const session = await scanned(folder, [file, file], dying);
  expect(session.pages.map(({ state, code }) => [state, code])).toEqual([
    ['damaged', 'MC-DSC-06'],
    ['damaged', 'MC-DSC-06'],
  ]);
  expect(desk?.errors).toEqual([]);
}, 60_000);
