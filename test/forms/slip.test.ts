import { describe, expect, test } from 'vitest';
import type { SlipInput } from '../../forms/input.ts';
import { narrowDots, paperDots } from '../../forms/paper-dots.ts';
import { rasterPage } from '../../forms/raster.ts';
import { drawSlip } from '../../forms/slip.ts';
import { code, qrPayload, slip } from './samples.ts';
import { assetsDir, codesOfBitmap, flatText, isBlack, pdfInfo, rowIsBlank, runsInColumn, runsInRow } from './tools.ts';

const draw = (change: Partial<SlipInput> = {}) => drawSlip({ ...slip, ...change }, assetsDir);
const dots = async (change: Partial<SlipInput> = {}) => rasterPage(await draw(change), paperDots);

describe('an ordinary slip', () => {
  test('both codes are read from the dots that the head burns', async () => {
    expect(codesOfBitmap(await dots())).toEqual([`CODE-128:${code}`, `QR-Code:${qrPayload}`]);
  });

  test('every bar and gap of the Code 128 is a whole number of two-dot modules', async () => {
    const bitmap = await dots();
    const rows = Array.from({ length: bitmap.height }, (_, y) => runsInRow(bitmap, y)).filter(
      (runs) => runs.length > 120,
    );
    expect(rows.length).toBeGreaterThan(80);
    for (const row of rows) expect(row.filter((width) => ![2, 4, 6, 8].includes(width))).toEqual([]);
  });

  test('says in words when and where, and carries the code, the private code and the phone', async () => {
    const text = flatText(await draw());
    expect(text).toBe(text.normalize('NFC'));
    for (const line of [
      'UBND XÃ MẪU',
      'Bộ phận Tiếp nhận và Trả kết quả',
      'Phiếu hẹn trả kết quả',
      'Chứng thực hợp đồng, giao dịch',
      'Mời Ông/Bà nhận kết quả tại Quầy 2',
      'trước 16 giờ 30',
      'thứ Ba, ngày 24 tháng 11 năm 2026',
      'H57.23.15-261121-',
      '0042',
      '7KQ4-X2M9',
      '0234 3000 042',
      'Xin mang theo phiếu này và căn cước.',
      'In lúc 11:00, 21/11/2026 · dữ liệu mẫu',
    ]) {
      expect(text).toContain(line);
    }
  });

  test('is 72 mm wide', async () => {
    expect(pdfInfo(await draw())).toMatch(/Page size:\s+204\.0\d+ x/);
  });
});

describe('nothing is cut off', () => {
  test('a long matter makes the paper longer and leaves its edges bare', async () => {
    const matter =
      'Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài tại khu vực biên giới đất liền của Việt Nam';
    const [ordinary, long] = [await dots(), await dots({ matter })];
    expect(long.height).toBeGreaterThan(ordinary.height);
    expect(flatText(await draw({ matter }))).toContain(matter);
    for (const y of [0, 1, long.height - 2, long.height - 1]) expect(rowIsBlank(long, y)).toBe(true);
    for (let y = 0; y < long.height; y += 1) expect(isBlack(long, 0, y) || isBlack(long, paperDots - 1, y)).toBe(false);
  });

  test('an older-order code still fits in bars', async () => {
    const older = '000.23.15.H57-261121-0042';
    expect(codesOfBitmap(await dots({ code: older, qrPayload: older }))).toEqual([
      `CODE-128:${older}`,
      `QR-Code:${older}`,
    ]);
  });

  test('a code too long for bars is left to the QR and printed whole', async () => {
    const long = `${'G15.00.000-'.repeat(5)}KQ0043892`;
    expect(codesOfBitmap(await dots({ code: long, qrPayload: long }))).toEqual([`QR-Code:${long}`]);
    expect(flatText(await draw({ code: long, qrPayload: long })).replaceAll(' ', '')).toContain(long);
  });

  test('without phone and private code the slip is whole', async () => {
    const text = flatText(await draw({ deskPhone: undefined, lookupSecret: undefined, demo: false }));
    expect(text).not.toMatch(/undefined|riêng|mẫu$/);
    expect(text).toContain('Xin mang theo phiếu này');
  });
});

describe('on 58-mm paper', () => {
  const narrow = async (change: Partial<SlipInput> = {}) =>
    rasterPage(await draw({ paper: 'roll58', ...change }), narrowDots);

  test('both codes are read from the dots: the bars stand along the paper, too long to lie across it', async () => {
    const bitmap = await narrow();
    expect(codesOfBitmap(bitmap).toSorted()).toEqual([`CODE-128:${code}`, `QR-Code:${qrPayload}`]);
    const bars = runsInColumn(bitmap, narrowDots - 60).filter((run) => run.black);
    expect(bars.filter(({ length }) => ![2, 4, 6, 8].includes(length)).length).toBeLessThan(8);
    expect(bars.length).toBeGreaterThan(60);
  });

  test('says all that the wide one says, and no number is broken', async () => {
    const text = flatText(await draw({ paper: 'roll58' }));
    for (const words of ['thứ Ba, ngày 24 tháng 11 năm 2026', '7KQ4-X2M9', '0234 3000 042', 'Điện thoại Quầy 2'])
      expect(text).toContain(words);
    expect(pdfInfo(await draw({ paper: 'roll58' }))).toMatch(/Page size:\s+136\.0\d+ x/);
  });

  test('long words make it longer and leave its edges bare; a code too long for bars is left to the QR', async () => {
    const long = `${'G15.00.000-'.repeat(5)}KQ0043892`;
    const change = {
      code: long,
      qrPayload: long,
      agencyName: 'UỶ BAN NHÂN DÂN PHƯỜNG THUẬN HOÁ',
      matter: 'Đăng ký '.repeat(30).trim(),
    };
    const bitmap = await narrow(change);
    expect(codesOfBitmap(bitmap)).toEqual([`QR-Code:${long}`]);
    for (let y = 0; y < bitmap.height; y += 1)
      expect(isBlack(bitmap, 0, y) || isBlack(bitmap, narrowDots - 1, y)).toBe(false);
  });
});

test('a code with characters that no reader sends is refused', async () => {
  await expect(draw({ code: 'H57 ĐẶC BIỆT' })).rejects.toThrow('code');
});
