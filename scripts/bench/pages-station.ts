/**
 * A process that does nothing but put pages through the pipeline with two workers, so that what it and they take is theirs.
 * Told a `PagesTask` over IPC, answers a `PagesDone`. Scans lie beside the results only while they are in the works.
 */
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../devices/log.ts';

export interface PagesTask {
  readonly files: readonly string[];
  readonly folder: string;
  readonly count: number;
}

export interface PagesDone {
  /** Milliseconds from a page's start to its end, two in the works at any time. */
  readonly each: readonly number[];
  /** Of all of them together. */
  readonly elapsed: number;
}

const WORKERS = 2;
const pipeline = createPagePipeline({ log: silentLog, workers: WORKERS });

async function run({ files, folder, count }: PagesTask): Promise<PagesDone> {
  const each: number[] = [];
  let next = 0;
  const line = async () => {
    while (next < count) {
      const index = next++;
      const file = join(folder, `scanned-${index}`);
      await copyFile(files[index % files.length] ?? '', file);
      const started = performance.now();
      const outcome = await pipeline.process({ file, dpi: 300, into: join(folder, `page-${index}`) });
      each.push(performance.now() - started);
      if (!outcome.ok) throw new Error(`a page ended as ${outcome.code}`);
      await rm(file);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: WORKERS }, line));
  return { each, elapsed: performance.now() - started };
}

process.on('message', async (task: PagesTask) => {
  process.send?.(await run(task));
});
process.once('disconnect', () => pipeline.close());
