import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { narrowDots, paperDots } from '../../forms/paper-dots.ts';
import { bitmapToPng, rasterPage } from '../../forms/raster.ts';
import { drawTestSlip } from '../../forms/test-slip.ts';
import { tesseractReads, zxingReads } from '../rig/readers.ts';
import { assetsDir, codesOfBitmap, flatText, runsInRow } from './tools.ts';

const draw = (code = 'HOAS-DDAF-TOWN9') =>
  drawTestSlip(
    { agencyName: 'UBND XÃ MẪU', printerName: 'Máy in phiếu, Quầy 2', printedAt: Date.UTC(2026, 10, 24), code },
    assetsDir,
  );

const vowels = 'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ';

test('carries every Vietnamese letter, lower and upper case, precomposed', async () => {
  const text = flatText(await draw());
  for (const letter of `${vowels}bcdđghklmnpqrstvx`) {
    expect(text).toContain(letter);
    expect(text).toContain(letter.toLocaleUpperCase('vi'));
  }
});

test('both codes are read from the dots that the head burns', async () => {
  expect(codesOfBitmap(await rasterPage(await draw(), paperDots))).toEqual([
    'CODE-128:HOAS-DDAF-TOWN9',
    'QR-Code:HOAS-DDAF-TOWN9',
  ]);
});

test('the ruler has a stroke every millimetre, eight dots apart, over 70 mm', async () => {
  const bitmap = await rasterPage(await draw(), paperDots);
  const rows = Array.from({ length: bitmap.height }, (_, y) => runsInRow(bitmap, y));
  const ruler = rows.find((runs) => runs.length === 141 && runs.every((run, i) => run === (i % 2 === 0 ? 2 : 6)));
  expect(ruler?.reduce((sum, run) => sum + run, 0)).toBe(70 * 8 + 2);
});

test('on 58-mm paper it has every letter, a ruler of 40 mm, and both codes are read', async () => {
  const slip = {
    agencyName: 'UBND XÃ MẪU',
    printerName: 'Máy in',
    printedAt: Date.UTC(2026, 10, 24),
    code: 'HOAS-DDAF-TOWN9',
  };
  const pdf = await drawTestSlip({ ...slip, paper: 'roll58' }, assetsDir);
  for (const letter of vowels) expect(flatText(pdf)).toContain(letter.toLocaleUpperCase('vi'));
  expect(flatText(pdf)).toContain('thước đúng 40 mm');
  const bitmap = await rasterPage(pdf, narrowDots);
  expect(codesOfBitmap(bitmap).toSorted()).toEqual(['CODE-128:HOAS-DDAF-TOWN9', 'QR-Code:HOAS-DDAF-TOWN9']);
  const ruler = Array.from({ length: bitmap.height }, (_, y) => runsInRow(bitmap, y)).find(
    (runs) => runs.length === 81 && runs.every((run, i) => run === (i % 2 === 0 ? 2 : 6)),
  );
  expect(ruler?.reduce((sum, run) => sum + run, 0)).toBe(40 * 8 + 2);
});

test('a text too long for its bars is refused', async () => {
  await expect(draw('X'.repeat(25))).rejects.toThrow('code');
});

test('for a page printer it stands in the middle of a sheet of A5, as large as on the roll', async () => {
  const slip = {
    agencyName: 'UBND XÃ MẪU',
    printerName: 'Máy in A5',
    printedAt: Date.UTC(2026, 10, 24),
    code: 'TEST-1',
  };
  const wide = Math.round((148 / 25.4) * 203.2);
  const bitmap = await rasterPage(await drawTestSlip({ ...slip, paper: 'a5' }, assetsDir), wide);
  const inked = Array.from({ length: bitmap.height }, (_, y) => runsInRow(bitmap, y)).filter((runs) => runs.length > 0);
  expect(Math.abs(bitmap.height / wide - 210 / 148)).toBeLessThan(0.01);
  expect(inked.length).toBeGreaterThan(600);
  expect(codesOfBitmap(bitmap)).toEqual(['CODE-128:TEST-1', 'QR-Code:TEST-1']);
});

describe('on the picture that the head burns', () => {
  const settings = [
    ['Kiểu máy', 'ESC/POS 80 mm, 576 điểm'],
    ['Tốc độ cổng', '115200 baud'],
  ] as const;
  const slip = {
    agencyName: 'UBND XÃ MẪU',
    printerName: 'Máy in phiếu',
    printedAt: 0,
    code: 'HOAS-DDAF-TOWN9',
    settings,
  };

  test('a stranger’s eyes read the Vietnamese and the settings, and another reader both codes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'test-slip-'));
    const file = join(folder, 'slip.png');
    await writeFile(file, bitmapToPng(await rasterPage(await drawTestSlip(slip, assetsDir), paperDots)));
    const [text, codes] = [await tesseractReads(file), await zxingReads(file)];
    await rm(folder, { recursive: true });
    expect(text).toContain('UBND XÃ MẪU Máy in phiếu');
    expect(text).toContain('Đủ mọi dấu, thước đúng 70 mm, quét được hai mã: máy in tốt.');
    expect(text).toContain('115200 baud');
    expect(codes).toEqual(['Code128:HOAS-DDAF-TOWN9', 'QRCode:HOAS-DDAF-TOWN9']);
  }, 90_000);

  test('a setting without a name or a value is refused', async () => {
    await expect(drawTestSlip({ ...slip, settings: [['Kiểu máy', '']] }, assetsDir)).rejects.toThrow('settings');
  });
});
