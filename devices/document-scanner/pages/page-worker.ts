/** One worker process, started when a page needs it: asked one page at a time, killed when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type DeviceLog, reasonOf } from '../../log.ts';
import type { PageIn } from './contract.ts';
import { type Answer, answerSchema, READY } from './protocol.ts';

export const WORKER_FILE = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** The page's own fate, or that of the process that held it. */
export type Asked = Answer | 'died' | 'hung' | 'stopped';

export interface PageWorker {
  /** One at a time. Rejects never. */
  ask(page: PageIn, signal: AbortSignal): Promise<Asked>;
  /** Undefined while none runs. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface WorkerLimits {
  readonly file: string;
  /** A page that takes longer is given up; the first also waits for the process to start. */
  readonly pageMs: number;
  /** A process without work gives its memory back after this. */
  readonly idleMs: number;
}

/** JavaScript's own heap; pictures live outside it and are bounded by what may be read. */
const HEAP_MB = 128;
const YOUNG_MB = 4;

export function createPageWorker(limits: WorkerLimits, log: DeviceLog): PageWorker {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  function running(): ChildProcess {
    if (child?.connected && child.exitCode === null) return child;
    const started = startProcess(limits.file, log);
    child = started;
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    return started;
  }

  /** A process that cannot even be made (no memory, no handles left) throws instead of dying. */
  async function attempt(page: PageIn, signal: AbortSignal): Promise<Asked> {
    try {
      return await exchange(running(), page, AbortSignal.timeout(limits.pageMs), signal);
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'a page worker cannot be started or told');
      return 'died';
    }
  }

  return {
    get pid() {
      return child?.pid;
    },
    async ask(page, signal) {
      clearTimeout(idle);
      const asked = await attempt(page, signal);
      if (typeof asked === 'string' && child) await ended(child);
      idle = setTimeout(() => child?.disconnect(), limits.idleMs).unref();
      return asked;
    },
    async stop() {
      clearTimeout(idle);
      if (child) await ended(child);
    },
  };
}

/** Not the station's environment: a page's worker needs no secret, and nobody's NODE_OPTIONS. */
const ENVIRONMENT = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG'] as const;

/**
 * For glibc's allocator: one arena. Pictures come and go on several threads, and with an arena each a worker kept 60 MB of what
 * they had left behind; limits on what is kept free besides gave little and cost a tenth of the time. Elsewhere nobody reads it.
 */
const ONE_ARENA = { MALLOC_ARENA_MAX: '1' } as const;

function startProcess(file: string, log: DeviceLog): ChildProcess {
  const env = { ...Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])), ...ONE_ARENA };
  const heap = [`--max-old-space-size=${HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`];
  const execArgv = [...heap, '--expose-gc', '--disable-warning=ExperimentalWarning'];
  const child = fork(file, { env, execArgv, serialization: 'json', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.on('data', (bytes: Buffer) => log.debug({ said: bytes.subarray(0, 300).toString() }, 'page worker'));
  child.on('error', (error) => log.warn({ reason: error.message }, 'a page worker cannot be started or told'));
  child.unref();
  child.channel?.unref();
  return child;
}

/** Sends the page and waits for its answer, the process's end, the time limit or the caller's signal. */
function exchange(child: ChildProcess, page: PageIn, late: AbortSignal, signal: AbortSignal): Promise<Asked> {
  return new Promise((resolve) => {
    const settle = (asked: Asked) => {
      child.off('message', onMessage).off('exit', onDeath).off('error', onDeath);
      late.removeEventListener('abort', onLate);
      signal.removeEventListener('abort', onStop);
      child.channel?.unref();
      resolve(asked);
    };
    const onMessage = (message: unknown) => {
      if (message === READY) return;
      const answer = answerSchema.safeParse(message);
      settle(answer.success ? answer.data : 'died');
    };
    const onDeath = () => settle('died');
    const onLate = () => settle('hung');
    const onStop = () => settle('stopped');
    child.on('message', onMessage).on('exit', onDeath).on('error', onDeath);
    late.addEventListener('abort', onLate);
    signal.addEventListener('abort', onStop);
    child.channel?.ref();
    if (signal.aborted) return settle('stopped');
    child.send(page, (error) => error && onDeath());
  });
}

/** SIGKILL: a native call that hangs hears nothing else. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.ref();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
