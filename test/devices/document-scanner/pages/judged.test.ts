/** What is judged about a page before anything is done to it: how it lies, which way is up, whether there is anything on it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { isBlank } from '../../../../devices/document-scanner/pages/blank.ts';
import type { Found } from '../../../../devices/document-scanner/pages/codes/found.ts';
import type { Gray } from '../../../../devices/document-scanner/pages/gray.ts';
import { inkOf } from '../../../../devices/document-scanner/pages/ink.ts';
import { slantOf } from '../../../../devices/document-scanner/pages/slant.ts';
import { quarterOf } from '../../../../devices/document-scanner/pages/upright.ts';
import { code128, qrCode } from '../../../../forms/barcodes.ts';
import { A4, DPI, dotsOf, mm, noisy, Sheet } from './scans.ts';

const TREE = join(import.meta.dirname, '..', '..', '..', '..');
const NAMES = ['01-giay-chung-sinh', '02-to-khai-dang-ky-khai-sinh', '03-giay-khai-sinh'] as const;
const FORM_DPI = 150;

let forms: readonly Buffer[] = [];
beforeAll(async () => {
  forms = await Promise.all(
    NAMES.map((name) => readFile(join(TREE, 'assets', 'images', 'sample-pages', `${name}.png`))),
  );
});

/** A form as a scanner sees it when the sheet lies turned by so many degrees, clockwise. */
const lying = (form: Buffer, degrees: number): Promise<Gray> =>
  dotsOf(sharp(form).flatten({ background: '#fff' }).resize(1_240).rotate(degrees, { background: '#fff' }));

/** A limit against hanging on a busy machine. */
const LIMIT = { timeout: 90_000 } as const;

describe('the slant of a page', LIMIT, () => {
  it('is found within 0.3 degrees, five degrees either way', async () => {
    for (const [index, degrees] of [-5, -3.3, -1.4, 0.8, 2.6, 5].entries()) {
      const slant = slantOf(inkOf(await lying(forms[index % 3] ?? Buffer.alloc(0), degrees), FORM_DPI));
      expect(slant).toMatchObject({ certain: true, sideways: false });
      expect(Math.abs(slant.degrees - degrees), `${degrees}`).toBeLessThanOrEqual(0.3);
    }
  });

  it('is found on a sheet that lies on its side as well', async () => {
    for (const degrees of [92, 267]) {
      const slant = slantOf(inkOf(await lying(forms[0] ?? Buffer.alloc(0), degrees), FORM_DPI));
      expect(slant).toMatchObject({ certain: true, sideways: true });
      expect(Math.abs(slant.degrees - (degrees === 92 ? 2 : -3)), `${degrees}`).toBeLessThanOrEqual(0.3);
    }
  });

  it('is none where nothing says how the page lies: nothing, grain, a stamp, a blot', () => {
    const stamp = new Sheet().disc(560, 900, mm(17), 110).disc(560, 900, mm(16), 250);
    const blot = new Sheet().disc(560, 900, 15, 30);
    for (const sheet of [new Sheet(), noisy(new Sheet(200), 30), stamp, blot])
      expect(slantOf(inkOf(sheet, DPI))).toEqual({ sideways: false, degrees: 0, certain: false });
  });
});

