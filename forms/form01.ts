/** Mẫu số 01: GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ, A5 portrait, two copies. */
import type { Paper, PaperKind } from '../domain/dossier.ts';
import { timeAndDate } from './dates.ts';
import { finish, newDocument } from './document.ts';
import { centred, Flow } from './flow.ts';
import { openFonts } from './fonts.ts';
import { type CodeSymbols, codeSymbols, drawCodePlaces, drawCodes } from './form01-codes.ts';
import { bold, frame, italic, mm, page, plain, tailBaseline, top } from './form01-sheet.ts';
import { type Form01Input, type Form01Values, form01InputSchema } from './input.ts';
import { drawLetterhead } from './letterhead.ts';
import { drawLine, type Line, measured, newPen, type Pen, type Run, runWidth, wrap, wrapBalanced } from './text.ts';

const leading = 13.4;
const paragraphGap = 1.4;
const step = 4.6 * mm;

interface Copy {
  readonly label: string;
  readonly holder: string;
}

/** NĐ 61/2018, điều 17: one copy stays with the control slip, the other goes to the applicant. */
const copies: readonly Copy[] = [
  { label: 'Liên 1:', holder: 'Lưu cùng phiếu kiểm soát hồ sơ' },
  { label: 'Liên 2:', holder: 'Giao người nộp hồ sơ' },
];

/**
 * Form 01 as a PDF: Liên 1, then Liên 2, each on as many A5 pages as its content needs, fonts embedded, barcodes as
 * vectors. The same input gives the same bytes.
 *
 * @param assetsDir the program's `assets` folder, which holds `fonts/`
 * @throws ZodError when the input is not printable as it stands
 */
export async function drawForm01(input: Form01Input, assetsDir: string): Promise<Uint8Array> {
  const values = form01InputSchema.parse(input);
  const fonts = await openFonts(assetsDir);
  const title = `Giấy tiếp nhận hồ sơ và hẹn trả kết quả ${values.draft ? '(xem trước)' : values.code}`;
  const doc = newDocument({ title, size: [page.width, page.height], fonts, createdAt: values.receivedAt });
  const pen = newPen(doc, fonts);
  const symbols = codeSymbols(values);
  for (const copy of copies) drawCopy(pen, values, symbols, copy);
  return finish(doc);
}

function drawCopy(pen: Pen, values: Form01Values, symbols: CodeSymbols, copy: Copy): void {
  let pageNumber = 1;
  openPage(pen, values);
  const titleEnd = drawHead(pen, values, copy);
  const codesTop = titleEnd + 7;
  const codesEnd = values.draft ? drawCodePlaces(pen, codesTop) : drawCodes(pen, values, symbols, codesTop);
  const flow = new Flow(pen, frame, codesEnd + 7, () => {
    pageNumber += 1;
    openPage(pen, values);
    return drawRunningHead(pen, values, copy, pageNumber);
  });
  drawBody(flow, values);
  drawClosing(flow, values);
}

function openPage(pen: Pen, values: Form01Values): void {
  pen.doc.addPage();
  drawTail(pen, values);
}

/** The first page's head down to the copy's name; answers the y below it. */
function drawHead(pen: Pen, values: Form01Values, copy: Copy): number {
  const y = drawLetterhead(pen, { ...values, at: values.receivedAt });
  const title = ['GIẤY TIẾP NHẬN HỒ SƠ', 'VÀ HẸN TRẢ KẾT QUẢ'].map((text) => measured(pen, [bold(text, 13)]));
  const titleEnd = centred(pen, title, { ...frame, top: y + 8, leading: 16 });
  const copyLine = measured(pen, [bold(`${copy.label} `), italic(copy.holder)]);
  return centred(pen, [copyLine], { ...frame, top: titleEnd + 1, leading: 14 });
}

