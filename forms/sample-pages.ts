/** Made-up papers for the demo's scanner: A4 pages with a MẪU mark across, drawn with the fonts of the forms. */
import { code128, drawBars } from './barcodes.ts';
import { finish, newDocument } from './document.ts';
import { centred, Flow } from './flow.ts';
import { openFonts } from './fonts.ts';
import { measured, newPen, type Pen, type Run } from './text.ts';

const a4 = { width: 595.28, height: 841.89 } as const;
const frame = { left: 85, width: 453, bottom: 780 } as const;

/** `label` dotted out to the value; a table row when `cells` are given. */
type Entry = { readonly label: string; readonly value: string } | { readonly cells: readonly [string, string, string] };

export interface SamplePage {
  /** File name without its ending. */
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly number: string;
  readonly entries: readonly Entry[];
  readonly date: string;
  readonly signer: string;
}

const entry = (label: string, value: string): Entry => ({ label, value });

export const samplePages: readonly SamplePage[] = [
  {
    id: '01-giay-chung-sinh',
    title: 'GIẤY CHỨNG SINH',
    issuer: 'TRUNG TÂM Y TẾ HUYỆN MẪU',
    number: 'Số: 0118/GCS',
    date: 'Huyện Mẫu, ngày 19 tháng 11 năm 2026',
    signer: 'NGƯỜI ĐỠ ĐẺ',
    entries: [
      entry('Họ và tên mẹ', 'Trần Thị Ngọc Mẫu'),
      entry('Năm sinh', '1996'),
      entry('Nơi đăng ký thường trú', 'Thôn 2, xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Số định danh cá nhân', '046196000456'),
      entry('Đã sinh con vào lúc', '04 giờ 25 phút, ngày 18 tháng 11 năm 2026'),
      entry('Tại', 'Trung tâm Y tế huyện Mẫu'),
      entry('Số con trong lần sinh này', '01'),
      entry('Giới tính của con', 'Nữ'),
      entry('Cân nặng', '3.100 gam'),
      entry('Dự định đặt tên con', 'Lê Trần Bảo Mẫu'),
    ],
  },
  {
    id: '02-to-khai-dang-ky-khai-sinh',
    title: 'TỜ KHAI ĐĂNG KÝ KHAI SINH',
    issuer: 'Kính gửi: Ủy ban nhân dân xã Mẫu',
    number: 'Mẫu tờ khai',
    date: 'Xã Mẫu, ngày 21 tháng 11 năm 2026',
    signer: 'NGƯỜI YÊU CẦU',
    entries: [
      entry('Họ, chữ đệm, tên người yêu cầu', 'Lê Văn Thử Mẫu'),
      entry('Nơi cư trú', 'Thôn 2, xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Giấy tờ tuỳ thân', 'Căn cước công dân số 046094000789'),
      entry('Quan hệ với người được khai sinh', 'Cha'),
      entry('Họ, chữ đệm, tên', 'LÊ TRẦN BẢO MẪU'),
      entry('Ngày, tháng, năm sinh', '18/11/2026'),
      entry('Giới tính, dân tộc, quốc tịch', 'Nữ, Kinh, Việt Nam'),
      entry('Nơi sinh', 'Trung tâm Y tế huyện Mẫu'),
      entry('Quê quán', 'Xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Họ, chữ đệm, tên người mẹ', 'Trần Thị Ngọc Mẫu'),
      entry('Họ, chữ đệm, tên người cha', 'Lê Văn Thử Mẫu'),
    ],
  },
  {
    id: '03-giay-khai-sinh',
    title: 'GIẤY KHAI SINH',
    issuer: 'ỦY BAN NHÂN DÂN XÃ MẪU',
    number: 'Số: 087/2026',
    date: 'Xã Mẫu, ngày 21 tháng 11 năm 2026',
    signer: 'NGƯỜI KÝ GIẤY KHAI SINH',
    entries: [
      entry('Họ, chữ đệm, tên', 'LÊ TRẦN BẢO MẪU'),
      entry('Ngày, tháng, năm sinh', 'Ngày mười tám tháng mười một năm hai nghìn không trăm hai mươi sáu'),
      entry('Giới tính', 'Nữ'),
      entry('Dân tộc', 'Kinh'),
      entry('Quốc tịch', 'Việt Nam'),
      entry('Nơi sinh', 'Trung tâm Y tế huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Họ, chữ đệm, tên người mẹ', 'Trần Thị Ngọc Mẫu'),
      entry('Họ, chữ đệm, tên người cha', 'Lê Văn Thử Mẫu'),
    ],
  },
  {
    id: '04-bang-diem',
    title: 'BẢNG ĐIỂM',
    issuer: 'TRƯỜNG TRUNG HỌC PHỔ THÔNG MẪU',
    number: 'Năm học 2025 – 2026',
    date: 'Huyện Mẫu, ngày 05 tháng 6 năm 2026',
    signer: 'HIỆU TRƯỞNG',
    entries: [
      entry('Học sinh', 'Hồ Nguyễn Phước Mẫu'),
      entry('Lớp', '12A3'),
      { cells: ['Môn học', 'Học kỳ I', 'Học kỳ II'] },
      { cells: ['Toán', '8,2', '8,6'] },
      { cells: ['Ngữ văn', '7,5', '7,9'] },
      { cells: ['Tiếng Anh', '8,0', '8,1'] },
      { cells: ['Vật lý', '7,8', '8,3'] },
      { cells: ['Hoá học', '8,4', '8,4'] },
      { cells: ['Lịch sử', '9,0', '9,1'] },
      { cells: ['Địa lý', '8,7', '8,5'] },
    ],
  },
  {
    id: '05-can-cuoc-ban-sao',
    title: 'BẢN SAO CĂN CƯỚC CÔNG DÂN',
    issuer: 'Dùng kèm hồ sơ tại Bộ phận Một cửa',
    number: 'Trang 1',
    date: 'Xã Mẫu, ngày 21 tháng 11 năm 2026',
    signer: 'NGƯỜI NỘP BẢN SAO',
    entries: [
      entry('Số', '046196000456'),
      entry('Họ và tên', 'TRẦN THỊ NGỌC MẪU'),
      entry('Ngày sinh', '05/08/1996'),
      entry('Giới tính, quốc tịch', 'Nữ, Việt Nam'),
      entry('Quê quán', 'Xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Nơi thường trú', 'Thôn 2, xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
    ],
  },
  {
    id: '06-van-ban-cu-nguoi-giam-ho',
    title: 'VĂN BẢN CỬ NGƯỜI GIÁM HỘ',
    issuer: 'Kính gửi: Ủy ban nhân dân xã Mẫu',
    number: 'Mẫu văn bản',
    date: 'Xã Mẫu, ngày 20 tháng 11 năm 2026',
    signer: 'NGƯỜI CỬ GIÁM HỘ',
    entries: [
      entry('Người cử giám hộ', 'Hồ Thị Thử Mẫu'),
      entry('Nơi cư trú', 'Thôn 1, xã Mẫu, huyện Mẫu, tỉnh Thừa Thiên Huế'),
      entry('Cử ông/bà làm người giám hộ', 'Hồ Văn Mẫu'),
      entry('Số định danh cá nhân', '046085000321'),
      entry('Quan hệ với người được giám hộ', 'Chú ruột'),
      entry('Người được giám hộ', 'Hồ Nguyễn An Mẫu, sinh ngày 12/03/2018'),
      entry('Lý do', 'Cha mẹ đi làm ăn xa, không trực tiếp chăm sóc, nuôi dưỡng được'),
      entry('Thời hạn', 'Từ ngày 01/12/2026 đến ngày 01/12/2028'),
    ],
  },
];

const plain = (text: string, size = 13): Run => ({ text, size, font: 'serif' });
const bold = (text: string, size = 13): Run => ({ text, size, font: 'serifBold' });
const italic = (text: string, size = 13): Run => ({ text, size, font: 'serifItalic' });

/** One sample page as a PDF. */
export async function drawSamplePage(page: SamplePage, assetsDir: string): Promise<Uint8Array> {
  const fonts = await openFonts(assetsDir);
  const doc = newDocument({ title: `${page.title} (mẫu)`, size: [a4.width, a4.height], fonts, createdAt: 0 });
  doc.addPage();
  const pen = newPen(doc, fonts);
  drawMark(pen);
  const flow = new Flow(pen, frame, drawSampleHead(pen, page), () => frame.bottom);
  for (const item of page.entries) drawEntry(flow, item);
  drawSigning(flow, page);
  return finish(doc);
}

/** `MẪU` aslant across the page in outline: seen at once, and the text under it stays readable in one-bit scans. */
function drawMark(pen: Pen): void {
  const { doc } = pen;
  const width = measured(pen, [bold('MẪU', 190)]).width;
  doc
    .save()
    .rotate(-35, { origin: [a4.width / 2, a4.height / 2] })
    .lineWidth(0.8)
    .strokeColor('#000');
  const look = { lineBreak: false, baseline: 'alphabetic', stroke: true, fill: false } as const;
  doc
    .font('serifBold')
    .fontSize(190)
    .text('MẪU', (a4.width - width) / 2, a4.height / 2 + 60, look);
  doc.restore();
}

function drawSampleHead(pen: Pen, page: SamplePage): number {
  const left = { left: 60, width: 230, leading: 17 };
  const right = { left: 290, width: 265, leading: 17 };
  centred(pen, [measured(pen, [bold(page.issuer, 10.5)]), measured(pen, [plain(page.number, 11)])], {
    ...left,
    top: 56,
  });
  const state = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'];
  centred(
    pen,
    state.map((text) => measured(pen, [bold(text, 11.5)])),
    { ...right, top: 56 },
  );
  const titleEnd = centred(pen, [measured(pen, [bold(page.title, 20)])], { ...frame, top: 120, leading: 30 });
  return (
    centred(pen, [measured(pen, [italic('Giấy tờ mẫu, không có giá trị sử dụng')])], {
      ...frame,
      top: titleEnd,
      leading: 22,
    }) + 26
  );
}

function drawEntry(flow: Flow, item: Entry): void {
  if ('label' in item) {
    flow.paragraph([plain(`${item.label}: `), bold(item.value)], { leading: 21 });
    flow.gap(7);
    return;
  }
  const [subject, first, second] = item.cells;
  const columns = [
    [subject, frame.left, 220],
    [first, frame.left + 220, 116],
    [second, frame.left + 336, 116],
  ] as const;
  for (const [text, left, width] of columns) {
    flow.doc.lineWidth(0.7).rect(left, flow.y, width, 26).stroke('#000');
    centred(flow.pen, [measured(flow.pen, [plain(text)])], { left, width, top: flow.y + 3, leading: 20 });
  }
  flow.gap(26);
}

function drawSigning(flow: Flow, page: SamplePage): void {
  const column = { left: 300, width: 240, leading: 19 };
  const lines = [[italic(page.date)], [bold(page.signer)], [italic('(Đã ký)')]].map((runs) => measured(flow.pen, runs));
  centred(flow.pen, lines, { ...column, top: flow.y + 24 });
}

/** A separator sheet: a receipt's code in large bars, laid between two dossiers in the feeder. */
export async function drawSeparatorPage(code: string, assetsDir: string): Promise<Uint8Array> {
  const fonts = await openFonts(assetsDir);
  const doc = newDocument({ title: `Tờ phân cách ${code} (mẫu)`, size: [a4.width, a4.height], fonts, createdAt: 0 });
  doc.addPage();
  const pen = newPen(doc, fonts);
  const bars = code128(code);
  const heading = [bold('TỜ PHÂN CÁCH HỒ SƠ (MẪU)', 20), plain('Đặt trước giấy tờ của một hồ sơ khi quét', 13)];
  centred(
    pen,
    heading.map((run) => measured(pen, [run])),
    { ...frame, top: 220, leading: 30 },
  );
  drawBars(doc, bars, { x: (a4.width - bars.modules * 1.5) / 2, y: 310, height: 70, module: 1.5 });
  centred(pen, [measured(pen, [bold(code, 18)])], { ...frame, top: 392, leading: 26 });
  return finish(doc);
}
