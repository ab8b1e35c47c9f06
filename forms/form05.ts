/** Mẫu số 05: PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ, A5 portrait: a row a hand-over, and empty ones to be signed by hand. */
import { clock, shortDate, timeAndDate } from './dates.ts';
import { finish, newDocument } from './document.ts';
import { centred, Flow } from './flow.ts';
import { openFonts } from './fonts.ts';
import { bold, frame, italic, mm, page, plain, tailBaseline, top } from './form01-sheet.ts';
import { type Form05Input, type Form05Row, type Form05Values, form05InputSchema } from './input.ts';
import { drawLetterhead } from './letterhead.ts';
import { drawLine, type Line, measured, newPen, type Pen, type Run, wrap } from './text.ts';

const leading = 13.4;
const small = 9;
const smallLeading = 11.2;
const pad = 1.4 * mm;
/** Room for a signature by hand. */
const signing = 8.5 * mm;
const COLUMNS = [
  { width: 34 * mm, title: 'Cơ quan, bộ phận giao, nhận' },
  { width: 50 * mm, title: 'Thời gian và chữ ký giao, nhận' },
  { width: 17 * mm, title: 'Kết quả' },
  { width: 19 * mm, title: 'Ghi chú' },
] as const;

const RESULT = { early: 'Trước hạn', 'on-time': 'Đúng hạn', late: 'Quá hạn' } as const;

/**
 * Form 05 as a PDF, on as many A5 pages as its rows need. The same input gives the same bytes.
 *
 * @param assetsDir the program's `assets` folder, which holds `fonts/`
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawForm05(input: Form05Input, assetsDir: string): Promise<Uint8Array> {
  const values = form05InputSchema.parse(input);
  const fonts = await openFonts(assetsDir);
  const title = `Phiếu kiểm soát quá trình giải quyết hồ sơ ${values.code}`;
  const doc = newDocument({ title, size: [page.width, page.height], fonts, createdAt: values.printedAt });
  const pen = newPen(doc, fonts);
  openPage(pen, values);
  let pageNumber = 1;
  const flow = new Flow(pen, frame, drawHead(pen, values), () => {
    pageNumber += 1;
    openPage(pen, values);
    return drawTableHead(pen, drawRunningHead(pen, values, pageNumber));
  });
  drawAbout(flow, values);
  drawTable(flow, values);
  return finish(doc);
}

function openPage(pen: Pen, values: Form05Values): void {
  pen.doc.addPage();
  drawLine(pen, measured(pen, [italic('Mẫu số 05.', 7.75)]), frame.left, tailBaseline);
  if (!values.demo) return;
  const mark = measured(pen, [italic('Bản in thử, dữ liệu mẫu', 7.75)]);
  drawLine(pen, mark, frame.left + frame.width - mark.width, tailBaseline);
}

function drawHead(pen: Pen, values: Form05Values): number {
  const y = drawLetterhead(pen, { ...values, number: '', at: values.printedAt });
  const title = ['PHIẾU KIỂM SOÁT', 'QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ'].map((text) => measured(pen, [bold(text, 13)]));
  return centred(pen, title, { ...frame, top: y + 8, leading: 16 }) + 6;
}

function drawRunningHead(pen: Pen, { code }: Form05Values, pageNumber: number): number {
  const numberEnd = centred(pen, [measured(pen, [plain(String(pageNumber), 9.25)])], { ...frame, top, leading: 12 });
  const whose = measured(pen, [italic(`(tiếp theo), mã hồ sơ ${code}`, 9.25)]);
  return centred(pen, [whose], { ...frame, top: numberEnd, leading: 12 }) + 5;
}

function drawAbout(flow: Flow, values: Form05Values): void {
  const lines: readonly (readonly Run[])[] = [
    [plain('Mã hồ sơ: '), bold(values.code)],
    [plain(`Nội dung giải quyết: ${values.matter}`)],
    [plain(`Tiếp nhận: ${timeAndDate(values.receivedAt)}`)],
    [plain('Hẹn trả kết quả: '), bold(timeAndDate(values.dueAt))],
  ];
  for (const runs of lines) flow.paragraph(runs, { leading });
  flow.gap(6);
}

/** The slip travels on: at least one row is left to be signed by hand, and as many more as the sheet has room for. */
function drawTable(flow: Flow, { rows }: Form05Values): void {
  flow.y = drawTableHead(flow.pen, flow.y);
  for (const row of rows) drawRow(flow, cellsOf(flow.pen, row));
  const empty = cellsOf(flow.pen, undefined);
  do drawRow(flow, empty);
  while (flow.y + empty.height <= flow.frame.bottom);
}

