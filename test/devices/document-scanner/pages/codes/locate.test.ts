/** Where a code may stand: one place for one code, none for print. */
import { describe, expect, it } from 'vitest';
import { locateCodes } from '../../../../../devices/document-scanner/pages/codes/locate.ts';
import { code128, qrCode } from '../../../../../forms/barcodes.ts';
import { Sheet } from '../scans.ts';

const DPI = 200;
const MODULE = 3;
const HEIGHT = 80;
const PAPER = { width: 1_654, height: 1_200 } as const;

function withBars(sheet: Sheet, text: string, at: { readonly x: number; readonly y: number }): number {
  let x = at.x;
  code128(text).widths.forEach((width, index) => {
    if (index % 2 === 0) sheet.rect(x, at.y, width * MODULE, HEIGHT, 20);
    x += width * MODULE;
  });
  return x;
}

/** Words of bold print: strokes and gaps of a heading's letters, in lines. */
function withPrint(sheet: Sheet, lines: number): Sheet {
  for (let line = 0; line < lines; line += 1)
    for (let word = 0; word < 10; word += 1)
      for (let stroke = 0; stroke < 9; stroke += 1)
        sheet.rect(120 + word * 140 + stroke * 12, 120 + line * 60, 5, 18, 30);
  return sheet;
}

describe('where a code may stand', () => {
  it('is one place for the bars of one code, though runs of them are less or more than half black', () => {
    for (const tail of ['15-261124-0042', '34-261207-0703', '23-261015-1736', '35-260715-8774', '37-260704-8990']) {
      const sheet = new Sheet(250, PAPER);
      const end = withBars(sheet, `H57.23.${tail}`, { x: 300, y: 500 });
      const places = locateCodes(sheet, DPI);
      expect(places, tail).toHaveLength(1);
      const [{ x, y, width, height } = { x: 0, y: 0, width: 0, height: 0 }] = places;
      expect([x < 300, y < 500, x + width > end, y + height > 500 + HEIGHT], tail).toEqual([true, true, true, true]);
    }
  });

  it('is a QR and bars side by side, each by itself', () => {
    const sheet = new Sheet(250, PAPER);
    withBars(sheet, 'H57.23.15-261124-0042', { x: 200, y: 500 });
    const { size, isDark } = qrCode('MC1:H57.23.15-261124-0042:7KQ4X2M9');
    for (let row = 0; row < size; row += 1)
      for (let column = 0; column < size; column += 1)
        if (isDark(column, row)) sheet.rect(1_200 + column * 5, 480 + row * 5, 5, 5, 20);
    expect(locateCodes(sheet, DPI)).toHaveLength(2);
  });

  it('is nowhere on an empty page, among print, in a ruled table, a shaded field', () => {
    const table = new Sheet(250, PAPER);
    for (let line = 0; line < 12; line += 1) table.rect(150, 150 + line * 60, 1_300, 4, 30);
    for (let line = 0; line < 8; line += 1) table.rect(150 + line * 180, 150, 4, 660, 30);
    const shaded = new Sheet(250, PAPER).rect(200, 300, 900, 300, 130);
    for (const page of [new Sheet(250, PAPER), withPrint(new Sheet(250, PAPER), 14), table, shaded])
      expect(locateCodes(page, DPI)).toEqual([]);
  });
});
