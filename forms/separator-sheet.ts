/** The sheet laid between two dossiers in the feeder (tờ ngăn hồ sơ): where its code is read, the next dossier begins. */
import { formatSeparator } from '../domain/page-code.ts';
import { code128, drawBars, drawQr, qrCode } from './barcodes.ts';
import { type Doc, finish, newDocument } from './document.ts';
import { centred } from './flow.ts';
import { openFonts } from './fonts.ts';
import { measured, newPen, type Pen, type Run } from './text.ts';

export interface SeparatorSheetInput {
  readonly size: 'A4' | 'A5';
  readonly demo: boolean;
}

/** Points; A5 is the same drawing made smaller. */
const a4 = { width: 595.28, height: 841.89 } as const;
const SHRINK = { A4: 1, A5: 419.53 / a4.width } as const;

/** On A5 still 0.75 mm a module of the bars and 1.7 mm of the QR: any scanner at 200 dpi reads them, askew or upside down. */
const BAR_MODULE = 3;
const QR_MODULE = 7;

export async function drawSeparatorSheet({ size, demo }: SeparatorSheetInput, assetsDir: string): Promise<Uint8Array> {
  const fonts = await openFonts(assetsDir);
  const scale = SHRINK[size];
  const doc = newDocument({
    title: 'Tờ ngăn hồ sơ',
    size: [a4.width * scale, a4.height * scale],
    fonts,
    createdAt: 0,
  });
  doc.addPage();
  doc.scale(scale);
  const pen = newPen(doc, fonts);
  drawTab(doc);
  drawCodes(doc, 84);
  drawWords(pen, demo);
  drawCodes(doc, 590);
  return finish(doc);
}

/** A dark strip at the edge: the sheet is found in a stack without leafing through it. */
function drawTab(doc: Doc): void {
  doc.rect(a4.width - 40, 110, 22, 130).fill('#000');
}

/** Both kinds of code, twice a sheet: a fold or a stamp spoils one place, not the other. */
function drawCodes(doc: Doc, y: number): void {
  const text = formatSeparator();
  const qr = qrCode(text);
  const bars = code128(text);
  const side = qr.size * QR_MODULE;
  const width = side + 60 + bars.modules * BAR_MODULE;
  const x = (a4.width - width) / 2;
  drawQr(doc, qr, { x, y, module: QR_MODULE });
  drawBars(doc, bars, { x: x + side + 60, y: y + (side - 96) / 2, height: 96, module: BAR_MODULE });
}

const bold = (text: string, size: number): Run => ({ text, size, font: 'serifBold' });
const plain = (text: string, size: number): Run => ({ text, size, font: 'serif' });
const italic = (text: string, size: number): Run => ({ text, size, font: 'serifItalic' });

function drawWords(pen: Pen, demo: boolean): void {
  const column = { left: 50, width: a4.width - 100 };
  const title = centred(pen, [measured(pen, [bold('TỜ NGĂN HỒ SƠ', 54)])], { ...column, top: 300, leading: 74 });
  const advice = [
    plain('Đặt tờ này trước giấy tờ của mỗi hồ sơ, mặt có mã cùng chiều với giấy,', 17),
    plain('rồi xếp cả xấp vào khay nạp. Máy thấy tờ này thì bắt đầu hồ sơ mới.', 17),
    italic('Tờ này không vào hồ sơ nào và dùng lại được nhiều lần.', 17),
  ];
  const end = centred(
    pen,
    advice.map((run) => measured(pen, [run])),
    { ...column, top: title + 14, leading: 28 },
  );
  if (demo) centred(pen, [measured(pen, [italic('dữ liệu mẫu', 13)])], { ...column, top: end + 10, leading: 20 });
}
