/** What the demo leaves: pictures, papers, and what independent tools read in them. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import type { Bitmap } from '../../devices/printer/contract.ts';
import { bitmapToPng } from '../../forms/raster.ts';
import type { Printer } from './props.ts';

const execute = promisify(execFile);

export interface Evidence {
  readonly folder: string;
  file(name: string, bytes: Uint8Array | string): string;
  screenshot(page: Page, name: string): Promise<void>;
}

export function openEvidence(folder: string): Evidence {
  mkdirSync(folder, { recursive: true });
  const file = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return {
    folder,
    file,
    screenshot: async (page, name) => {
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      // A transition of 200 ms at most is allowed; then the picture is what a person sees.
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(folder, name) });
    },
  };
}

/** Every code that zbarimg finds in a picture. */
export async function codesIn(picture: string): Promise<readonly string[]> {
  const { stdout } = await execute('zbarimg', ['--quiet', '--raw', picture]);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Renders page by page with poppler, 300 dpi, and reads each. */
export async function codesInPdf(pdf: string, into: string): Promise<readonly string[]> {
  await execute('pdftoppm', ['-r', '300', '-png', pdf, into]);
  const { stdout } = await execute('sh', ['-c', 'zbarimg --quiet --raw "$0"-*.png && rm -f "$0"-*.png', into]);
  return [...new Set(stdout.split('\n').filter((line) => line !== ''))];
}

export async function textOfPdf(pdf: string): Promise<string> {
  return (await execute('pdftotext', ['-layout', pdf, '-'])).stdout;
}

export async function pagesOfPdf(pdf: string): Promise<number> {
  return Number(/^Pages:\s+(\d+)/m.exec((await execute('pdfinfo', [pdf])).stdout)?.[1]);
}

/** The papers that came out and were cut off so far, as the printer's bytes decode. */
export const slipsOf = ({ interpreter }: Printer): readonly Bitmap[] =>
  interpreter
    .slips()
    .filter(({ cut }) => cut)
    .map(({ bitmap }) => bitmap);

export const pictureOf = (bitmap: Bitmap): Uint8Array => bitmapToPng(bitmap);
