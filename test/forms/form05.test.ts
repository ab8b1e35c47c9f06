import { describe, expect, test } from 'vitest';
import { drawForm05 } from '../../forms/form05.ts';
import type { Form05Input } from '../../forms/input.ts';
import { assetsDir, flatText, pdfFonts, pdfInfo, textOfPages } from './tools.ts';

const AT = Date.UTC(2026, 10, 24, 2, 10);
const HOUR = 3_600_000;
type Row = Form05Input['rows'][number];

const row = (over: Partial<Row> = {}): Row => ({
  from: 'Bộ phận Một cửa',
  to: 'Tư pháp – Hộ tịch',
  handedAt: AT,
  handedBy: 'Trần Thị Mẫu',
  takenAt: AT + HOUR,
  takenBy: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
  result: 'early',
  note: 'kèm bản chính',
  ...over,
});
const slip = (rows: readonly Row[], over: Partial<Form05Input> = {}): Form05Input => ({
  agencyParent: 'Uỷ ban nhân dân xã Mẫu',
  agencyName: 'Bộ phận Tiếp nhận và Trả kết quả',
  place: 'Xã Mẫu',
  code: 'H57.23.15-261124-0042',
  matter: 'Đăng ký lại khai sinh',
  receivedAt: AT,
  dueAt: AT + 72 * HOUR,
  printedAt: AT + 5 * HOUR,
  rows,
  demo: false,
  ...over,
});

describe('form 05', () => {
  test('is one sheet of A5 that says who gave and who took, when, and how it stood', async () => {
    const pdf = await drawForm05(slip([row()]), assetsDir);
    expect(pdfInfo(pdf)).toMatch(/Pages:\s+1/);
    expect(pdfInfo(pdf)).toMatch(/419\.\d+ x 59\d\.\d+ pts/);
    expect(pdfFonts(pdf)).toMatch(/Tinos.*yes yes/);
    const text = flatText(pdf);
    for (const words of ['PHIẾU KIỂM SOÁT', 'H57.23.15-261124-0042', '09 giờ 10 phút, ngày 27 tháng 11 năm 2026'])
      expect(text).toContain(words);
    for (const words of ['Giao: 09:10 ngày 24/11/2026', 'Nhận: 10:10 ngày 24/11/2026', 'Trước hạn', 'Trần Thị Mẫu'])
      expect(text).toContain(words);
    expect(text).not.toContain('dữ liệu mẫu');
  });

  test('before anybody has it, it has rows to be signed by hand on one sheet', async () => {
    const pdf = await drawForm05(slip([], { demo: true }), assetsDir);
    expect(textOfPages(pdf)).toHaveLength(1);
    expect(flatText(pdf).match(/Người giao/g)?.length).toBeGreaterThan(1);
    expect(flatText(pdf)).toContain('dữ liệu mẫu');
  });

  test('many hand-overs go over to further sheets, each with its head and its code, and one row is left', async () => {
    const pages = textOfPages(await drawForm05(slip(Array.from({ length: 12 }, () => row())), assetsDir));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages.slice(1)) expect(page).toMatch(/mã hồ sơ H57\.23\.15-261124-0042[\s\S]*Ghi chú/);
    const all = pages.join(' ');
    expect(all.match(/Trước hạn/g)).toHaveLength(12);
    expect(pages.at(-1)).toContain('…… giờ');
  });

  test('a row that nobody took yet is left open, and the longest names stay on the paper', async () => {
    const long = 'Trung tâm Hành chính công và các cơ quan chuyên môn phối hợp giải quyết '.repeat(2).trim();
    const open = row({ takenAt: undefined, takenBy: undefined, result: undefined, to: long, note: 'x'.repeat(120) });
    const text = flatText(await drawForm05(slip([open]), assetsDir));
    expect(text).not.toContain('hạn ');
    expect(text.replace(/\s/g, '')).toContain('x'.repeat(10));
  });

  test('the same input gives the same bytes; what is not printable is refused', async () => {
    const [one, two] = await Promise.all([drawForm05(slip([row()]), assetsDir), drawForm05(slip([row()]), assetsDir)]);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    await expect(drawForm05(slip([row({ to: ' ' })]), assetsDir)).rejects.toThrow();
    await expect(drawForm05(slip([], { code: 'có dấu cách' }), assetsDir)).rejects.toThrow();
  });
});
