import { describe, expect, test } from 'vitest';
import { parsePageCode } from '../../domain/page-code.ts';
import { drawSeparatorSheet } from '../../forms/separator-sheet.ts';
import { assetsDir, codesOfPages, codesOfTurned, flatText, pdfFonts, pdfInfo } from './tools.ts';

describe.each([
  ['A4', /595\.\d+ x 841\.\d+ pts \(A4\)/],
  ['A5', /419\.\d+ x 59\d\.\d+ pts/],
] as const)('the separator sheet on %s', (size, paper) => {
  test('is one page that says what it is for, in our fonts', async () => {
    const pdf = await drawSeparatorSheet({ size, demo: false }, assetsDir);
    expect(pdfInfo(pdf)).toMatch(/Pages:\s+1/);
    expect(pdfInfo(pdf)).toMatch(paper);
    expect(flatText(pdf)).toContain('TỜ NGĂN HỒ SƠ');
    expect(flatText(pdf)).not.toContain('dữ liệu mẫu');
    expect(pdfFonts(pdf)).toMatch(/Tinos.*yes yes/);
  });
  test('is read by an independent reader at a coarse 150 dpi, in both kinds of code, as a separator', async () => {
    const codes = codesOfPages(await drawSeparatorSheet({ size, demo: true }, assetsDir), 150).flat();
    expect(new Set(codes)).toEqual(new Set(['CODE-128:MCS1', 'QR-Code:MCS1']));
    for (const symbology of ['qr', 'code-128'] as const)
      expect(parsePageCode('MCS1', symbology)).toEqual({ kind: 'separator' });
  });
  test.each([4, 180, 184])('is read as a scanner at 200 dpi sees it laid in by %i degrees', async (degrees) => {
    const codes = await codesOfTurned(await drawSeparatorSheet({ size, demo: true }, assetsDir), 200, degrees);
    expect(codes).toEqual(expect.arrayContaining(['CODE-128:MCS1', 'QR-Code:MCS1']));
  });
});
