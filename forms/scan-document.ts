/** Scanned page images put together into one PDF, a page at a time: memory stays that of one page, whatever the batch. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';

/** One scanned side. The image is JPEG or PNG and is embedded as it is, never recompressed. */
export interface ScanPage {
  readonly image: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Dots an inch it was scanned at: makes the page its real size. */
  readonly dpi: number;
  /** Degrees clockwise by which a reader is to show it turned; the image itself stays as it is. */
  readonly turn?: 0 | 90 | 180 | 270;
}

export interface ScanDocumentOptions {
  readonly title: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** PDF's own limit on a page's side, in points. */
const longestSide = 14_400;

/**
 * Writes a PDF of the pages to `out`, in their order, and ends `out`. The next page is asked for only after `out` has
 * taken the one before. Answers the number of pages written.
 *
 * @throws RangeError for a page of impossible size, TypeError for an image that is neither JPEG nor PNG, and whatever
 *   `pages` or `out` throw; `out` is then destroyed, so that no half document passes for a whole one
 */
export async function assembleScanPdf(
  pages: AsyncIterable<ScanPage> | Iterable<ScanPage>,
  options: ScanDocumentOptions,
  out: Writable,
): Promise<number> {
  const doc = startDocument(options);
  const written = finished(out);
  // Read below; until then a failure of the sink must not count as unhandled.
  written.catch(() => undefined);
  doc.pipe(out);
  try {
    const count = await addPages(doc, pages, out);
    doc.end();
    await written;
    return count;
  } catch (error) {
    doc.unpipe(out);
    out.destroy();
    throw error;
  }
}

function startDocument({ title, createdAt }: ScanDocumentOptions): PDFKit.PDFDocument {
  return new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    font: '',
    lang: 'vi',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: title.normalize('NFC'), Creator: 'motcua', Producer: 'motcua', CreationDate: new Date(createdAt) },
  });
}

async function addPages(doc: PDFKit.PDFDocument, pages: AsyncIterable<ScanPage> | Iterable<ScanPage>, out: Writable) {
  let count = 0;
  for await (const page of pages) {
    addPage(doc, page);
    await taken(out);
    count += 1;
  }
  return count;
}

function addPage(doc: PDFKit.PDFDocument, page: ScanPage): void {
  if (!isJpeg(page.image) && !isPng(page.image)) throw new TypeError('a scanned page is neither JPEG nor PNG');
  const width = (page.widthPx / page.dpi) * 72;
  const height = (page.heightPx / page.dpi) * 72;
  const possible = (side: number) => side > 0 && side <= longestSide;
  if (!possible(width) || !possible(height)) throw new RangeError(`a page of ${width} × ${height} points`);
  doc.addPage({ size: [width, height], margin: 0 });
  if (page.turn) Object.assign(doc.page.dictionary.data, { Rotate: page.turn });
  doc.image(Buffer.from(page.image), 0, 0, { width, height });
}

/** Waits while the sink is full; a sink that fails rejects. */
async function taken(out: Writable): Promise<void> {
  await new Promise(setImmediate);
  while (out.writableNeedDrain) await once(out, 'drain');
  if (out.destroyed) throw out.errored ?? new Error('the sink of the document was closed');
}

const isJpeg = (image: Uint8Array): boolean => image[0] === 0xff && image[1] === 0xd8;
const isPng = (image: Uint8Array): boolean => image[0] === 0x89 && image[1] === 0x50;
