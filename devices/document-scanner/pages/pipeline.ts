/** The pages of a batch through a few worker processes: in the order they came, as many at once as there are workers. */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { DeviceLog } from '../../log.ts';
import type { PageIn, PageOutcome, PagePipeline } from './contract.ts';
import { createPageWorker, type PageWorker, WORKER_FILE } from './page-worker.ts';
import { outcomeOf } from './protocol.ts';

export interface PagePipelineOptions {
  readonly log: DeviceLog;
  /** At most this many processes; two where nothing is said, one on a single core. */
  readonly workers?: number;
  /** For tests: another worker, other limits. */
  readonly workerFile?: string;
  readonly pageMs?: number;
  readonly idleMs?: number;
}

const PAGE_MS = 30_000;
const IDLE_MS = 60_000;
const MAX_WORKERS = 2;

export function createPagePipeline(options: PagePipelineOptions): PagePipeline {
  const { log } = options;
  const count = options.workers ?? Math.min(MAX_WORKERS, availableParallelism());
  const limits = {
    file: options.workerFile ?? WORKER_FILE,
    pageMs: options.pageMs ?? PAGE_MS,
    idleMs: options.idleMs ?? IDLE_MS,
  };
  const free = Array.from({ length: count }, () => createPageWorker(limits, log));
  const all = [...free];
  const waiting = new Set<(worker: PageWorker) => void>();
  const closing = new AbortController();

  /** Undefined for a caller who stops before it is his page's turn. */
  const taken = async (stopped: AbortSignal): Promise<PageWorker | undefined> => {
    const worker = free.pop();
    if (worker || stopped.aborted) return worker;
    return new Promise((resolve) => {
      const take = (next?: PageWorker) => {
        waiting.delete(take);
        stopped.removeEventListener('abort', leave);
        resolve(next);
      };
      const leave = () => take();
      waiting.add(take);
      stopped.addEventListener('abort', leave);
    });
  };
  const release = (worker: PageWorker): void => {
    const [next] = waiting;
    if (next) next(worker);
    else free.push(worker);
  };

  return {
    async process(page, signal) {
      const stopped = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const worker = await taken(stopped);
      if (!worker) return STOPPED;
      try {
        return await outcome(worker, page, stopped, log);
      } finally {
        release(worker);
      }
    },
    async close() {
      closing.abort();
      await Promise.all(all.map((worker) => worker.stop()));
    },
  };
}

const STOPPED = { ok: false, code: 'MC-DSC-08' } as const;

/** A process that died may have been another's victim (memory ran out): the page has a second one, a page that hangs has not. */
const TRIES = 2;

async function outcome(worker: PageWorker, page: PageIn, signal: AbortSignal, log: DeviceLog): Promise<PageOutcome> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (signal.aborted) return STOPPED;
    const asked = await worker.ask(page, signal);
    if (typeof asked === 'object') {
      if (!asked.ok) log.warn({ code: asked.code, reason: asked.reason }, 'a scanned page was refused');
      return outcomeOf(asked);
    }
    await forgetParts(page.into);
    if (asked === 'stopped') return STOPPED;
    log.warn({ fate: asked, tries }, 'the worker of a scanned page was lost');
    if (asked === 'hung') break;
  }
  return { ok: false, code: 'MC-DSC-06' };
}

/** What a killed worker was writing. */
async function forgetParts(into: string): Promise<void> {
  await Promise.all(['jpg', 'png'].map((ending) => rm(`${into}.${ending}.part`, { force: true })));
}
