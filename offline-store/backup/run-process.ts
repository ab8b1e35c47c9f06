/** Has a backup made, or the database looked through, by a process of its own, and waits for its word. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { BackupOrder, BackupResult } from './make.ts';

export type ProcessOrder =
  | {
      readonly kind: 'backup';
      readonly backup: BackupOrder;
      readonly key: { readonly id: string; readonly secret: string };
    }
  | { readonly kind: 'check'; readonly file: string };

export type ProcessAnswer =
  | { readonly kind: 'alive' }
  | { readonly kind: 'made'; readonly result: BackupResult }
  /** What SQLite says: `ok` or its first complaint. */
  | { readonly kind: 'checked'; readonly verdict: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly context: MotcuaError['context'] };

const FILE = fileURLToPath(new URL('process.ts', import.meta.url));
/** Without a sign of life for so long it hangs, most likely in a network folder: it is killed and tried again later. */
const SILENCE_MS = 300_000;
/** Not the station's environment: this process needs no secret of it, and nobody's NODE_OPTIONS. */
const ENVIRONMENT = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG'] as const;

const begin = (): ChildProcess => {
  const env = Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]]));
  const execArgv = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=256'];
  return fork(FILE, { env, execArgv, serialization: 'json', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
};

/** Its last word. MC-BAK-01 when it hung, MC-API-99 when it died without one; `stop` kills it (the signal's reason is thrown). */
export async function runProcess(order: ProcessOrder, stop: AbortSignal): Promise<ProcessAnswer> {
  stop.throwIfAborted();
  const child = begin();
  try {
    const said = await lastWord(child, order, stop);
    if (said.kind === 'failed') throw new MotcuaError(said.code, said.context);
    return said;
  } finally {
    await ended(child);
  }
}

function lastWord(child: ChildProcess, order: ProcessOrder, stop: AbortSignal): Promise<ProcessAnswer> {
  return new Promise((resolve, reject) => {
    const hung = (): void => reject(new MotcuaError('MC-BAK-01', { reason: 'no sign of life' }));
    let silence = setTimeout(hung, SILENCE_MS);
    const settle = (act: () => void): void => {
      clearTimeout(silence);
      stop.removeEventListener('abort', onStop);
      act();
    };
    const onStop = (): void => settle(() => reject(stop.reason));
    stop.addEventListener('abort', onStop, { once: true });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) =>
      settle(() => reject(new MotcuaError('MC-API-99', { reason: `the process ended: ${signal ?? code ?? ''}` }))),
    );
    child.on('message', (said: ProcessAnswer) => {
      clearTimeout(silence);
      silence = setTimeout(hung, SILENCE_MS);
      if (said.kind !== 'alive') settle(() => resolve(said));
    });
    child.send(order);
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
