import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_PAGE_BYTES, readPngSize } from '../../../devices/document-scanner/png-size.ts';
import { tinyPng } from '../../rig/png.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'png-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sizeOf(bytes: Uint8Array): Promise<unknown> {
  const file = join(folder, 'page.png');
  await writeFile(file, bytes);
  return readPngSize(file).catch((error: unknown) => error);
}

test('a whole page has its size', async () => {
  expect(await sizeOf(tinyPng(40, 60))).toEqual({ width: 40, height: 60 });
  expect(await sizeOf(tinyPng(20_000, 20_000))).toEqual({ width: 20_000, height: 20_000 });
});

test.each([
  ['a width that no scanner has', tinyPng(20_001, 10)],
  ['a height that no scanner has', tinyPng(10, 4_000_000_000)],
  ['no width', tinyPng(0, 10)],
  ['half a page', tinyPng(40, 60).subarray(0, 60)],
  ['an empty file', Buffer.alloc(0)],
  ['another format', Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(100)])],
])('%s is damaged', async (_, bytes) => {
  expect(await sizeOf(bytes)).toMatchObject({ code: 'MC-DSC-06' });
});

test('a file of 61 MB is refused without reading it', async () => {
  const file = join(folder, 'big.png');
  const handle = await open(file, 'w');
  await handle.truncate(MAX_PAGE_BYTES + 1);
  await handle.close();
  await expect(readPngSize(file)).rejects.toMatchObject({ code: 'MC-DSC-06' });
});

test('a file that is not there is damaged, too', async () => {
  await expect(readPngSize(join(folder, 'none.png'))).rejects.toMatchObject({ code: 'MC-DSC-06' });
});