function drawBody(flow: Flow, values: Form01Values): void {
  paragraph(flow, [plain(`Bộ phận tiếp nhận và trả kết quả: ${values.receivingDesk || values.agencyParent}`)]);
  paragraph(flow, [plain('Tiếp nhận hồ sơ của: '), bold(values.applicantName)]);
  paragraph(flow, [plain(`Địa chỉ: ${values.address || '…………'}`)]);
  drawContact(flow, values);
  paragraph(flow, [plain(`Nội dung yêu cầu giải quyết: ${values.matter}`)]);
  numbered(flow, 1, [plain('Thành phần hồ sơ nộp gồm:')]);
  const labelWidth = widestLabel(flow.pen, values.papers.length);
  values.papers.forEach((paper, index) => {
    drawPaper(flow, paper, { label: plain(`${itemLabel(index)})`), width: labelWidth });
  });
  if (values.papers.length > 0) flow.gap(paragraphGap + 0.2);
  numbered(flow, 2, [plain(`Số lượng hồ sơ: ${padded(values.sets)} (bộ)`)]);
  numbered(flow, 3, [plain(`Thời gian giải quyết hồ sơ theo quy định: ${values.processingTime}`)]);
  numbered(flow, 4, [plain(`Thời gian nhận hồ sơ: ${timeAndDate(values.receivedAt)}`)]);
}

/** When, where and both signatures stand on one page: nobody signs a sheet that says nothing. */
function drawClosing(flow: Flow, values: Form01Values): void {
  const due = [plain('Thời gian trả kết quả: '), bold(values.dueText || timeAndDate(values.dueAt))];
  const place = [plain(`Đăng ký nhận kết quả tại: ${values.returnPlace}`)];
  const book = bookEntry(values);
  const signatures = measureSignatures(flow.pen, values);
  const heights = [due, place, book].map((runs) => flow.heightOf(runs, { leading, indent: step }) + paragraphGap);
  flow.ensure(heights.reduce((sum, height) => sum + height, signatures.height));
  numbered(flow, 5, due);
  numbered(flow, 6, place);
  paragraph(flow, book);
  drawSignatures(flow, signatures);
}

function paragraph(flow: Flow, runs: readonly Run[]): void {
  flow.paragraph(runs, { leading });
  flow.gap(paragraphGap);
}

function numbered(flow: Flow, number: number, runs: readonly Run[]): void {
  flow.paragraph(runs, { leading, indent: step, hang: { label: plain(`${number}.`), width: step } });
  flow.gap(paragraphGap);
}

/** Phone and e-mail share a line when they fit; what is missing keeps its label, as on the statutory form. */
function drawContact(flow: Flow, values: Form01Values): void {
  const phone = measured(flow.pen, [plain(`Số điện thoại: ${values.phone || '…………'}`)]);
  const email = measured(flow.pen, [plain(`Email: ${values.email || '…………'}`)]);
  if (phone.width + 6 * mm + email.width > flow.frame.width) {
    paragraph(flow, phone.runs);
    paragraph(flow, email.runs);
    return;
  }
  flow.ensure(leading);
  drawLine(flow.pen, phone, flow.frame.left, flow.y + leading * 0.76);
  drawLine(flow.pen, email, flow.frame.left + phone.width + 6 * mm, flow.y + leading * 0.76);
  flow.gap(leading + paragraphGap);
}

const kindNames: Readonly<Record<PaperKind, string>> = {
  original: 'bản chính',
  'certified-copy': 'bản sao chứng thực',
  photocopy: 'bản sao',
};

/** Room for `a)`, or for `24)` in a long list. */
function widestLabel(pen: Pen, count: number): number {
  return Math.max(step, runWidth(pen, plain(`${itemLabel(count - 1)})`)) + 1.2 * mm);
}

/** What was handed in, `01 bản chính (4 trang)`, and how many copies are asked for: `, xin 02 bản`. */
function paperCount({ kind, pages, copies: asked }: Paper): string {
  const size = pages > 1 ? ` (${pages} trang)` : '';
  return `01 ${kindNames[kind]}${size}${asked > 0 ? `, xin ${padded(asked)} bản` : ''}`;
}

