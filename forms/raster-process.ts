/**
 * Rasterising in a process of its own: a slip's dots cost tens of milliseconds of computing, in which the station would answer no
 * window and read no scanner; and what the PDF reader and its canvas take of memory, or do when they fall, is not the station's
 * (docs/decisions/0019).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bitmap } from './raster.ts';
import type { RasterOrder } from './raster-worker.ts';

export interface RasterProcess {
  /** As `rasterPage`, page 1; also rejects when it takes longer than the limit, and the process is then begun anew. */
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
const WORKER = fileURLToPath(new URL('./raster-worker.ts', import.meta.url));

/** No flags of the station's; its young generation small, for a page leaves nothing behind that is worth keeping. */
const EXEC_ARGV = ['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning'] as const;

/** The process starts with the first page. `file`: another worker, for tests. */
export function createRasterProcess(
  options: { readonly limitMs?: number; readonly file?: string } = {},
): RasterProcess {
  const waiting = new Map<number, Waiting>();
  let worker: ChildProcess | undefined;
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
  const begin = (): ChildProcess => {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const begun = fork(options.file ?? WORKER, {
      execArgv: [...EXEC_ARGV],
      serialization: 'advanced',
      stdio: [...stdio],
    });
    begun.on('message', (answer) => {
      const { number, bitmap, failure } = answer as Answer;
      const one = settle(number);
      if (bitmap) one?.resolve(bitmap);
      else one?.reject(new Error(failure ?? 'no dots came back'));
    });
    begun.on('error', (error) => drop(begun, `the raster process failed: ${error.message}`));
    begun.on('exit', () => drop(begun, 'the raster process ended'));
    // A station that stops does not wait for it.
    begun.unref();
    begun.channel?.unref();
    return begun;
  };
  const drop = (gone: ChildProcess, reason: string): void => {
    if (worker !== gone) return;
    worker = undefined;
    failAll(reason);
  };
  /** What hangs cannot be talked to. */
  const end = (reason: string): void => {
    const last = worker;
    if (last) drop(last, reason);
    last?.kill('SIGKILL');
  };

  return {
    raster: (pdf, dots) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the raster process was closed'));
        worker ??= begin();
        const asked = worker;
        made += 1;
        const limit = setTimeout(() => end('rasterising took too long'), options.limitMs ?? LIMIT_MS);
        waiting.set(made, { resolve, reject, limit });
        asked.send({ number: made, pdf, dots } satisfies RasterOrder, (error) => {
          if (error) drop(asked, `the raster process cannot be told: ${error.message}`);
        });
      }),
    close: async () => {
      closed = true;
      end('the raster process was closed');
    },
  };
}
