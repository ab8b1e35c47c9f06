/** Codes read on pages that we damaged ourselves: right values of the pages that carry one, beside what others read of the same pages. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCodes } from '../../devices/document-scanner/pages/codes/read-codes.ts';
import { readWithLibrary } from '../../devices/document-scanner/pages/codes/zxing-library.ts';
import { readWithWasm } from '../../devices/document-scanner/pages/codes/zxing-wasm.ts';
import { TREE } from '../paths.ts';
import { capture } from '../run.ts';
import type { Figure } from './figures.ts';
import { type MadePage, makePage } from './pages-made.ts';

const PAGES = 400;
/** `MOTCUA_BENCH_PAGES=48` for a quick look. */
const pageCount = (): number => Math.min(PAGES, Number(process.env['MOTCUA_BENCH_PAGES'] ?? PAGES) || PAGES);

type Reader = 'ours' | 'zxing-wasm' | 'zxing-library' | 'zbarimg';
type Read = { readonly right: boolean; readonly wrong: boolean };
interface PageRead {
  readonly page: MadePage;
  readonly by: Readonly<Record<Reader, Read>>;
}

export async function recallFigures(folder: string): Promise<readonly Figure[]> {
  // All are made before the reader is loaded: it shuts this process's door on the formats that we draw with.
  const pages: MadePage[] = [];
  for (let number = 0; number < pageCount(); number += 1) pages.push(await makePage(number, join(TREE, 'assets')));
  const { readImage } = await import('../../devices/document-scanner/pages/read-image.ts');
  const reads: PageRead[] = [];
  for (const page of pages) reads.push(await readOne(page, folder, readImage));
  const easy = reads.filter(({ page }) => page.damage !== 'hard');
  const hard = reads.filter(({ page }) => page.damage === 'hard');
  return [figureOf('barcode.recall', easy), figureOf('barcode.recall.hard', hard), wrongOf(reads)];
}

type ReadImage = typeof import('../../devices/document-scanner/pages/read-image.ts').readImage;

async function readOne(page: MadePage, folder: string, readImage: ReadImage): Promise<PageRead> {
  const file = join(folder, 'recall.jpg');
  await writeFile(file, page.jpeg);
  const { gray, dpi } = await readImage(Buffer.from(page.jpeg), page.dpi);
  const judged = (texts: readonly string[]): Read => ({
    right: texts.includes(page.text),
    wrong: texts.some((text) => text !== page.text),
  });
  const second = readWithLibrary(gray, page.kind);
  const by = {
    ours: judged((await readCodes(gray, dpi)).map(({ text }) => text)),
    'zxing-wasm': judged((await readWithWasm(gray)).map(({ text }) => text)),
    'zxing-library': judged(second ? [second.text] : []),
    zbarimg: judged(await readWithZbar(file)),
  };
  return { page: { ...page, jpeg: Buffer.alloc(0) }, by };
}

/** Only the two symbologies, as for everybody else; nothing found is its exit code 4. */
const readWithZbar = (file: string): Promise<readonly string[]> =>
  capture('zbarimg', ['-q', '--raw', '-Sdisable', '-Scode128.enable', '-Sqrcode.enable', file]).then(
    (said) => said.split('\n').filter((line) => line !== ''),
    () => [],
  );

const shareOf = (reads: readonly PageRead[], reader: Reader): number =>
  Number((reads.filter(({ by }) => by[reader].right).length / Math.max(1, reads.length)).toFixed(3));

function figureOf(name: string, reads: readonly PageRead[]): Figure {
  const [ours, reference] = [shareOf(reads, 'ours'), shareOf(reads, 'zxing-wasm')];
  const others = (['zxing-library', 'zbarimg'] as const).map((reader) => `${reader} ${shareOf(reads, reader)}`);
  const kinds = (['code-128', 'qr'] as const).map((kind) => {
    const those = reads.filter(({ page }) => page.kind === kind);
    return `${kind} ${shareOf(those, 'ours')} of ${those.length}`;
  });
  return {
    name,
    ours,
    reference,
    unit: 'of pages',
    ratio: Number((ours / Math.max(reference, 0.001)).toPrecision(3)),
    note: `right codes of ${reads.length} pages (${kinds.join(', ')}) | zxing-wasm alone; ${others.join(', ')}`,
  };
}

function wrongOf(reads: readonly PageRead[]): Figure {
  const count = (reader: Reader) => reads.filter(({ by }) => by[reader].wrong).length;
  const [ours, reference] = [count('ours'), count('zxing-wasm')];
  const note = `pages with a value that is not theirs, of ${reads.length} | zxing-wasm alone, any value; zxing-library ${count('zxing-library')}, zbarimg ${count('zbarimg')}`;
  return { name: 'barcode.wrong', ours, reference, unit: 'pages', ratio: ours / Math.max(1, reference), note };
}
