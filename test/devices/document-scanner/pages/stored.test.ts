/** Whole pages through the pipeline: what is stored of them, and what is read on them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code128, qrCode } from '../../../../forms/barcodes.ts';
import { A4, type Bench, DPI, noisy, openBench, Sheet, storedDots } from './scans.ts';

const CODE = 'H57.23.15-261124-0042';
const RECEIPT = `MC1:${CODE}:7KQ4X2M9`;
const TREE = join(import.meta.dirname, '..', '..', '..', '..');

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ workers: 1 });
});
afterAll(() => bench.close());

/** Lines of print and whatever is drawn on top. */
function form(size: { readonly width: number; readonly height: number } = A4): Sheet {
  const sheet = new Sheet(248, size);
  for (let line = 0; line < 24; line += 1)
    for (let word = 0; word < 8; word += 1)
      sheet.rect(
        Math.round(size.width * (0.12 + word * 0.095)),
        Math.round(size.height * (0.3 + line * 0.025)),
        40,
        4,
        50,
      );
  return sheet;
}

function withBars(sheet: Sheet, text: string, module: number): Sheet {
  let x = 100;
  code128(text).widths.forEach((width, index) => {
    if (index % 2 === 0) sheet.rect(x, 140, width * module, 70, 20);
    x += width * module;
  });
  return sheet;
}

function withQr(sheet: Sheet, text: string, x: number, module = 4): Sheet {
  const { size, isDark } = qrCode(text);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (isDark(column, row)) sheet.rect(x + column * module, 140 + row * module, module, module, 20);
  return sheet;
}

/** Whole pages of 300 dpi on a machine that is busy with other tests: a limit against hanging, no more. */
const LIMIT = { timeout: 90_000 } as const;

describe('a page as it is stored', LIMIT, () => {
  it('is a grey JPEG of 150 kB at most for an A4 sheet at 300 dpi, all its dots kept', async () => {
    const sheet = noisy(form({ width: 2_480, height: 3_508 }), 4);
    const page = await bench.made('form.png', await sheet.png(), 300);
    expect(page).toMatchObject({ format: 'jpeg', widthPx: 2_480, heightPx: 3_508, dpi: 300, blank: false, turned: 0 });
    expect(page.bytes).toBeLessThanOrEqual(150_000);
    const { size, channels, space } = await sharp(await readFile(page.file)).metadata();
    expect({ size, channels, space }).toEqual({ size: page.bytes, channels: 1, space: 'b-w' });
  });

  it('has fewer dots and says so where a crowded sheet does not fit otherwise', async () => {
    const size = { width: 2_480, height: 3_508, fit: 'fill', kernel: 'nearest' } as const;
    const picture = join(TREE, 'assets', 'images', 'sample-pages', '02-to-khai-dang-ky-khai-sinh.png');
    const crowded = await sharp(picture).flatten({ background: '#f4f4f4' }).resize(size).png().toBuffer();
    const page = await bench.made('crowded.png', crowded, 300);
    expect(page).toMatchObject({ format: 'jpeg', widthPx: 1_653, heightPx: 2_339, dpi: 200 });
    expect(page.bytes).toBeLessThanOrEqual(150_000);
  });

  it('is a PNG of one bit a dot where the scanner sent two tones', async () => {
    const sheet = new Sheet(255).rect(100, 200, 500, 6, 0).rect(100, 240, 400, 6, 0).rect(100, 280, 450, 6, 0);
    const page = await bench.made('line-art.png', await sheet.png());
    expect(page).toMatchObject({ format: 'png', widthPx: A4.width, heightPx: A4.height, dpi: DPI });
    // Byte 24 of a PNG: the bits of a sample, in its head.
    expect((await readFile(page.file))[24]).toBe(1);
    const { data } = await storedDots(page);
    expect([data[203 * A4.width + 300], data[220 * A4.width + 300]]).toEqual([0, 255]);
  });

  it('ends where the sheet does: the scanner’s black lining goes, what is written stays', async () => {
    const [left, top] = [40, 30];
    const beside = new Sheet(25, { width: A4.width + 120, height: A4.height + 140 }).lay(left, top, form());
    const page = await bench.made('lined.png', await noisy(beside, 5).png());
    expect(Math.abs(page.widthPx - A4.width)).toBeLessThanOrEqual(6);
    expect(Math.abs(page.heightPx - A4.height)).toBeLessThanOrEqual(6);
    const { data } = await storedDots(page);
    expect(data.filter((tone) => tone < 40).length).toBeLessThan(data.length * 0.01);
  });

  it('is level: five degrees of slant are gone, and said', async () => {
    const slanted = sharp(join(TREE, 'assets', 'images', 'sample-pages', '01-giay-chung-sinh.png'))
      .flatten({ background: '#fff' })
      .resize(1_000)
      .rotate(-4.2, { background: '#fff' });
    const page = await bench.made('slanted.png', await slanted.toColourspace('b-w').png().toBuffer(), 120);
    expect(Math.abs(page.skew + 4.2)).toBeLessThanOrEqual(0.3);
    const again = await bench.made('again.jpg', await readFile(page.file), 120);
    expect(Math.abs(again.skew)).toBeLessThanOrEqual(0.3);
  });

  it('of 60 MB, as a scanner of sixteen bits a colour sends it, is stored like any other', async () => {
    const side = 3_170;
    const dots = new Uint16Array(side * side * 3).fill(62_000);
    for (let line = 0; line < 40; line += 1)
      dots.fill(9_000, (400 + line * 50) * side * 3, (406 + line * 50) * side * 3 - side);
    const raw = { width: side, height: side, channels: 3 } as const;
    const png = await sharp(dots, { raw }).toColourspace('rgb16').png({ compressionLevel: 0 }).toBuffer();
    expect(png.length).toBeGreaterThan(60_000_000);
    expect(await bench.made('sixty.png', png, 300)).toMatchObject({ widthPx: side, heightPx: side, dpi: 300 });
  });
});

