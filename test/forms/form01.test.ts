import { describe, expect, test } from 'vitest';
import { code128 } from '../../forms/barcodes.ts';
import { drawForm01, itemLabel } from '../../forms/form01.ts';
import type { Form01Input } from '../../forms/input.ts';
import { rasterPage } from '../../forms/raster.ts';
import { code, form01, qrPayload } from './samples.ts';
import { assetsDir, codesOfPages, flatText, pdfFonts, pdfInfo, runsInRow, textOfPages } from './tools.ts';

const draw = (change: Partial<Form01Input> = {}) => drawForm01({ ...form01, ...change }, assetsDir);
const bothCodes = [`CODE-128:${code}`, `QR-Code:${qrPayload}`];

const onePhotocopy = { kind: 'photocopy', pages: 1, copies: 1 } as const;

const longAddress =
  'Số nhà 214/36/8 kiệt 12 đường Nguyễn Phước Nguyên nối dài, tổ dân phố số 17, khu quy hoạch dân cư phía tây sông ' +
  'An Cựu, thôn Thượng Hai Lăng Xá Đông Bằng, xã Thuỷ Phương Mẫu, huyện Hương Thuỷ Mẫu, tỉnh Thừa Thiên Huế, Việt Nam';

describe('an ordinary receipt', () => {
  test('is two A5 pages, one for the file and one for the applicant', async () => {
    const pages = textOfPages(await draw());
    expect(pages).toHaveLength(2);
    expect(pages[0]).toContain('Liên 1: Lưu cùng phiếu kiểm soát hồ sơ');
    expect(pages[1]).toContain('Liên 2: Giao người nộp hồ sơ');
    expect(pdfInfo(await draw())).toMatch(/Page size:\s+419\.5\d* x 595\.2\d* pts/);
  });

  test('carries every line of the statutory form as composed, selectable text', async () => {
    const text = flatText(await draw());
    expect(text).toBe(text.normalize('NFC'));
    for (const line of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Xã Mẫu, ngày 21 tháng 11 năm 2026',
      'ỦY BAN NHÂN DÂN XÃ MẪU',
      'Số: 1187/TNHS',
      'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      'Mã hồ sơ: H57.23.15-261121-0042',
      'Mã tra cứu: 7KQ4-X2M9',
      'Tiếp nhận hồ sơ của: Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
      'Số điện thoại: 0900 000 042 Email: dam.khue@example.vn',
      '01 bản chính, xin 02 bản',
      '01 bản sao (4 trang)',
      '01 bản sao chứng thực',
      '2. Số lượng hồ sơ: 01 (bộ)',
      '3. Thời gian giải quyết hồ sơ theo quy định: 02 ngày làm việc',
      '4. Thời gian nhận hồ sơ: 11 giờ 00 phút, ngày 21 tháng 11 năm 2026',
      '5. Thời gian trả kết quả: 16 giờ 30 phút, ngày 24 tháng 11 năm 2026',
      '6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả, Quầy 2',
      'Vào Sổ theo dõi hồ sơ, Quyển số: 04/2026, Số thứ tự: 1187',
      'NGƯỜI NỘP HỒ SƠ NGƯỜI TIẾP NHẬN HỒ SƠ',
      'Hồ Thị Mỹ Duyên',
    ]) {
      expect(text).toContain(line);
    }
  });

  test.each([200, 300])('both codes of both copies are read at %i dpi', async (dpi) => {
    expect(codesOfPages(await draw(), dpi)).toEqual([bothCodes, bothCodes]);
  });

  test('a bar module is at least 0.33 mm wide', async () => {
    const dotsPerMm = 40;
    const page = await rasterPage(await draw(), 148 * dotsPerMm);
    const bars = rowThroughBars(page.height, dotsPerMm, (y) => runsInRow(page, y, 0, 105 * dotsPerMm));
    expect(bars.length).toBeGreaterThan(100);
    const width = bars.reduce((sum, run) => sum + run, 0) / dotsPerMm;
    expect(width / code128(code).modules).toBeGreaterThanOrEqual(0.33);
  });

  test('embeds its fonts, names itself and says that its language is Vietnamese', async () => {
    const pdf = await draw();
    const fonts = pdfFonts(pdf).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/Tinos.* yes yes yes /);
    expect(pdfInfo(pdf)).toContain(`Giấy tiếp nhận hồ sơ và hẹn trả kết quả ${code}`);
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Lang (vi)');
  });

  test('printed again it is the same file', async () => {
    expect(Buffer.from(await draw()).equals(Buffer.from(await draw()))).toBe(true);
  });

  test('says that it is sample data only when it is', async () => {
    expect(flatText(await draw({ demo: true }))).toContain('dữ liệu mẫu');
    expect(flatText(await draw({ demo: false }))).not.toContain('dữ liệu mẫu');
  });
});