describe('which way is up', LIMIT, () => {
  it('is what the lines of text say, whichever way the sheet went in', async () => {
    for (const [index, degrees] of ([0, 90, 180, 270] as const).entries()) {
      const page = await lying(forms[index % 3] ?? Buffer.alloc(0), degrees);
      expect(quarterOf(page, FORM_DPI, slantOf(inkOf(page, FORM_DPI)), []), `${degrees}`).toBe((360 - degrees) % 360);
    }
  });

  it('is what a code says where there is no text', () => {
    const page = withQr(new Sheet());
    const slant = slantOf(inkOf(page, DPI));
    for (const [turn, quarter] of [0, 270, 180, 90].entries())
      expect(quarterOf(page, DPI, slant, [codeTurned(turn)])).toBe(quarter);
  });

  it('is left as it is where nothing says, and where two codes differ', () => {
    const page = new Sheet().disc(400, 500, 60, 40);
    const slant = slantOf(inkOf(page, DPI));
    expect(quarterOf(page, DPI, slant, [])).toBe(0);
    expect(quarterOf(page, DPI, slant, [codeTurned(0), codeTurned(2)])).toBe(0);
  });

  it('is not taken from the bars of a code, read or not: they run from top to bottom on a page that stands', () => {
    const page = withBars(new Sheet());
    const slant = slantOf(inkOf(page, DPI));
    expect(quarterOf(page, DPI, slant, [])).toBe(0);
    expect(quarterOf(page, DPI, slant, [codeTurned(0)])).toBe(0);
    expect(quarterOf(page, DPI, slant, [codeTurned(2)])).toBe(180);
  });
});

describe('a blank page', LIMIT, () => {
  const blank = (sheet: Sheet, dpi = DPI) => isBlank(inkOf(sheet, dpi));

  it('is white, grey or recycled paper, with its grain', () => {
    for (const tone of [255, 235, 200, 160]) expect(blank(noisy(new Sheet(tone), 6)), `${tone}`).toBe(true);
  });

  it('may have dust, punch holes, a staple’s shadow and the edge of the sheet', () => {
    const sheet = new Sheet(245);
    for (let speck = 0; speck < 60; speck += 1)
      sheet.rect(40 + ((speck * 97) % 740), 40 + ((speck * 211) % 1_080), 2, 2, 60);
    sheet.disc(mm(10), mm(108), mm(3), 30).disc(mm(10), mm(188), mm(3), 30);
    sheet.rect(0, 0, 3, A4.height, 90);
    expect(blank(noisy(sheet, 5))).toBe(true);
  });

  it('may let the other side show through', async () => {
    const { data, width, height } = await dotsOf(
      sharp(forms[0]).flatten({ background: '#fff' }).resize(A4.width).flop(),
    );
    const sheet = new Sheet(248, { width, height });
    sheet.data.set(data.map((tone) => 248 - Math.round((255 - tone) * 0.09)));
    expect(blank(sheet)).toBe(true);
  });

  it('is none with a stamp, a line by hand, a pencil’s note or a short word', () => {
    const stamp = new Sheet().disc(560, 900, mm(17), 110).disc(560, 900, mm(16), 250);
    const line = new Sheet().rect(200, 600, 300, 2, 60);
    const pencil = new Sheet().rect(200, 600, 140, 3, 170).rect(200, 620, 90, 3, 175);
    const word = new Sheet();
    for (let letter = 0; letter < 5; letter += 1)
      word.rect(300 + letter * 9, 500, 2, 10, 40).rect(300 + letter * 9, 500, 6, 2, 40);
    for (const [index, sheet] of [stamp, line, pencil, word].entries())
      expect(blank(noisy(sheet, 4)), `${index}`).toBe(false);
  });
});

function withBars(sheet: Sheet): Sheet {
  let x = 120;
  code128('H57.23.15-261124-0042').widths.forEach((width, index) => {
    if (index % 2 === 0) sheet.rect(x, 300, width * 2, 60, 20);
    x += width * 2;
  });
  return sheet;
}

function withQr(sheet: Sheet): Sheet {
  const { size, isDark } = qrCode('MC1:H57.23.15-261124-0042:7KQ4X2M9');
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (isDark(column, row)) sheet.rect(300 + column * 3, 300 + row * 3, 3, 3, 20);
  return sheet;
}

/** A code whose upper edge runs to the right, down, to the left or up. */
function codeTurned(quarters: number): Found {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];
  const corners = [...square.slice(quarters), ...square.slice(0, quarters)];
  return { text: 'H57.23.15-261124-0042', symbology: 'qr', engine: 'zxing-wasm', corners };
}
