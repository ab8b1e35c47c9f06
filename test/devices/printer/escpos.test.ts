import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bitmap } from '../../../devices/printer/contract.ts';
import {
  encodeCommand,
  joinBytes,
  rasterBands,
  type SlipLayout,
  slipCommands,
} from '../../../devices/printer/escpos.ts';
import { createEscposInterpreter } from '../../../devices/printer/escpos-interpreter.ts';
import { createEscposParser, type PrinterOp } from '../../../devices/printer/escpos-parser.ts';
import { printerModel } from '../../../devices/printer/models.ts';

function pattern(width: number, height: number): Bitmap {
  const stride = Math.ceil(width / 8);
  return { width, height, data: new Uint8Array(stride * height).map((_, index) => (index * 37 + 11) & 0xff) };
}

const MAX_ROWS = 255;
const LAYOUT: SlipLayout = { dots: 576, bandRows: MAX_ROWS, model: printerModel('generic'), automatic: false };

const rasterBytes = (bitmap: Bitmap): Uint8Array => joinBytes(rasterBands(bitmap, 576, MAX_ROWS).map(encodeCommand));

test('bands have at most 255 rows, and together they are the whole slip', () => {
  const bands = rasterBands(pattern(576, 600), 576, MAX_ROWS);
  expect(bands.map((band) => (band.kind === 'raster' ? band.rows : 0))).toEqual([MAX_ROWS, MAX_ROWS, 90]);
});

test('a slip wider than the head is cut at its edge, row by row', () => {
  const band = rasterBands({ width: 24, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 16, MAX_ROWS)[0];
  expect(band).toMatchObject({ widthBytes: 2, data: Uint8Array.of(1, 2, 4, 5) });
});

test('the raster is the same, dot for dot, as a well-known encoder makes of the same picture', () => {
  const bitmap = pattern(64, 304);
  const rgba = new Uint8ClampedArray(bitmap.width * bitmap.height * 4);
  for (let dot = 0; dot < bitmap.width * bitmap.height; dot += 1) {
    const black = ((bitmap.data[dot >> 3] ?? 0) >> (7 - (dot & 7))) & 1;
    rgba.set(black ? [0, 0, 0, 255] : [255, 255, 255, 255], dot * 4);
  }
  const picture = { width: bitmap.width, height: bitmap.height, data: rgba, colorSpace: 'srgb' as const };
  const theirs = new ReceiptPrinterEncoder({ language: 'esc-pos', imageMode: 'raster', columns: 48 })
    .image(picture, bitmap.width, bitmap.height, 'threshold')
    .encode();
  const paper = (bytes: Uint8Array): readonly number[] =>
    createEscposParser()
      .push(bytes)
      .flatMap((op) => (op.op === 'raster' ? [...op.data] : []));
  expect(paper(rasterBytes(bitmap))).toEqual([...bitmap.data]);
  expect(paper(theirs)).toEqual([...bitmap.data]);
});

/** The slip that comes out when the bytes arrive in these pieces. */
async function printed(
  pieces: readonly Uint8Array[],
): Promise<{ readonly slips: number; readonly data: Uint8Array; readonly text: number }> {
  const paper = createEscposInterpreter({ dots: 576, now: () => 0, rowsPerSecond: 1e9 });
  const cable = paper.plug(() => undefined);
  for (const piece of pieces) cable.receive(piece);
  await expect.poll(() => paper.held, { interval: 2 }).toBe(0);
  return {
    slips: paper.slips().length,
    data: paper.slips()[0]?.bitmap.data ?? new Uint8Array(),
    text: paper.strayText,
  };
}

test('however the network cuts the bytes, the paper is the same', async () => {
  const bitmap = pattern(576, 300);
  const bytes = joinBytes(slipCommands(bitmap, LAYOUT).map(encodeCommand));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 8 }), async (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const seen = await printed(edges.slice(1).map((end, index) => bytes.subarray(edges[index], end)));
      expect(seen.slips).toBe(1);
      expect(seen.text).toBe(0);
      expect(Buffer.from(seen.data.subarray(0, bitmap.data.length)).equals(Buffer.from(bitmap.data))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('text sent to the printer shows as stray text, so that a test would see it', async () => {
  expect((await printed([new TextEncoder().encode('Gi?y ti?p nh?n\n')])).text).toBe(14);
});

test('noise does not hang or fill the parser, and a real command after it is found', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const parser = createEscposParser();
      expect(() => parser.push(noise)).not.toThrow();
    }),
  );
  const absurd = Uint8Array.of(0x1d, 0x76, 0x30, 0, 0xff, 0xff, 0xff, 0xff, 0x10, 0x04, 0x01);
  const ops: readonly PrinterOp[] = createEscposParser().push(absurd);
  expect(ops).toContainEqual({ op: 'real-time-status', n: 1 });
});
