import PDFDocument from 'pdfkit';
import type { FontName, FormFonts } from './fonts.ts';

export type Doc = PDFKit.PDFDocument;

export interface DocumentOptions {
  readonly title: string;
  /** Page size in points. */
  readonly size: readonly [number, number];
  readonly fonts: FormFonts;
  /** Stamped into the file (epoch ms). Given, not read from a clock: the same value printed twice is the same file. */
  readonly createdAt: number;
}

/** An empty document with the title shown by viewers, Vietnamese as its language, and no page yet. */
export function newDocument(options: DocumentOptions): Doc {
  return new PDFDocument({
    autoFirstPage: false,
    size: [...options.size],
    margin: 0,
    // No default font: the same font opened under two names makes pdfkit compare the name tables at every change of font.
    font: '',
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: options.title, Creator: 'motcua', Producer: 'motcua', CreationDate: new Date(options.createdAt) },
  });
}

/** pdfkit takes an opened font, its type declarations only know of files. */
export function fontSource(fonts: FormFonts, name: FontName): string {
  return fonts[name] as unknown as string;
}

/** Ends the document and gathers its bytes. */
export function finish(doc: Doc): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.once('end', () => resolve(Buffer.concat(chunks)));
    doc.once('error', reject);
    doc.end();
  });
}
