import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPageFile } from '../../../devices/document-scanner/page-file.ts';
import { tinyPng } from '../../rig/png.ts';

let folder = '';
let jpeg = Buffer.alloc(0);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jpeg-'));
  const noise = Buffer.from(Array.from({ length: 400 * 300 }, (_, index) => (index * 7919) % 251));
  jpeg = await sharp(noise, { raw: { width: 400, height: 300, channels: 1 } })
    .jpeg()
    .toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function look(bytes: Uint8Array): Promise<unknown> {
  const file = join(folder, 'page');
  await writeFile(file, bytes);
  return readPageFile(file).catch((error: unknown) => error);
}
/** A segment of so many bytes after the start, as colour profiles and previews come. */
const withSegment = (marker: number, size: number, filling = 0x20): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(size + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.alloc(size, filling), jpeg.subarray(2)]);
};

test('a whole page has its size, by its content and not by its name', async () => {
  expect(await look(jpeg)).toEqual({ format: 'jpeg', width: 400, height: 300 });
  expect(await look(tinyPng(40, 60))).toEqual({ format: 'png', width: 40, height: 60 });
  const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer();
  expect(await look(progressive)).toMatchObject({ width: 400 });
});

test('large segments before the picture, and filling after its end, do no harm', async () => {
  expect(await look(withSegment(0xe2, 65_000))).toMatchObject({ width: 400 });
  expect(await look(Buffer.concat([jpeg, Buffer.alloc(700)]))).toMatchObject({ width: 400 });
  expect(await look(Buffer.concat([jpeg, Buffer.from('\r\n')]))).toMatchObject({ width: 400 });
});

/** The frame header's size, overwritten. */
const claiming = (width: number, height: number): Buffer => {
  const lie = Buffer.from(jpeg);
  const frame = lie.indexOf(Buffer.from([0xff, 0xc0]));
  lie.writeUInt16BE(height, frame + 5);
  lie.writeUInt16BE(width, frame + 7);
  return lie;
};

test.each<[string, () => Uint8Array]>([
  ['half a page', () => jpeg.subarray(0, jpeg.length / 2)],
  ['a page without its last byte', () => jpeg.subarray(0, jpeg.length - 1)],
  ['a page cut in its header', () => jpeg.subarray(0, 40)],
  ['noise after the end', () => Buffer.concat([jpeg, Buffer.from('noise')])],
  ['a header only', () => Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
  ['a segment that has no length', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), jpeg])],
  ['a picture of no height', () => claiming(400, 0)],
  ['a picture that no scanner makes', () => claiming(65_535, 65_535)],
  [
    'a thousand segments',
    () => Buffer.concat([jpeg.subarray(0, 2), ...Array(1000).fill(Buffer.from([0xff, 0xe1, 0, 2])), jpeg.subarray(2)]),
  ],
  ['nothing', () => Buffer.alloc(0)],
])('%s is damaged', async (_, bytes) => {
  expect(await look(bytes())).toMatchObject({ code: 'MC-DSC-06' });
});
