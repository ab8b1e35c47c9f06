/** Whole pages through the pipeline, two at a time, beside a scanner's own feeding; and a batch of 500 with its memory and disk. */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PagePipeline } from '../../devices/document-scanner/pages/contract.ts';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../devices/log.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, median, ROUNDS } from './figures.ts';
import { makePage } from './pages-made.ts';

/** Numbers of made pages at 300 dpi; one in four of a real batch carries a code, so the rest are bare forms. */
const MADE = [12, 17, 22] as const;
const BATCH = 500;
const A_ROUND = 8;
/** A scanner of 60 pages a minute. */
const FEED_MS = 1_000;
const PAGE_BYTES = 150_000;

const batchSize = (): number => Math.min(BATCH, Number(process.env['MOTCUA_BENCH_PAGES'] ?? BATCH) || BATCH);

export async function pageFigures(folder: string): Promise<readonly Figure[]> {
  const files = await writeScans(folder);
  const pipeline = createPagePipeline({ log: silentLog, workers: 2 });
  try {
    await runPages(pipeline, files, folder, 2);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      times.push(median(await runPages(pipeline, files, folder, A_ROUND)));
    const speed = figure(
      {
        name: 'scan.page',
        unit: 'ms',
        note: 'a 300-dpi A4 page from the scanner’s PNG to the stored file, two pages at once, median | a feeder of 60 pages a minute',
      },
      times.map((ours) => ({ ours, reference: FEED_MS })),
    );
    return [speed, ...(await batchFigures(pipeline, files, folder))];
  } finally {
    await pipeline.close();
  }
}

/** As `scanimage --format=png` writes them. */
async function writeScans(folder: string): Promise<readonly string[]> {
  const sample = async (name: string) =>
    sharp(await readFile(join(TREE, 'assets', 'images', 'sample-pages', name))).resize(2480, 3508, { fit: 'fill' });
  const bare = ['01-giay-chung-sinh.png', '02-to-khai-dang-ky-khai-sinh.png', '03-giay-khai-sinh.png'].map(sample);
  const made = MADE.map(async (number) => sharp((await makePage(number, join(TREE, 'assets'))).jpeg));
  const images = [...(await Promise.all(bare)), ...(await Promise.all(made))];
  return Promise.all(
    images.map(async (image, index) => {
      const file = join(folder, `scan-${index}.png`);
      await writeFile(file, await image.toColourspace('b-w').png().toBuffer());
      return file;
    }),
  );
}

/** Milliseconds of each page, two in the works at any time. */
async function runPages(
  pipeline: PagePipeline,
  files: readonly string[],
  folder: string,
  count: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  let next = 0;
  const line = async () => {
    while (next < count) {
      const index = next++;
      const started = performance.now();
      const file = files[index % files.length] ?? '';
      const outcome = await pipeline.process({ file, dpi: 300, into: join(folder, `page-${index}`) });
      if (!outcome.ok) throw new Error(`a page ended as ${outcome.code}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all([line(), line()]);
  return times;
}

async function batchFigures(
  pipeline: PagePipeline,
  files: readonly string[],
  folder: string,
): Promise<readonly Figure[]> {
  const stop = new AbortController();
  const memory = watchMemory(stop.signal);
  const count = batchSize();
  await runPages(pipeline, files, folder, count);
  stop.abort();
  const peak = await memory;
  const stored = await storedBytes(folder);
  await Promise.all(stored.names.map((name) => rm(join(folder, name))));
  const size = stored.bytes / count;
  const other = { ours: Math.round(size), reference: PAGE_BYTES, ratio: Number((size / PAGE_BYTES).toPrecision(3)) };
  return [
    {
      name: 'scan.batch.memory',
      ours: peak,
      reference: 600,
      unit: 'MB',
      ratio: Number((peak / 600).toPrecision(3)),
      note: `peak of this process and its workers together over ${count} pages | what the issue allows`,
    },
    { name: 'scan.page.bytes', unit: 'bytes', ...other, note: 'a stored page, mean | the size aimed at' },
  ];
}

async function storedBytes(folder: string): Promise<{ readonly names: readonly string[]; readonly bytes: number }> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('page-'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return { names, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Peak of resident megabytes, this process and its children, looked at ten times a second. Linux only. */
async function watchMemory(stop: AbortSignal): Promise<number> {
  let peak = 0;
  while (!stop.aborted) {
    peak = Math.max(peak, await residentMb());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Math.round(peak);
}

async function residentMb(): Promise<number> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').catch(() => '');
  const pids = [String(process.pid), ...children.trim().split(/\s+/).filter(Boolean)];
  const sizes = await Promise.all(pids.map(residentOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function residentOf(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}