function drawPaper(flow: Flow, paper: Paper, hang: { readonly label: Run; readonly width: number }): void {
  const far = measured(flow.pen, [plain(paperCount(paper))]);
  flow.paragraph([plain(paper.name.normalize('NFC'))], {
    leading,
    indent: step + hang.width,
    right: far.width + 3 * mm,
    hang: { ...hang, far },
  });
}

/** Items of a list as Vietnamese papers letter them: a, b, c, d, đ, e …; past the alphabet by number. */
export function itemLabel(index: number): string {
  return 'abcdđeghiklmnopqrstuvxy'.charAt(index) || String(index + 1);
}

function bookEntry(values: Form01Values): readonly Run[] {
  const book = values.bookNumber || '……';
  const index = values.bookIndex || '……';
  return [plain(`Vào Sổ theo dõi hồ sơ, Quyển số: ${book}, Số thứ tự: ${index}`)];
}

interface Signatures {
  readonly columns: readonly Signature[];
  readonly height: number;
}

function measureSignatures(pen: Pen, values: Form01Values): Signatures {
  const left = { left: frame.left, width: frame.width * 0.57 };
  const right = { left: left.left + left.width, width: frame.width * 0.43 };
  const columns = [
    { ...left, role: 'NGƯỜI NỘP HỒ SƠ', name: wrapBalanced(pen, [plain(values.applicantName)], left.width) },
    { ...right, role: 'NGƯỜI TIẾP NHẬN HỒ SƠ', name: wrapBalanced(pen, [plain(values.officerName)], right.width) },
  ];
  const nameLines = Math.max(...columns.map((column) => column.name.length));
  return { columns, height: 8 + leading + 12 + signingSpace + nameLines * leading };
}

function drawSignatures(flow: Flow, { columns, height }: Signatures): void {
  for (const column of columns) drawSignature(flow, column);
  flow.gap(height);
}

const signingSpace = 13.5 * mm;

interface Signature {
  readonly left: number;
  readonly width: number;
  readonly role: string;
  readonly name: readonly Line[];
}

function drawSignature(flow: Flow, { role, name, ...column }: Signature): void {
  const { pen } = flow;
  const roleEnd = centred(pen, [measured(pen, [bold(role, 10)])], { ...column, top: flow.y + 8, leading });
  const hint = measured(pen, [italic('(Ký và ghi rõ họ tên)', 9.5)]);
  const hintEnd = centred(pen, [hint], { ...column, top: roleEnd, leading: 12 });
  centred(pen, name, { ...column, top: hintEnd + signingSpace, leading });
}

/** Head of a further page: its number (NĐ 30/2020: centred, from the second page on), and whose page it is. */
function drawRunningHead(pen: Pen, values: Form01Values, copy: Copy, pageNumber: number): number {
  const number = measured(pen, [plain(String(pageNumber), 9.25)]);
  const numberEnd = centred(pen, [number], { ...frame, top, leading: 12 });
  const whose = measured(pen, [
    bold(`${copy.label.slice(0, -1)} `, 9.25),
    italic(`(tiếp theo)${values.draft ? '' : `, mã hồ sơ ${values.code}`}`, 9.25),
  ]);
  return centred(pen, wrap(pen, whose.runs, frame.width), { ...frame, top: numberEnd, leading: 12 }) + 7;
}

function drawTail(pen: Pen, values: Form01Values): void {
  const phone = values.deskPhone ? ` Điện thoại Bộ phận Tiếp nhận và Trả kết quả: ${values.deskPhone}` : '';
  drawLine(pen, measured(pen, [italic(`Mẫu số 01.${phone}`, 7.75)]), frame.left, tailBaseline);
  if (!values.demo && !values.draft) return;
  const marks = [values.draft ? 'Bản xem trước' : 'Bản in thử', ...(values.demo ? ['dữ liệu mẫu'] : [])];
  const mark = measured(pen, [italic(marks.join(', '), 7.75)]);
  drawLine(pen, mark, frame.left + frame.width - mark.width, tailBaseline);
}

const padded = (count: number): string => String(count).padStart(2, '0');
