/**
 * A process that does nothing but seal pages and put them through the pipeline with two workers, so that what it and they take is theirs.
 * Told a `PagesTask` over IPC, answers a `PagesDone`. Scans lie beside the results only while they are in the works.
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPagePipeline } from '../../devices/document-scanner/pages/pipeline.ts';
import { silentLog } from '../../devices/log.ts';
import { removePage, sealPage } from '../../offline-store/page-files.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { processSealed, SEALED_WORKER } from '../../station/services/sealed-pages.ts';

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
const pipeline = createPagePipeline({ log: silentLog, workers: WORKERS, workerFile: SEALED_WORKER });
const keys = temporaryKeys();
const { signal } = new AbortController();

async function run({ files, folder, count }: PagesTask): Promise<PagesDone> {
  const each: number[] = [];
  let next = 0;
  const line = async () => {
    while (next < count) {
      const index = next++;
      const file = join(folder, `scanned-${index}`);
      await copyFile(files[index % files.length] ?? '', file);
      const started = performance.now();
      await sealPage(file, keys);
      const outcome = await processSealed(
        pipeline,
        { file, dpi: 300, into: join(folder, `page-${index}`) },
        keys,
        signal,
      );
      each.push(performance.now() - started);
      if (!outcome.ok) throw new Error(`a page ended as ${outcome.code}`);
      await removePage(file);
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