describe('what is read on a page', LIMIT, () => {
  const size = { width: 1_654, height: 2_339 } as const;

  it('is its Code 128 and its QR, with their places, on a page that stands and on one on its head', async () => {
    const sheet = withQr(withBars(form(size), CODE, 3), RECEIPT, 1_200);
    for (const [name, degrees] of [
      ['stands', 0],
      ['head', 180],
    ] as const) {
      const png = await sheet.picture().rotate(degrees).png().toBuffer();
      const page = await bench.made(`${name}.png`, png, 200);
      expect(page.turned, name).toBe(degrees);
      const codes = page.codes.toSorted((a, b) => a.box.x - b.box.x);
      expect(codes.map(({ text, symbology }) => [text, symbology])).toEqual([
        [CODE, 'code-128'],
        [RECEIPT, 'qr'],
      ]);
      const [bars, qr] = codes.map(({ box }) => box);
      expect(Math.abs((bars?.x ?? 0) - 100), name).toBeLessThan(20);
      expect(Math.abs((qr?.x ?? 0) - 1_200), name).toBeLessThan(20);
      expect(Math.abs((qr?.y ?? 0) - 140), name).toBeLessThan(20);
    }
  });

  it('is nothing of a stranger’s: a citizen card’s QR, a shop’s, a parcel’s bars', async () => {
    const card = '046196000456|201234567|Lê Thị Mẫu|01011996|Nữ|Thôn 2, xã Mẫu|01012021';
    const sheets = [
      withQr(form(size), card, 300),
      withQr(form(size), 'https://example.invalid/khuyen-mai', 300),
      withBars(form(size), 'VN8812345678', 3),
    ];
    for (const [index, sheet] of sheets.entries())
      expect((await bench.made(`stranger-${index}.png`, await sheet.png(), 200)).codes).toEqual([]);
  });
});
