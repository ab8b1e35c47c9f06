import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { rasterPage } from '../../forms/raster.ts';
import { createRasterThread, type RasterThread } from '../../forms/raster-thread.ts';
import { drawSlip } from '../../forms/slip.ts';
import { slip } from './samples.ts';
import { assetsDir } from './tools.ts';

let thread: RasterThread;
afterEach(() => thread.close());

test('the same dots as on the spot; the PDF stays whole', async () => {
  thread = createRasterThread();
  const pdf = await drawSlip(slip, assetsDir);
  const before = Buffer.from(pdf);
  const [here, there] = [await rasterPage(pdf, 576), await thread.raster(pdf, 576)];
  expect([there.width, there.height]).toEqual([here.width, here.height]);
  expect(Buffer.from(there.data).equals(Buffer.from(here.data))).toBe(true);
  expect(before.equals(Buffer.from(pdf))).toBe(true);
}, 30_000);

test('bytes that are no PDF are refused, and the next page is drawn', async () => {
  thread = createRasterThread();
  await expect(thread.raster(new TextEncoder().encode('not a pdf'), 576)).rejects.toThrow();
  expect((await thread.raster(await drawSlip(slip, assetsDir), 384)).width).toBe(384);
}, 30_000);

test('a page that takes for ever is given up, and so is a thread that dies; another one begins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'raster-'));
  const file = join(folder, 'worker.mjs');
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ number, dots }) => {
      if (dots === 1) for (;;);
      if (dots === 2) process.exit(3);
      parentPort.postMessage({ number, bitmap: { width: dots, height: 0, data: new Uint8Array() } });
    });`,
  );
  thread = createRasterThread({ limitMs: 1000, file: pathToFileURL(file) });
  await expect(thread.raster(new Uint8Array(1), 1)).rejects.toThrow('too long');
  await expect(thread.raster(new Uint8Array(1), 2)).rejects.toThrow('ended');
  expect(await thread.raster(new Uint8Array(1), 8)).toMatchObject({ width: 8 });
  await thread.close();
  await expect(thread.raster(new Uint8Array(1), 8)).rejects.toThrow('closed');
  await rm(folder, { recursive: true });
}, 30_000);
