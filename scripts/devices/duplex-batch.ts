/**
 * A duplex batch of three dossiers in one stack, as a scanner takes it in: our own papers, a little askew and speckled, go
 * through SANE's `pnm` backend by its own `scanimage`, through the page pipeline, and are split at the receipts' codes and a
 * separator sheet. Into out/devices/batch/: a PDF a dossier, what was attached to each, all pages on one sheet, result.json.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runCommand } from '../../devices/command.ts';
import type { DocumentScanner, ScanEnd } from '../../devices/document-scanner/contract.ts';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../devices/log.ts';
import type { Paper, ReceivedDossier } from '../../domain/dossier.ts';
import { formatReceiptQr } from '../../domain/receipt-qr.ts';
import type { ScanPage, ScanSegment, ScanSession } from '../../domain/scan-session.ts';
import { drawForm01 } from '../../forms/form01.ts';
import { pagePicture } from '../../forms/raster.ts';
import { drawSamplePage, samplePages } from '../../forms/sample-pages.ts';
import { assembleScanPdf } from '../../forms/scan-document.ts';
import { drawSeparatorSheet } from '../../forms/separator-sheet.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { SEALED_WORKER } from '../../station/services/sealed-pages.ts';
import { writeSaneConfig } from '../../test/rig/sane.ts';
import { actor, openDesk, type ScanDesk, takeIn } from '../../test/station/scan-desk.ts';
import { OUT, TREE } from '../paths.ts';

const into = join(OUT, 'devices', 'batch');
const assets = join(TREE, 'assets');
const A4 = { width: 2480, height: 3508 } as const;
const PAPER = '#fbfaf7';
const SCAN_MS = 60_000;

/** A side of a sheet: a picture as wide as it is on paper at 300 dpi, or nothing printed. */
type Side = Uint8Array | undefined;

/** How the paper lay: degrees askew, and whether it went in upside down. */
interface Lie {
  readonly askew: number;
  readonly upsideDown?: boolean;
}

/** What a feeder's glass sees: paper that is not quite white, not quite straight, with dust on it. */
async function asSeen(side: Side, { askew, upsideDown = false }: Lie, file: string): Promise<void> {
  const sheet = sharp({ create: { ...A4, channels: 3, background: PAPER } });
  const drawn = side ? sheet.composite([{ input: Buffer.from(side), left: 0, top: 0 }]) : sheet;
  const flat = await drawn.greyscale().raw().toBuffer({ resolveWithObject: true });
  const laid = await sharp(flat.data, { raw: flat.info })
    .rotate(askew + (upsideDown ? 180 : 0), { background: PAPER })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [left, top] = [(laid.info.width - A4.width) >> 1, (laid.info.height - A4.height) >> 1];
  const seen = await sharp(laid.data, { raw: laid.info })
    .extract({ left, top, ...A4 })
    .greyscale()
    .raw()
    .toBuffer();
  await writeFile(file, Buffer.concat([Buffer.from(`P5\n${A4.width} ${A4.height}\n255\n`), dusty(seen)]));
}

/** The same dust each time: a run can be repeated. */
function dusty(dots: Buffer): Uint8Array {
  let state = 20_261_124;
  return dots.map((dot) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.max(0, dot - ((state >> 16) % 9));
  });
}

/** SANE's `pnm` device holds one picture: each side is laid on it in turn, as a feeder would. */
function createPnmFeeder(sides: readonly string[], folder: string, saneDir: string): DocumentScanner {
  const scanSide = async (source: string, file: string): Promise<boolean> => {
    const args = ['-d', 'pnm:0', '--filename', source, '--format=png', '-o', file];
    const { code } = await runCommand('scanimage', args, SCAN_MS, { SANE_CONFIG_DIR: saneDir });
    return code === 0;
  };
  return {
    status: async () => ({ state: 'ready' }),
    scan: async ({ dpi }, onPage): Promise<ScanEnd> => {
      const own = await mkdtemp(join(folder, 'scan-'));
      for (const [index, source] of sides.entries()) {
        const file = join(own, `page${index + 1}.png`);
        if (!(await scanSide(source, file))) return { end: 'stopped', sheets: Math.ceil(index / 2), code: 'MC-DSC-05' };
        await onPage({ number: index + 1, file, format: 'png', widthPx: A4.width, heightPx: A4.height, dpi });
      }
      return { end: 'done', sheets: sides.length / 2 };
    },
    close: async () => undefined,
  };
}

const dots = async (pdf: Uint8Array): Promise<Uint8Array> => pagePicture(pdf, A4.width);
const sample = async (index: number): Promise<Uint8Array> => {
  const page = samplePages[index];
  if (!page) throw new RangeError(`there is no sample page ${index}`);
  return dots(await drawSamplePage(page, assets));
};

