/** Form 01 against pdfkit alone, which is told where every word stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'fontkit';
import PDFDocument from 'pdfkit';
import { drawForm01 } from '../../forms/form01.ts';
import { form01 } from '../../test/forms/samples.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, inTurn, median, timeEachAsync } from './figures.ts';
import { type DrawingStep, recordDrawing } from './recorded-drawing.ts';

const ASSETS = join(TREE, 'assets');
const FONT_FILES = {
  serif: 'Tinos_400Regular.ttf',
  serifBold: 'Tinos_700Bold.ttf',
  serifItalic: 'Tinos_400Regular_Italic.ttf',
} as const;
const FORMS = 7;

export async function formFigures(): Promise<readonly Figure[]> {
  const steps = await recordDrawing(() => drawForm01(form01, ASSETS));
  const fonts = openedFonts();
  const p50 = async (draw: () => Promise<unknown>) => median(await timeEachAsync(FORMS, draw));
  const rounds = await inTurn({
    ours: () => p50(() => drawForm01(form01, ASSETS)),
    kept: () => p50(() => replay(steps, fonts)),
    opened: () => p50(() => replay(steps, fontPaths())),
  });
  const note =
    'p50 of form 01, both copies: words measured, wrapped and set | pdfkit alone, told where each word, bar and module stands';
  return [
    figure(
      { name: 'receipt.pdf', unit: 'ms', note: `${note}, fonts kept open` },
      rounds.map(({ ours, kept }) => ({ ours, reference: kept })),
    ),
    figure(
      { name: 'receipt.pdf.fonts-opened', unit: 'ms', note: `${note}, fonts opened for each document` },
      rounds.map(({ ours, opened }) => ({ ours, reference: opened })),
    ),
  ];
}

type Fonts = Readonly<Record<string, string>>;

const pathOf = (file: string): string => join(ASSETS, 'fonts', file);
const fontPaths = (): Fonts =>
  Object.fromEntries(Object.entries(FONT_FILES).map(([name, file]) => [name, pathOf(file)]));
/** pdfkit takes opened fonts, its types only know of files. */
const openedFonts = (): Fonts =>
  Object.fromEntries(
    Object.entries(FONT_FILES).map(([name, file]) => [name, create(readFileSync(pathOf(file))) as unknown as string]),
  );

function replay(steps: readonly DrawingStep[], fonts: Fonts): Promise<number> {
  const doc = new PDFDocument({ autoFirstPage: false, size: 'A5', margin: 0, font: '' });
  for (const [name, font] of Object.entries(fonts)) doc.registerFont(name, font);
  for (const step of steps) drawStep(doc, step);
  return new Promise((resolve, reject) => {
    let bytes = 0;
    doc.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    doc.once('end', () => resolve(bytes));
    doc.once('error', reject);
    doc.end();
  });
}

function drawStep(doc: PDFKit.PDFDocument, step: DrawingStep): void {
  switch (step.do) {
    case 'page':
      doc.addPage();
      break;
    case 'text':
      doc
        .font(step.font)
        .fontSize(step.size)
        .text(step.text, step.x, step.y, { lineBreak: false, baseline: 'alphabetic' });
      break;
    case 'rect':
      doc.rect(step.x, step.y, step.width, step.height);
      break;
    case 'fill':
      doc.fill('#000');
      break;
  }
}
