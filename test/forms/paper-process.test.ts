import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createPaperProcess, type PaperProcess } from '../../forms/paper-process.ts';
import { rasterPage } from '../../forms/raster.ts';
import { drawSlip } from '../../forms/slip.ts';
import { slip } from './samples.ts';
import { assetsDir } from './tools.ts';

let papers: PaperProcess;
afterEach(() => papers.close());

test('the same dots as on the spot; the PDF stays whole', async () => {
  papers = createPaperProcess({ assetsDir });
  const pdf = await drawSlip(slip, assetsDir);
  const before = Buffer.from(pdf);
  const [here, there] = [await rasterPage(pdf, 576), await papers.raster(pdf, 576)];
  expect([there.width, there.height]).toEqual([here.width, here.height]);
  expect(Buffer.from(there.data).equals(Buffer.from(here.data))).toBe(true);
  expect(before.equals(Buffer.from(pdf))).toBe(true);
}, 30_000);

test('the same paper as on the spot, to the byte', async () => {
  papers = createPaperProcess({ assetsDir });
  const [here, there] = [await drawSlip(slip, assetsDir), await papers.draw({ form: 'slip', input: slip })];
  expect(Buffer.from(there).equals(Buffer.from(here))).toBe(true);
  await expect(papers.draw({ form: 'slip', input: { ...slip, code: '' } })).rejects.toThrow();
}, 30_000);

test('bytes that are no PDF are refused, and the next page is drawn', async () => {
  papers = createPaperProcess({ assetsDir });
  await expect(papers.raster(new TextEncoder().encode('not a pdf'), 576)).rejects.toThrow();
  expect((await papers.raster(await drawSlip(slip, assetsDir), 384)).width).toBe(384);
}, 30_000);

test('a page that takes for ever is given up, and so is a process that dies; another one begins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'raster-'));
  const file = join(folder, 'worker.mjs');
  await writeFile(
    file,
    `process.on('message', ({ number, work: { dots } }) => {
      if (dots === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      if (dots === 2) process.exit(3);
      process.send({ number, done: { width: dots, height: 0, data: new Uint8Array() } });
    });`,
  );
  // Long enough for a process to begin and to die in, on a machine that is busy.
  papers = createPaperProcess({ assetsDir, limitMs: 4000, file });
  await expect(papers.raster(new Uint8Array(1), 1)).rejects.toThrow('too long');
  await expect(papers.raster(new Uint8Array(1), 2)).rejects.toThrow('ended');
  expect(await papers.raster(new Uint8Array(1), 8)).toMatchObject({ width: 8 });
  await papers.close();
  await expect(papers.raster(new Uint8Array(1), 8)).rejects.toThrow('closed');
  await rm(folder, { recursive: true });
}, 30_000);

test('a station killed while its papers are drawn leaves no process and no stack on the screen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'raster-'));
  const [pdf, station] = [join(folder, 'slip.pdf'), join(folder, 'station.mjs')];
  await writeFile(pdf, await drawSlip(slip, assetsDir));
  await writeFile(
    station,
    `import { fork } from 'node:child_process';
    import { readFileSync } from 'node:fs';
    const worker = fork(process.argv[2], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const raster = readFileSync(process.argv[3]);
    for (let number = 1; number <= 12; number += 1) worker.send({ number, work: { raster, dots: 576 } });
    worker.on('message', () => process.kill(process.pid, 'SIGKILL'));`,
  );
  const worker = fileURLToPath(new URL('../../forms/paper-worker.ts', import.meta.url));
  const killed = spawn(process.execPath, [station, worker, pdf], { stdio: ['ignore', 'ignore', 'pipe'] });
  // The worker holds the same line open, so the text is whole only when both are gone.
  expect(await text(killed.stderr)).toBe('');
  expect(killed.signalCode).toBe('SIGKILL');
  await rm(folder, { recursive: true });
}, 30_000);
