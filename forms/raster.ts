/** A PDF page as the dots of a thermal head: one bit a dot, thresholded, never dithered. */
import { crc32, deflateSync } from 'node:zlib';

/**
 * Loaded with the first page and not with the program, which starts a quarter of a second sooner for it (`warmForms`
 * then loads it at once). Importing the worker's module makes it known to pdf.js, which parses in this thread: nothing
 * is fetched.
 */
async function openPdfjs() {
  const [pdfjs] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs'),
  ]);
  return pdfjs;
}

/** Rows of `ceil(width / 8)` bytes, most significant bit leftmost, 1 = black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Luma below which a dot burns. Above the middle: thin strokes of small Vietnamese marks stay whole. */
const threshold = 160;
/** 80-mm paper at 8 dots a mm is 576 wide; a page that comes out longer than this is no slip. */
const tallest = 20_000;

/**
 * Rasterises one page so that its width is `dotWidth` dots; the height follows.
 *
 * @param pageNumber from 1
 * @throws RangeError when the page would be taller than 20,000 dots
 * @throws an error of pdf.js when the bytes are not a PDF or the page does not exist
 */
export async function rasterPage(pdf: Uint8Array, dotWidth: number, pageNumber = 1): Promise<Bitmap> {
  return onCanvas(pdf, dotWidth, pageNumber, ({ context }, height) =>
    toBitmap(context.getImageData(0, 0, dotWidth, height).data, dotWidth, height),
  );
}

/** One page as a smooth picture for a screen, `width` px wide; errors as `rasterPage`. */
export async function pagePicture(pdf: Uint8Array, width: number, pageNumber = 1): Promise<Uint8Array> {
  return onCanvas(pdf, width, pageNumber, ({ canvas }) => canvas.toBuffer('image/png'));
}

async function onCanvas<Result>(
  pdf: Uint8Array,
  width: number,
  pageNumber: number,
  take: (drawn: Drawn, height: number) => Result,
): Promise<Result> {
  // pdf.js takes its input over and empties it: give it a copy, the caller still archives and prints the bytes.
  const pdfjs = await openPdfjs();
  const task = pdfjs.getDocument({
    data: Uint8Array.from(pdf),
    verbosity: 0,
    isEvalSupported: false,
    useSystemFonts: false,
  });
  try {
    const document = await task.promise;
    const page = await document.getPage(pageNumber);
    const unscaled = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: width / unscaled.width });
    const height = Math.round(viewport.height);
    if (height > tallest) throw new RangeError(`page is ${height} dots tall`);
    // The canvas comes from pdf.js, whose glyph paths only its own copy of the canvas library accepts.
    const drawn = (document.canvasFactory as CanvasFactory).create(width, height);
    await page.render({ canvas: drawn.canvas, viewport, background: '#fff' }).promise;
    return take(drawn, height);
  } finally {
    await task.destroy();
  }
}

/** The canvas is the library's, which also writes files; pdf.js types it as a browser's. */
interface Drawn {
  readonly canvas: HTMLCanvasElement & { toBuffer(type: 'image/png'): Uint8Array };
  readonly context: CanvasRenderingContext2D;
}

/** pdf.js types its factory as a bare object. */
interface CanvasFactory {
  create(width: number, height: number): Drawn;
}

function toBitmap(pixels: Uint8ClampedArray, width: number, height: number): Bitmap {
  const stride = Math.ceil(width / 8);
  const data = new Uint8Array(stride * height);
  // Most of a slip is bare paper: whole white pixels are passed over four bytes at a time.
  const whole = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  for (let dot = whole.findIndex(isInked); dot !== -1 && dot < whole.length; dot += 1) {
    if (whole[dot] === WHITE || luma(pixels, dot * 4) >= threshold) continue;
    const x = dot % width;
    const at = ((dot - x) / width) * stride + (x >> 3);
    data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
  }
  return { width, height, data };
}

const WHITE = 0xffff_ffff;
const isInked = (pixel: number): boolean => pixel !== WHITE;

function luma(pixels: Uint8ClampedArray, at: number): number {
  return ((pixels[at] ?? 0) * 77 + (pixels[at + 1] ?? 0) * 151 + (pixels[at + 2] ?? 0) * 28) >> 8;
}

/** The bitmap as a 1-bit PNG, black on white: for previews, tests and the virtual printer. */
export function bitmapToPng(bitmap: Bitmap): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(bitmap.width, 0);
  header.writeUInt32BE(bitmap.height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(pngRows(bitmap));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

/** Each row behind a filter byte 0; PNG's 1-bit grey has 0 = black, so the bits turn over. */
function pngRows({ width, height, data }: Bitmap): Buffer {
  const stride = Math.ceil(width / 8);
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let i = 0; i < stride; i += 1) rows[y * (stride + 1) + 1 + i] = ~(data[y * stride + i] ?? 0) & 0xff;
  }
  return rows;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