/** The office's copy of the receipt, an A5 form, on the sheet that it is printed on. */
async function receipt({ code, secret, papers }: ReceivedDossier): Promise<Uint8Array> {
  const at = Date.UTC(2026, 10, 24, 2, 10);
  const pdf = await drawForm01(
    {
      ...{ agencyParent: 'Uỷ ban nhân dân xã Mẫu', agencyName: 'Bộ phận Tiếp nhận và Trả kết quả', place: 'Xã Mẫu' },
      ...{ number: `${code.split('-').at(-1)}/TNHS`, code, qrPayload: formatReceiptQr(code, secret), papers, sets: 1 },
      ...{
        applicantName: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
        address: 'Thôn 1, xã Mẫu',
        matter: 'Đăng ký khai sinh',
      },
      ...{ processingTime: '01 ngày làm việc', receivedAt: at, dueAt: at + 86_400_000, officerName: 'Trần Văn Mẫu' },
      ...{ returnPlace: 'Bộ phận TN&TKQ xã Mẫu', demo: true },
    },
    assets,
  );
  return pagePicture(pdf, 1748);
}

const paper = (name: string, pages: number): Paper => ({ name, kind: 'original', pages, copies: 0 });

interface Sheet {
  readonly front: Side;
  readonly back?: Side;
  readonly lie?: Lie;
}

/** Three dossiers: the second behind a separator, the third begun by its receipt alone. */
async function stackOf(
  desk: ScanDesk,
): Promise<{ readonly dossiers: readonly ReceivedDossier[]; readonly sheets: readonly Sheet[] }> {
  const birth = takeIn(desk, [paper('Giấy chứng sinh', 1), paper('Tờ khai đăng ký khai sinh', 2)]);
  const copies = takeIn(desk, [paper('Bảng điểm', 2)]);
  const guardian = takeIn(desk, [paper('Văn bản cử người giám hộ', 1)]);
  const sheets: readonly Sheet[] = [
    { front: await receipt(birth), lie: { askew: 1.2 } },
    { front: await sample(0) },
    { front: await sample(1), back: await sample(2), lie: { askew: -1.7 } },
    { front: await dots(await drawSeparatorSheet({ size: 'A4', demo: true }, assets)) },
    { front: await receipt(copies) },
    { front: await sample(3), back: await sample(4), lie: { askew: 0.6 } },
    { front: await receipt(guardian), lie: { askew: 0.4, upsideDown: true } },
    { front: await sample(5), lie: { askew: 2.2 } },
  ];
  return { dossiers: [birth, copies, guardian], sheets };
}

async function layOut(sheets: readonly Sheet[], folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const { front, back, lie = { askew: 0 } } of sheets)
    for (const side of [front, back]) {
      const file = join(folder, `${files.length + 1}.pgm`);
      await asSeen(side, lie, file);
      files.push(file);
    }
  return files;
}

