/** Whole pages through the pipeline, two at a time, beside a scanner's own feeding; and a batch of 500 with its memory and disk. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { writeSaneConfig } from '../../test/rig/sane.ts';
import { TREE } from '../paths.ts';
import { type Figure, figure, median, ROUNDS } from './figures.ts';
import { makePage } from './pages-made.ts';
import type { PagesDone, PagesTask } from './pages-station.ts';
import { bytesIn, watchDisk, watchMemory } from './pages-watched.ts';

/** Numbers of made pages at 300 dpi: clean bars, a moderately damaged QR and bars, beside as many bare forms. */
const MADE = [12, 17, 19] as const;
const BATCH = 500;
const A_ROUND = 12;
/** A scanner of 60 pages a minute. */
const FEED_MS = 1_000;
const PAGE_BYTES = 150_000;
const ALLOWED_MB = 600;
const ALLOWED_DISK = 2;

const batchSize = (): number => Math.min(BATCH, Number(process.env['MOTCUA_BENCH_PAGES'] ?? BATCH) || BATCH);

export async function pageFigures(folder: string): Promise<readonly Figure[]> {
  const files = await writeScans(folder);
  const station = fork(fileURLToPath(new URL('./pages-station.ts', import.meta.url)));
  try {
    return [...(await speedFigures(station, files, folder)), ...(await batchFigures(station, files, folder))];
  } finally {
    station.disconnect();
  }
}

/** As `scanimage --format=png` writes them; the pages of forms get a sensor's grain, or they would be no scans. */
async function writeScans(folder: string): Promise<readonly string[]> {
  const bare = ['01-giay-chung-sinh.png', '02-to-khai-dang-ky-khai-sinh.png', '03-giay-khai-sinh.png'].map(grained);
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

const SLANT = 0.6;
const PAPER = '#f4f4f4';

async function grained(name: string): Promise<Sharp> {
  const file = await readFile(join(TREE, 'assets', 'images', 'sample-pages', name));
  const size = { width: 2480, height: 3508 };
  const sheet = await sharp(file)
    .flatten({ background: PAPER })
    .rotate(SLANT, { background: PAPER })
    .resize({ ...size, fit: 'cover' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  let state = name.length;
  for (let index = 0; index < sheet.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    sheet[index] = Math.max(0, Math.min(250, (sheet[index] ?? 0) + ((state >>> 24) % 13) - 9));
  }
  return sharp(sheet, { raw: { ...size, channels: 1 } });
}

async function speedFigures(
  station: ChildProcess,
  files: readonly string[],
  scratch: string,
): Promise<readonly Figure[]> {
  const folder = await folderIn(scratch, 'rounds');
  await told(station, { files, folder, count: 2 });
  const sane = await writeSaneConfig(folder);
  const rounds: (PagesDone & { readonly fed: number })[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await told(station, { files, folder, count: A_ROUND });
    rounds.push({ ...done, fed: await feedOnce(folder, sane) });
  }
  const beside = 'a feeder of 60 pages a minute';
  const first = `scanimage --batch alone, the test device’s ten pages of the same size fed, read and written with nothing made of them`;
  return [
    figure(
      { name: 'scan.page', unit: 'ms', note: `a 300-dpi A4 page of many, by two workers, start to start | ${beside}` },
      rounds.map(({ elapsed }) => ({ ours: elapsed / A_ROUND, reference: FEED_MS })),
    ),
    figure(
      {
        name: 'scan.page.fed',
        unit: 'ms',
        note: `the same pages | ${first}, and the second of a feeder of 60 a minute`,
      },
      rounds.map(({ elapsed, fed }) => ({ ours: elapsed / A_ROUND, reference: Math.max(FEED_MS, fed) })),
    ),
    figure(
      { name: 'scan.page.bare', unit: 'ms', note: `the same pages | ${first}, as fast as a device without paper goes` },
      rounds.map(({ elapsed, fed }) => ({ ours: elapsed / A_ROUND, reference: fed })),
    ),
    figure(
      {
        name: 'scan.page.wait',
        unit: 'ms',
        note: `from a page’s scan to its sealed, stored file, two at once | ${beside}`,
      },
      rounds.map(({ each }) => ({ ours: median(each), reference: FEED_MS })),
    ),
  ];
}

const SHEETS = ['--source', 'Automatic Document Feeder', '--test-picture', 'Grid', '-x', '210', '-y', '297'];
const AS_OURS = ['--mode', 'Gray', '--resolution', '300', '--format=png'];
/** Sheets in the test device's feeder. */
const FED = 10;

/** Milliseconds a page. A device without paper feeds as fast as it is read; a real one has its own pace on top. */
async function feedOnce(folder: string, config: string): Promise<number> {
  const batch = `--batch=${join(folder, 'fed-%d.png')}`;
  const started = performance.now();
  await promisify(execFile)('scanimage', ['-d', 'test:0', ...SHEETS, ...AS_OURS, batch], {
    env: { ...process.env, SANE_CONFIG_DIR: config },
  });
  return (performance.now() - started) / FED;
}

async function batchFigures(
  station: ChildProcess,
  files: readonly string[],
  scratch: string,
): Promise<readonly Figure[]> {
  const folder = await folderIn(scratch, 'batch');
  const count = batchSize();
  const stop = new AbortController();
  const watched = Promise.all([
    watchMemory(station.pid ?? 0, stop.signal),
    watchDisk(folder, (name) => !isResult(name), stop.signal),
  ]);
  await told(station, { files, folder, count }).finally(() => stop.abort());
  const [memory, temporary] = await watched;
  const stored = await bytesIn(folder, isResult);
  return [
    beside(
      'scan.batch.memory',
      'MB',
      memory,
      ALLOWED_MB,
      `peak of a bare parent that seals and its two workers, ${count} pages`,
    ),
    beside(
      'scan.batch.disk',
      'of results',
      temporary / stored,
      ALLOWED_DISK,
      'most of scans and parts on disk at once',
    ),
    beside('scan.page.bytes', 'bytes', stored / count, PAGE_BYTES, 'a stored page, mean'),
  ];
}

const isResult = (name: string): boolean => /^page-\d+\.(jpg|png)\.sealed$/.test(name);

/** Against what is allowed, not against another's. */
function beside(name: string, unit: Figure['unit'], ours: number, reference: number, about: string): Figure {
  return figure({ name, unit, note: `${about} | what the issue allows` }, [{ ours, reference }]);
}

async function folderIn(scratch: string, name: string): Promise<string> {
  const folder = join(scratch, name);
  await mkdir(folder);
  return folder;
}

function told(station: ChildProcess, task: PagesTask): Promise<PagesDone> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the process that works on pages has ended'));
    station.once('exit', onExit);
    station.once('message', (done: PagesDone) => {
      station.off('exit', onExit);
      resolve(done);
    });
    station.send(task);
  });
}
