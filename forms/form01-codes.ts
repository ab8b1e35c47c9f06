/** The codes of form 01: bars and QR side by side, the same in figures under the bars. */
import { formatSecret } from '../domain/receipt-qr.ts';
import { type BarSymbol, code128, drawBars, drawQr, fitsCode128, type QrSymbol, qrCode } from './barcodes.ts';
import { centred } from './flow.ts';
import { bold, frame, italic, mm, plain } from './form01-sheet.ts';
import type { Form01Values } from './input.ts';
import { drawLine, measured, type Pen, runWidth, wrap } from './text.ts';

/** 4 dots of a 300-dpi printer: ≥ 0.33 mm, so that a flatbed scan at 200 dpi still reads it. */
const barModule = (4 / 300) * 72;
/** Where a foreign code is too long for that; hand readers still take it, page scans need the QR. */
const narrowBarModule = (3 / 300) * 72;
const barHeight = 10 * mm;
const qrModule = (9 / 300) * 72;
const qrLargest = 24 * mm;

/** Both symbols of a dossier, made once for its two copies. */
export interface CodeSymbols {
  readonly bars: BarSymbol | undefined;
  readonly qr: QrSymbol;
}

export function codeSymbols(values: Form01Values): CodeSymbols {
  return { bars: fitsCode128(values.code) ? code128(values.code) : undefined, qr: qrCode(values.qrPayload) };
}

/** Where the codes will stand, for a look at a draft: nothing that a reader could take for a dossier. */
export function drawCodePlaces(pen: Pen, y: number): number {
  const side = 25 * qrModule;
  const qrLeft = frame.left + frame.width - side;
  drawPlace(pen, { left: frame.left, top: y, width: 82.6 * mm, height: barHeight }, 'Mã vạch in khi tiếp nhận');
  drawPlace(pen, { left: qrLeft, top: y, width: side, height: side }, 'Mã QR');
  const later = measured(pen, [plain('Mã hồ sơ: '), italic('cấp khi tiếp nhận')]);
  drawLine(pen, later, frame.left, y + barHeight + 13.2);
  return y + side;
}

function drawPlace(pen: Pen, box: PlaceBox, label: string): void {
  pen.doc.lineWidth(0.5).dash(2, { space: 2 }).rect(box.left, box.top, box.width, box.height).stroke('#000').undash();
  const middle = box.top + box.height / 2 - 6;
  centred(pen, [measured(pen, [italic(label, 9.25)])], { left: box.left, width: box.width, top: middle, leading: 12 });
}

interface PlaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Bars and QR side by side, the codes in figures under the bars; answers the y below both. */
export function drawCodes(pen: Pen, values: Form01Values, symbols: CodeSymbols, y: number): number {
  const { bars } = symbols;
  const qrEnd = drawLookupQr(pen, symbols.qr, y);
  const module = bars && fittingModule(bars, qrEnd.left - frame.left);
  if (bars && module) drawBars(pen.doc, bars, { x: frame.left, y, height: barHeight, module });
  const textTop = bars && module ? y + barHeight + 3 : y;
  return Math.max(drawCodeLines(pen, values, { top: textTop, width: qrEnd.left - frame.left }), qrEnd.bottom);
}

/** The quiet zone beside the bars is ten modules; a code too long even for the narrow module is left to the QR. */
function fittingModule(bars: BarSymbol, width: number): number | undefined {
  return [barModule, narrowBarModule].find((module) => (bars.modules + 10) * module <= width);
}

function drawLookupQr(pen: Pen, symbol: QrSymbol, y: number): { left: number; bottom: number } {
  const module = Math.max(Math.min(qrModule, qrLargest / symbol.size), 0.5 * mm);
  const side = symbol.size * module;
  const left = frame.left + frame.width - side;
  drawQr(pen.doc, symbol, { x: left, y, module });
  return { left, bottom: y + side };
}

function drawCodeLines(pen: Pen, values: Form01Values, box: { top: number; width: number }): number {
  const labels = values.lookupSecret ? ['Mã hồ sơ:', 'Mã tra cứu:'] : ['Mã hồ sơ:'];
  const indent = Math.max(...labels.map((label) => runWidth(pen, plain(label)))) + 3 * mm;
  const codeLines = wrap(pen, [bold(values.code, 13)], box.width - indent - 4 * mm);
  drawLine(pen, measured(pen, [plain('Mã hồ sơ:')]), frame.left, box.top + 10.2);
  codeLines.forEach((line, index) => {
    drawLine(pen, line, frame.left + indent, box.top + 10.2 + index * 15);
  });
  const below = box.top + 13.4 + (codeLines.length - 1) * 15;
  if (!values.lookupSecret) return below;
  drawLine(pen, measured(pen, [plain('Mã tra cứu:')]), frame.left, below + 10.2);
  drawLine(pen, measured(pen, [bold(formatSecret(values.lookupSecret))]), frame.left + indent, below + 10.2);
  return below + 13.4;
}