async function quiet(desk: ScanDesk): Promise<ScanSession> {
  for (;;) {
    const session = desk.sessions.openOf(undefined);
    if (session && session.state !== 'scanning' && session.pages.every(({ state }) => state !== 'processing'))
      return session;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const within = ({ from, to }: ScanSegment, { number }: ScanPage): boolean => number >= from && number <= to;

/** All pages of a segment, blanks and separators left out, as one PDF: for a look at the split. */
async function segmentPdf(desk: ScanDesk, session: ScanSession, segment: ScanSegment): Promise<string> {
  const code = segment.dossier?.code ?? `phan-${segment.from}`;
  const kept = session.pages.filter((page) => within(segment, page) && !page.dropped && page.role !== 'separator');
  const pages = (async function* () {
    for (const { id } of kept) {
      const image = await desk.sessions.image(session.id, id);
      const { width, height } = await sharp(image).metadata();
      yield { image, widthPx: width, heightPx: height, dpi: 300 };
    }
  })();
  await assembleScanPdf(
    pages,
    { title: code, createdAt: session.startedAt },
    createWriteStream(join(into, `${code}.pdf`)),
  );
  return `${code}.pdf`;
}

const COLOURS = ['#5b2c83', '#146c43', '#0b5c8a', '#8a5a00'] as const;
const TILE = { width: 300, height: 424, gap: 24, head: 40 } as const;
const COLUMNS = 8;

/** Every page as it was stored, framed in its dossier's colour; blanks and separators say so. */
async function contactSheet(desk: ScanDesk, session: ScanSession): Promise<void> {
  const rows = Math.ceil(session.pages.length / COLUMNS);
  const cell = { width: TILE.width + TILE.gap, height: TILE.height + TILE.gap + TILE.head };
  const tiles = await Promise.all(
    session.pages.map(async (page, index) => {
      const at = session.segments.findIndex((segment) => within(segment, page));
      const left = TILE.gap + (index % COLUMNS) * cell.width;
      const top = TILE.gap + Math.floor(index / COLUMNS) * cell.height;
      return tile(await desk.sessions.image(session.id, page.id, TILE.width), page, at, left, top);
    }),
  );
  const size = { width: TILE.gap + COLUMNS * cell.width, height: TILE.gap + rows * cell.height };
  const sheet = sharp({ create: { ...size, channels: 3, background: '#efedf3' } });
  await sheet.composite(tiles.flat()).png().toFile(join(into, 'pages.png'));
}

async function tile(image: Buffer, page: ScanPage, at: number, left: number, top: number) {
  const colour = COLOURS[at % COLOURS.length] ?? '#000';
  const what =
    page.role === 'separator' ? ' tờ ngăn' : page.blank ? ' trắng' : page.role === 'cover' ? ' giấy tiếp nhận' : '';
  const label = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${TILE.width}" height="${TILE.head}"><rect width="100%" height="100%" fill="${colour}"/><text x="10" y="27" font-family="sans-serif" font-size="20" fill="#fff">${page.number} · hồ sơ ${at + 1}${what}</text></svg>`,
  );
  const shown = await sharp(image)
    .resize({ width: TILE.width, height: TILE.height, fit: 'contain', background: '#fff' })
    .png()
    .toBuffer();
  return [
    { input: label, left, top },
    { input: shown, left, top: top + TILE.head },
  ];
}

interface Expected {
  readonly session: ScanSession;
  readonly dossiers: readonly ReceivedDossier[];
  readonly sheets: number;
}

/** A split that is not what the stack was would be no evidence. */
function mustHold({ session, dossiers, sheets }: Expected): void {
  const found = session.segments.map(({ dossier }) => dossier?.code ?? '');
  const wanted = dossiers.map(({ code }) => code);
  if (found.join() !== wanted.join()) throw new Error(`split into ${found.join(', ')}, not ${wanted.join(', ')}`);
  if (session.sheets !== sheets || session.pages.length !== 2 * sheets)
    throw new Error(`${session.sheets} sheets and ${session.pages.length} sides of ${sheets} sheets`);
}

const resultOf = (session: ScanSession, documents: readonly unknown[], ms: number) => ({
  source: session.source,
  sheets: session.sheets,
  sides: session.pages.length,
  blanks: session.pages.filter(({ blank }) => blank).map(({ number }) => number),
  code: session.code ?? null,
  msPerSide: Math.round(ms / session.pages.length),
  dossiers: session.segments.map(({ from, to, kept, dossier, by, issues }) => ({
    from,
    to,
    kept,
    code: dossier?.code,
    by,
    issues,
  })),
  pages: session.pages.map(({ number, role, blank, skew, bytes, codes, paper: of }) => ({
    number,
    role,
    blank,
    skew,
    bytes,
    codes,
    paper: of,
  })),
  documents,
});

async function attached(desk: ScanDesk, dossiers: readonly ReceivedDossier[]): Promise<readonly unknown[]> {
  const blobs = createBlobStore(join(desk.folder, 'blobs'), temporaryKeys());
  const rows: unknown[] = [];
  for (const { id, code } of dossiers) {
    await mkdir(join(into, code), { recursive: true });
    for (const [index, { title, pages, bytes, sha256 }] of desk.store.dossiers.documents(id).entries()) {
      await writeFile(join(into, code, `${index + 1}. ${title}.pdf`), await blobs.read(sha256));
      rows.push({ code, title, pages, bytes });
    }
  }
  return rows;
}

async function batch(folder: string): Promise<void> {
  const pages = createPagePipeline({ log: silentLog, workerFile: SEALED_WORKER });
  const first = await openDesk(folder);
  const { dossiers, sheets } = await stackOf(first);
  await first.close();
  const sides = await layOut(sheets, folder);
  const tmp = join(folder, 'tmp');
  await mkdir(tmp, { recursive: true });
  const desk = await openDesk(folder, { scanner: createPnmFeeder(sides, tmp, await writeSaneConfig(folder)), pages });
  const began = performance.now();
  desk.sessions.start({ source: 'duplex' });
  const scanned = await quiet(desk);
  const ms = performance.now() - began;
  mustHold({ session: scanned, dossiers, sheets: sheets.length });
  // As the officer does it: what is marked blank is looked at, and dropped.
  for (const { id, blank, role } of scanned.pages)
    if (blank && role !== 'separator') desk.sessions.setPage(scanned.id, id, { dropped: true });
  const session = desk.sessions.get(scanned.id);
  for (const segment of session.segments) await segmentPdf(desk, session, segment);
  await contactSheet(desk, session);
  await desk.sessions.attach(session.id, actor);
  const result = resultOf(session, await attached(desk, dossiers), ms);
  await writeFile(join(into, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(
    `${result.sheets} sheets, ${result.sides} sides, ${result.blanks.length} blank, ${result.dossiers.length} dossiers`,
  );
  await desk.close();
  await pages.close();
}

const folder = await mkdtemp(join(tmpdir(), 'motcua-batch-'));
await rm(into, { recursive: true, force: true });
await mkdir(into, { recursive: true });
try {
  await batch(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
