import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { rasterPage } from '../../forms/raster.ts';
import { createRasterProcess, type RasterProcess } from '../../forms/raster-process.ts';
import { drawSlip } from '../../forms/slip.ts';
import { slip } from './samples.ts';
import { assetsDir } from './tools.ts';

let rasters: RasterProcess;
afterEach(() => rasters.close());

test('the same dots as on the spot; the PDF stays whole', async () => {
  rasters = createRasterProcess();
  const pdf = await drawSlip(slip, assetsDir);
  const before = Buffer.from(pdf);
  const [here, there] = [await rasterPage(pdf, 576), await rasters.raster(pdf, 576)];
  expect([there.width, there.height]).toEqual([here.width, here.height]);
  expect(Buffer.from(there.data).equals(Buffer.from(here.data))).toBe(true);
  expect(before.equals(Buffer.from(pdf))).toBe(true);
}, 30_000);

test('bytes that are no PDF are refused, and the next page is drawn', async () => {
  rasters = createRasterProcess();
  await expect(rasters.raster(new TextEncoder().encode('not a pdf'), 576)).rejects.toThrow();
  expect((await rasters.raster(await drawSlip(slip, assetsDir), 384)).width).toBe(384);
}, 30_000);

test('a page that takes for ever is given up, and so is a process that dies; another one begins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'raster-'));
  const file = join(folder, 'worker.mjs');
  await writeFile(
    file,
    `process.on('message', ({ number, dots }) => {
      if (dots === 1) for (;;);
      if (dots === 2) process.exit(3);
      process.send({ number, bitmap: { width: dots, height: 0, data: new Uint8Array() } });
    });`,
  );
  rasters = createRasterProcess({ limitMs: 1000, file: file });
  await expect(rasters.raster(new Uint8Array(1), 1)).rejects.toThrow('too long');
  await expect(rasters.raster(new Uint8Array(1), 2)).rejects.toThrow('ended');
  expect(await rasters.raster(new Uint8Array(1), 8)).toMatchObject({ width: 8 });
  await rasters.close();
  await expect(rasters.raster(new Uint8Array(1), 8)).rejects.toThrow('closed');
  await rm(folder, { recursive: true });
}, 30_000);
