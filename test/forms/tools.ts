/** Judges of printed paper that are not ours: poppler's tools and zbar read what the forms drew. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Bitmap, bitmapToPng } from '../../forms/raster.ts';

export const assetsDir = join(import.meta.dirname, '..', '..', 'assets');

function withFile<T>(name: string, bytes: Uint8Array, use: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'forms-test-'));
  try {
    writeFileSync(join(folder, name), bytes);
    return use(join(folder, name), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** The text of each page as a reader copies it out. */
export function textOfPages(pdf: Uint8Array): readonly string[] {
  const text = withFile('a.pdf', pdf, (path) => run('pdftotext', '-layout', path, '-'));
  return text.split('\f').slice(0, -1);
}

/** All text with every run of blanks made one, so that line breaks do not matter. */
export const flatText = (pdf: Uint8Array): string => textOfPages(pdf).join(' ').replace(/\s+/gu, ' ');

export const pdfInfo = (pdf: Uint8Array): string => withFile('a.pdf', pdf, (path) => run('pdfinfo', path));
export const pdfFonts = (pdf: Uint8Array): string => withFile('a.pdf', pdf, (path) => run('pdffonts', path));

/** What zbar reads on each page drawn by poppler at `dpi`. */
export function codesOfPages(pdf: Uint8Array, dpi: number): readonly (readonly string[])[] {
  return withFile('a.pdf', pdf, (path, folder) => {
    run('pdftoppm', '-gray', '-r', String(dpi), path, join(folder, 'page'));
    const pages = readdirSync(folder).filter((name) => name.endsWith('.pgm'));
    return pages.sort().map((name) => readCodes(join(folder, name)));
  });
}

/** What zbar reads of the first page after it was turned, on white. */
export async function codesOfTurned(pdf: Uint8Array, dpi: number, degrees: number): Promise<readonly string[]> {
  const png = withFile('a.pdf', pdf, (path, folder) => {
    run('pdftoppm', '-gray', '-png', '-singlefile', '-r', String(dpi), path, join(folder, 'page'));
    return readFileSync(join(folder, 'page.png'));
  });
  const turned = await sharp(png).rotate(degrees, { background: '#fff' }).png().toBuffer();
  return withFile('a.png', turned, readCodes);
}

/** What zbar reads in the dots, on paper with bare edges as wide as a real roll's. */
export function codesOfBitmap(bitmap: Bitmap): readonly string[] {
  return withFile('a.png', bitmapToPng(withBareEdges(bitmap)), readCodes);
}

/** zbar ends with status 4 when it finds nothing. */
function readCodes(path: string): readonly string[] {
  try {
    return run('zbarimg', '-q', path).trim().split('\n').sort();
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 4) return [];
    throw error;
  }
}

/** 80-mm paper has 4 mm (32 dots) on either side that the head cannot reach. */
function withBareEdges({ width, height, data }: Bitmap): Bitmap {
  const [stride, wide] = [Math.ceil(width / 8), Math.ceil(width / 8) + 8];
  const padded = new Uint8Array(wide * height);
  for (let y = 0; y < height; y += 1) padded.set(data.subarray(y * stride, (y + 1) * stride), y * wide + 4);
  return { width: wide * 8, height, data: padded };
}

export const isBlack = ({ width, data }: Bitmap, x: number, y: number): boolean =>
  ((data[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

/** Lengths of the black and white runs of a row, from its first black dot to its last. */
export function runsInRow(bitmap: Bitmap, y: number, from = 0, to = bitmap.width): readonly number[] {
  const dots = Array.from({ length: to - from }, (_, i) => (isBlack(bitmap, from + i, y) ? '1' : '0')).join('');
  return (dots.replace(/^0+|0+$/g, '').match(/1+|0+/g) ?? []).map((dotRun) => dotRun.length);
}

/** Down one column, from the first black dot to the last. */
export function runsInColumn(
  bitmap: Bitmap,
  x: number,
): readonly { readonly black: boolean; readonly length: number }[] {
  const runs: { black: boolean; length: number }[] = [];
  for (let y = 0; y < bitmap.height; y += 1) {
    const black = isBlack(bitmap, x, y);
    const last = runs.at(-1);
    if (last?.black === black) last.length += 1;
    else runs.push({ black, length: 1 });
  }
  return runs;
}

export const rowIsBlank = (bitmap: Bitmap, y: number): boolean => runsInRow(bitmap, y).length === 0;
