import bwipjs from 'bwip-js/node';

/** A Code 128 symbol without its quiet zones: widths in modules, bar first, then space, bar, …; ends with a bar. */
export interface BarSymbol {
  readonly widths: readonly number[];
  readonly modules: number;
}

/** A QR symbol without its quiet zone, row by row. */
export interface QrSymbol {
  readonly size: number;
  isDark(column: number, row: number): boolean;
}

/** Code 128, sets chosen for the shortest symbol. Throws for text outside Latin-1, which Code 128 cannot carry. */
export function code128(text: string): BarSymbol {
  const [symbol] = bwipjs.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) throw new Error('no Code 128 symbol came back');
  const widths = symbol.sbs;
  return { widths, modules: widths.reduce((sum, width) => sum + width, 0) };
}

/** Whether Code 128 can carry the text: printable ASCII only, since hand readers disagree about the rest. */
export function fitsCode128(text: string): boolean {
  return /^[\x20-\x7e]{1,64}$/.test(text);
}

/** QR, error correction M (15 %), version as small as fits. */
export function qrCode(text: string): QrSymbol {
  const [symbol] = bwipjs.raw('qrcode', utf8AsLatin1(text), 'eclevel=M');
  if (!symbol || !('pixs' in symbol)) throw new Error('no QR symbol came back');
  const { pixs, pixx: size } = symbol;
  return { size, isDark: (column, row) => pixs[row * size + column] === 1 };
}

/** bwip-js takes one character a byte; UTF-8 bytes in Latin-1 clothes keep Vietnamese payloads whole. */
function utf8AsLatin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

interface Canvas {
  rect(x: number, y: number, width: number, height: number): unknown;
  fill(colour: string): unknown;
}

/** Draws the bars as one vector path; `module` is the width of one module in the units of the page. */
export function drawBars(doc: Canvas, symbol: BarSymbol, at: Box & { readonly module: number }): void {
  let x = at.x;
  symbol.widths.forEach((width, index) => {
    if (index % 2 === 0) doc.rect(x, at.y, width * at.module, at.height);
    x += width * at.module;
  });
  doc.fill('#000');
}

/** The same a quarter turn on: it reads from the top down, and `height` lies across. */
export function drawLadder(doc: Canvas, symbol: BarSymbol, at: Box & { readonly module: number }): void {
  let y = at.y;
  symbol.widths.forEach((width, index) => {
    if (index % 2 === 0) doc.rect(at.x, y, at.height, width * at.module);
    y += width * at.module;
  });
  doc.fill('#000');
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Draws the QR as one vector path, each run of dark modules in a row one rectangle, so that no seams show. */
export function drawQr(doc: Canvas, symbol: QrSymbol, at: { x: number; y: number; module: number }): void {
  for (let row = 0; row < symbol.size; row += 1) {
    for (const [start, length] of darkRuns(symbol, row)) {
      doc.rect(at.x + start * at.module, at.y + row * at.module, length * at.module, at.module);
    }
  }
  doc.fill('#000');
}

function* darkRuns(symbol: QrSymbol, row: number): Generator<readonly [number, number]> {
  let start = 0;
  for (let column = 0; column <= symbol.size; column += 1) {
    if (column < symbol.size && symbol.isDark(column, row)) continue;
    if (column > start) yield [start, column - start];
    start = column + 1;
  }
}
