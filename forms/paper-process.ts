/**
 * Papers drawn and turned into dots in a process of their own: either costs tens of milliseconds of computing, in which the station
 * would answer no window and read no scanner; and what fonts, PDF reader and canvas take of memory, or do when they fall, is not the
 * station's (docs/decisions/0019).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Paper } from './draw-paper.ts';
import type { Answer, Order, Work } from './paper-worker.ts';
import type { Bitmap } from './raster.ts';

export interface PaperProcess {
  /** As `drawPaper`. All also reject when it takes longer than the limit, and the process is then begun anew. */
  draw(paper: Paper): Promise<Uint8Array>;
  /** As `rasterPage`, page 1. */
  raster(pdf: Uint8Array, dots: number): Promise<Bitmap>;
  /** As `pagePicture`, page 1: a PNG. */
  picture(pdf: Uint8Array, width: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (done: Uint8Array | Bitmap) => void;
  readonly reject: (error: Error) => void;
  readonly limit: NodeJS.Timeout;
}

const LIMIT_MS = 20_000;
const WORKER = fileURLToPath(new URL('./paper-worker.ts', import.meta.url));

/** No flags of the station's; its young generation small, for a page leaves nothing behind that is worth keeping. */
const EXEC_ARGV = ['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning'] as const;
const STDIO = ['ignore', 'ignore', 'inherit', 'ipc'] as const;

export interface PaperProcessOptions {
  readonly assetsDir: string;
  readonly limitMs?: number;
  /** Another worker, for tests. */
  readonly file?: string;
}

/** The process starts with the first paper. */
export function createPaperProcess({
  assetsDir,
  limitMs = LIMIT_MS,
  file = WORKER,
}: PaperProcessOptions): PaperProcess {
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
  const take = (answer: Answer): void => {
    const one = settle(answer.number);
    if ('done' in answer) one?.resolve(answer.done);
    else one?.reject(new Error(answer.failure));
  };
  const drop = (gone: ChildProcess, reason: string): void => {
    if (worker !== gone) return;
    worker = undefined;
    for (const number of [...waiting.keys()]) settle(number)?.reject(new Error(reason));
  };
  const begin = (): ChildProcess => {
    const begun = fork(file, { execArgv: [...EXEC_ARGV], serialization: 'advanced', stdio: [...STDIO] });
    begun.on('message', (answer) => take(answer as Answer));
    begun.on('error', (error) => drop(begun, `the paper process failed: ${error.message}`));
    begun.on('exit', () => drop(begun, 'the paper process ended'));
    // A station that stops does not wait for it.
    begun.unref();
    begun.channel?.unref();
    return begun;
  };
  /** What hangs cannot be talked to. */
  const end = (reason: string): void => {
    const last = worker;
    if (last) drop(last, reason);
    last?.kill('SIGKILL');
  };
  const order = (work: Work): Promise<Uint8Array | Bitmap> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the paper process was closed'));
      worker ??= begin();
      const asked = worker;
      made += 1;
      waiting.set(made, { resolve, reject, limit: setTimeout(() => end('a paper took too long'), limitMs) });
      asked.send({ number: made, work } satisfies Order, (error) => {
        if (error) drop(asked, `the paper process cannot be told: ${error.message}`);
      });
    });

  return {
    draw: async (paper) => bytesOf(await order({ draw: paper, assetsDir })),
    picture: async (pdf, width) => bytesOf(await order({ picture: pdf, width })),
    raster: async (pdf, dots) => {
      const bitmap = await order({ raster: pdf, dots });
      if (!(bitmap instanceof Uint8Array)) return bitmap;
      throw new TypeError('no dots came back');
    },
    close: async () => {
      closed = true;
      end('the paper process was closed');
    },
  };
}

const bytesOf = (done: Uint8Array | Bitmap): Uint8Array => {
  if (done instanceof Uint8Array) return done;
  throw new TypeError('no file came back');
};
