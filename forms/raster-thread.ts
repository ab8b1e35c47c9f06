/**
 * Rasterising in a thread of its own: a slip's dots cost tens of milliseconds of computing, in which the station would answer
 * no window and read no scanner (docs/decisions/0019).
 */
import { Worker } from 'node:worker_threads';
import type { Bitmap } from './raster.ts';
import type { RasterOrder } from './raster-worker.ts';

export interface RasterThread {
  /** As `rasterPage`, page 1; also rejects when it takes longer than the limit, and the thread is then begun anew. */
  raster(pdf: Uint8Array, dots: number): Promise<Bitmap>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (bitmap: Bitmap) => void;
  readonly reject: (error: Error) => void;
  readonly limit: NodeJS.Timeout;
}
type Answer = { readonly number: number; readonly bitmap?: Bitmap; readonly failure?: string };

const LIMIT_MS = 20_000;

/** The thread starts with the first page. `file`: another worker, for tests. */
export function createRasterThread(options: { readonly limitMs?: number; readonly file?: URL } = {}): RasterThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let made = 0;
  let closed = false;

  const settle = (number: number): Waiting | undefined => {
    const one = waiting.get(number);
    clearTimeout(one?.limit);
    waiting.delete(number);
    return one;
  };
  const failAll = (reason: string): void => {
    for (const number of [...waiting.keys()]) settle(number)?.reject(new Error(reason));
  };
  const begin = (): Worker => {
    const begun = new Worker(options.file ?? new URL('./raster-worker.ts', import.meta.url));
    begun.on('message', ({ number, bitmap, failure }: Answer) => {
      const one = settle(number);
      if (bitmap) one?.resolve(bitmap);
      else one?.reject(new Error(failure ?? 'no dots came back'));
    });
    begun.on('error', (error) => drop(begun, `the raster thread failed: ${error.message}`));
    begun.on('exit', () => drop(begun, 'the raster thread ended'));
    // A station that stops does not wait for it.
    begun.unref();
    return begun;
  };
  const drop = (gone: Worker, reason: string): void => {
    if (worker !== gone) return;
    worker = undefined;
    failAll(reason);
  };
  /** What hangs cannot be talked to. */
  const giveUp = async (): Promise<void> => {
    const hung = worker;
    if (hung) drop(hung, 'rasterising took too long');
    await hung?.terminate();
  };

  return {
    raster: (pdf, dots) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the raster thread was closed'));
        worker ??= begin();
        made += 1;
        const limit = setTimeout(() => void giveUp(), options.limitMs ?? LIMIT_MS);
        waiting.set(made, { resolve, reject, limit });
        worker.postMessage({ number: made, pdf, dots } satisfies RasterOrder);
      }),
    close: async () => {
      closed = true;
      const last = worker;
      if (last) drop(last, 'the raster thread was closed');
      await last?.terminate();
    },
  };
}