describe('nothing is cut off', () => {
  test('a long name and an address of three lines', async () => {
    const text = flatText(await draw({ address: longAddress }));
    expect(text).toContain(`Địa chỉ: ${longAddress}`);
    expect(text).toContain('NGƯỜI TIẾP NHẬN HỒ SƠ');
  });

  test.each([
    ['short', 'Giấy tờ', 2],
    ['long', 'Giấy chứng nhận quyền sử dụng đất và tài sản gắn liền với đất của hộ gia đình, tờ', 3],
  ])('twenty-five papers with %s names run on to further pages, which say whose they are', async (_, name, perCopy) => {
    const papers = Array.from({ length: 25 }, (_unused, i) => ({ ...onePhotocopy, name: `${name} ${i + 1}` }));
    const pages = textOfPages(await draw({ papers, address: longAddress }));
    expect(pages).toHaveLength(2 * perCopy);
    for (const page of pages.slice(1, perCopy)) expect(page).toContain(`Liên 1 (tiếp theo), mã hồ sơ ${code}`);
    for (const page of pages.slice(perCopy + 1)) expect(page).toContain(`Liên 2 (tiếp theo), mã hồ sơ ${code}`);
    const second = pages.slice(perCopy).join(' ').replace(/\s+/gu, ' ');
    for (const [index] of papers.entries())
      expect(second).toContain(`${itemLabel(index)}) ${name.slice(0, 20).trim()}`);
    expect(second.match(/01 bản sao/g)).toHaveLength(25);
    expect(second).toContain('NGƯỜI NỘP HỒ SƠ');
  });

  test('the due time and the two signatures stand on one page', async () => {
    for (let count = 1; count <= 12; count += 1) {
      const papers = Array.from({ length: count }, () => ({
        name: 'Giấy tờ',
        kind: 'original' as const,
        pages: 1,
        copies: 1,
      }));
      const last = textOfPages(await draw({ papers })).at(-1) ?? '';
      for (const part of ['5. Thời gian trả kết quả', 'NGƯỜI NỘP HỒ SƠ', '(Ký và ghi rõ họ tên)', 'Hồ Thị Mỹ Duyên'])
        expect(last).toContain(part);
    }
  });

  test('an e-mail address without a place to break stays whole on the paper', async () => {
    const email = `${'van.thu.tiep.nhan.'.repeat(6)}@example.vn`;
    const text = flatText(await draw({ email })).replaceAll(' ', '');
    expect(text).toContain(email);
  });

  test('decomposed input is printed composed', async () => {
    expect(flatText(await draw({ applicantName: 'Đặng Thị Tuyết'.normalize('NFD') }))).toContain('Đặng Thị Tuyết');
  });
});

describe('what is missing or foreign', () => {
  test('no phone and no e-mail leave room to write, and nothing else', async () => {
    const text = flatText(
      await draw({ phone: undefined, email: undefined, bookNumber: undefined, lookupSecret: undefined }),
    );
    expect(text).toContain('Email: …');
    expect(text).not.toMatch(/undefined|Mã tra cứu/);
  });

  test.each(['000.00.00.G15-KQ004389', '000.23.15.H57-261121-0042'])(
    'the code %s is barred as it is',
    async (foreign) => {
      const [page] = codesOfPages(await draw({ code: foreign, qrPayload: foreign }), 300);
      expect(page).toEqual([`CODE-128:${foreign}`, `QR-Code:${foreign}`]);
    },
  );

  test('a code too long for bars is left to the QR and printed whole', async () => {
    const long = `${'G15.00.000-'.repeat(5)}KQ0043892`;
    const pdf = await draw({ code: long, qrPayload: long });
    expect(codesOfPages(pdf, 300)[1]).toEqual([`QR-Code:${long}`]);
    expect(flatText(pdf).replaceAll(' ', '')).toContain(long);
  });

  test('a draft looks like the receipt but carries nothing that could be read as one', async () => {
    const pdf = await draw({ draft: true });
    expect(codesOfPages(pdf, 300)).toEqual([[], []]);
    const text = flatText(pdf);
    expect(text).toContain('Bản xem trước, dữ liệu mẫu');
    expect(text).toContain('Mã hồ sơ: cấp khi tiếp nhận');
    expect(text).not.toMatch(/7KQ4|0042 /);
  });

  test('an empty name is refused', async () => {
    await expect(draw({ applicantName: ' ' })).rejects.toThrow('applicantName');
  });
});

test('lists are lettered as Vietnamese papers letter them', () => {
  expect([0, 3, 4, 22, 23].map(itemLabel)).toEqual(['a', 'd', 'đ', 'y', '24']);
});

/** Bars alone look the same 4 mm further down, over and over. */
function rowThroughBars(height: number, dotsPerMm: number, row: (y: number) => readonly number[]): readonly number[] {
  for (let y = 0; y < height - 4 * dotsPerMm; y += dotsPerMm) {
    const runs = row(y);
    if (runs.length > 100 && runs.join() === row(y + 4 * dotsPerMm).join()) return runs;
  }
  return [];
}
