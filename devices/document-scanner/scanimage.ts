/** Runs SANE's `scanimage` for one batch and tells of each page file as it is finished. Arguments never reach a shell. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { childEnv } from '../command.ts';

/** SANE_Status as exit code (sane.h); seen on `scanimage` 1.1.1. */
const BY_EXIT_CODE: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [3, 'MC-DSC-04'],
  [6, 'MC-DSC-01'],
  [7, 'MC-DSC-02'],
  [8, 'MC-DSC-03'],
]);
/** A failed opening exits with 1 and only its words tell why. */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/device busy|resource busy/i, 'MC-DSC-04'],
  [/jammed/i, 'MC-DSC-01'],
  [/out of documents/i, 'MC-DSC-02'],
  [/cover.*open/i, 'MC-DSC-03'],
];

export const EXIT_IO_ERROR = 9;

export interface BatchEnd {
  readonly exitCode: number | undefined;
  readonly stderr: string;
  /** Killed because no page came for too long. */
  readonly hung: boolean;
}

/** Why a scan ended, when it did not end well. */
export function reasonOfEnd(end: BatchEnd): ErrorCode {
  if (end.hung) return 'MC-DSC-05';
  const byCode = end.exitCode === undefined ? undefined : BY_EXIT_CODE.get(end.exitCode);
  return (
    byCode ??
    (end.exitCode === 1 ? BY_WORDS.find(([pattern]) => pattern.test(end.stderr))?.[1] : undefined) ??
    'MC-DSC-05'
  );
}

/** A device's state after a scan or a look that ended with this. */
export const stateOfReason = (code: ErrorCode): DeviceState =>
  code === 'MC-DSC-04' ? 'busy' : code === 'MC-DSC-05' ? 'absent' : 'attention';

const MAX_STDERR = 4000;
const KILL_AFTER_MS = 3000;

/**
 * Resolves at the end of the batch. `idleMs` without a finished page, or `signal`, ends it: SIGTERM first, so that scanimage
 * can give the device back, then SIGKILL.
 */
export function runBatch(
  args: readonly string[],
  idleMs: number,
  signal: AbortSignal,
  onFile: (file: string) => void,
): Promise<BatchEnd> {
  return new Promise((resolve) => {
    const child = spawn('scanimage', args, { env: childEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    let hung = false;
    let forced: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      forced ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const idle = (): NodeJS.Timeout =>
      setTimeout(() => {
        hung = true;
        stop();
      }, idleMs);
    let limit = idle();
    const done = (exitCode: number | undefined, reason = ''): void => {
      clearTimeout(limit);
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, stderr: stderr + reason, hung });
    };
    createInterface({ input: child.stdout }).on('line', (file) => {
      clearTimeout(limit);
      limit = idle();
      onFile(file);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_STDERR);
    });
    child.on('error', (error) => done(undefined, error.message));
    child.on('close', (code) => done(code ?? undefined));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
