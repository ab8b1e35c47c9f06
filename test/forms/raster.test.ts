import sharp from 'sharp';
import { expect, test } from 'vitest';
import { bitmapToPng, rasterPage } from '../../forms/raster.ts';
import { drawSlip } from '../../forms/slip.ts';
import { slip } from './samples.ts';
import { assetsDir, isBlack } from './tools.ts';

test('packs dots most significant bit first, 1 = black, and the PNG shows the same dots', async () => {
  const bitmap = await rasterPage(await drawSlip(slip, assetsDir), 576);
  expect(bitmap.data).toHaveLength(72 * bitmap.height);
  const { data, info } = await sharp(bitmapToPng(bitmap)).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([576, bitmap.height]);
  const differing = Array.from(data).filter(
    (grey, i) => (grey === 0) !== isBlack(bitmap, i % 576, Math.floor(i / 576)),
  );
  expect(differing).toEqual([]);
});

test('a width that is no multiple of eight leaves the spare bits white', async () => {
  const bitmap = await rasterPage(await drawSlip(slip, assetsDir), 381);
  expect(bitmap.data).toHaveLength(48 * bitmap.height);
  for (let y = 0; y < bitmap.height; y += 1) expect((bitmap.data[y * 48 + 47] ?? 0) & 0b111).toBe(0);
});

test('leaves the PDF as it was: the same bytes are archived and printed', async () => {
  const pdf = await drawSlip(slip, assetsDir);
  const before = Buffer.from(pdf);
  await rasterPage(pdf, 576);
  expect(before.equals(Buffer.from(pdf))).toBe(true);
});

test('bytes that are no PDF, and a page that is not there, are refused', async () => {
  await expect(rasterPage(new TextEncoder().encode('not a pdf'), 576)).rejects.toThrow();
  await expect(rasterPage(await drawSlip(slip, assetsDir), 576, 2)).rejects.toThrow();
});