type Cells = readonly (readonly Line[])[];
interface RowCells {
  readonly cells: Cells;
  readonly giver: readonly Line[];
  readonly taker: readonly Line[];
  readonly height: number;
}

const widthOf = (column: 0 | 1 | 2 | 3): number => COLUMNS[column].width - 2 * pad;
const half = (COLUMNS[1].width - 3 * pad) / 2;

const moment = (at: number | undefined): string =>
  at === undefined ? '…… giờ ……, …/…/……' : `${clock(at)} ngày ${shortDate(at)}`;

/** `undefined`: a row to be filled in by hand. */
function cellsOf(pen: Pen, row: Form05Row | undefined): RowCells {
  const text = (words: string, width: number): readonly Line[] =>
    words === '' ? [] : wrap(pen, [plain(words, small)], width);
  const cells: Cells = [
    [...text(`Giao: ${row?.from ?? '…………………'}`, widthOf(0)), ...text(`Nhận: ${row?.to ?? '…………………'}`, widthOf(0))],
    [...text(`Giao: ${moment(row?.handedAt)}`, widthOf(1)), ...text(`Nhận: ${moment(row?.takenAt)}`, widthOf(1))],
    text(row?.result ? RESULT[row.result] : '', widthOf(2)),
    text(row?.note ?? '', widthOf(3)),
  ];
  const giver = text(row?.handedBy ?? '', half);
  const taker = text(row?.takenBy ?? '', half);
  const names = Math.max(giver.length, taker.length) * smallLeading;
  const signed = (cells[1]?.length ?? 0) * smallLeading + smallLeading + signing + names;
  const tallest = Math.max(...cells.map((lines) => lines.length * smallLeading), signed);
  return { cells, giver, taker, height: tallest + 2 * pad };
}

function drawRow(flow: Flow, { cells, giver, taker, height }: RowCells): void {
  flow.ensure(height);
  const { pen, y } = flow;
  drawGrid(pen, y, height);
  cells.forEach((lines, column) => {
    lines.forEach((line, index) => {
      drawLine(pen, line, leftOf(column) + pad, y + pad + smallLeading * (index + 0.76));
    });
  });
  const signatures = y + pad + (cells[1]?.length ?? 0) * smallLeading;
  drawSigner(pen, { role: 'Người giao', name: giver, left: leftOf(1) + pad, top: signatures });
  drawSigner(pen, { role: 'Người nhận', name: taker, left: leftOf(1) + 2 * pad + half, top: signatures });
  flow.gap(height);
}

interface Signer {
  readonly role: string;
  readonly name: readonly Line[];
  readonly left: number;
  readonly top: number;
}

function drawSigner(pen: Pen, { role, name, left, top: from }: Signer): void {
  const box = { left, width: half, leading: smallLeading };
  const roleEnd = centred(pen, [measured(pen, [italic(role, small)])], { ...box, top: from });
  centred(pen, name, { ...box, top: roleEnd + signing });
}

const leftOf = (column: number): number =>
  frame.left + COLUMNS.slice(0, column).reduce((sum, { width }) => sum + width, 0);

function drawGrid(pen: Pen, y: number, height: number): void {
  COLUMNS.forEach(({ width }, column) => {
    pen.doc.lineWidth(0.6).strokeColor('#000').rect(leftOf(column), y, width, height).stroke();
  });
}

/** Answers the y below it. */
function drawTableHead(pen: Pen, y: number): number {
  const titles = COLUMNS.map(({ title, width }) => wrap(pen, [bold(title, small)], width - 2 * pad));
  const height = Math.max(...titles.map((lines) => lines.length)) * smallLeading + 2 * pad;
  drawGrid(pen, y, height);
  titles.forEach((lines, column) => {
    const { width } = COLUMNS[column] ?? { width: 0 };
    const from = y + (height - lines.length * smallLeading) / 2;
    centred(pen, lines, { left: leftOf(column), width, top: from, leading: smallLeading });
  });
  return y + height;
}
