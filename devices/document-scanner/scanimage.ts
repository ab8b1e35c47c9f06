/** Runs SANE's `scanimage` for one batch and tells of each page file as it is finished. Arguments never reach a shell. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DeviceState } from '../../domain/device.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { childEnv } from '../command.ts';

/** SANE_Status as exit code (sane.h); seen on `scanimage` 1.1.1. */
const BY_EXIT_CODE: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  // Cancelled, which here is the stop key of the device: our own stop is known before this.
  [2, 'MC-DSC-08'],
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

/** Pages that scanimage may be ahead of whoever takes them: it is asked to go on (`--batch-prompt`) once for each one taken. */
const PAGES_AHEAD = 4;

/**
 * Resolves at the end of the batch. `idleMs` without a finished page, or `signal`, ends it: SIGTERM first, so that scanimage
 * can give the device back, then SIGKILL. `onFile` resolves when the page was taken.
 */
export function runBatch(
  args: readonly string[],
  idleMs: number,
  signal: AbortSignal,
  onFile: (file: string) => Promise<void>,
): Promise<BatchEnd> {
  return new Promise((resolve) => {
    const child = spawn('scanimage', args, { env: childEnv(), stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    let hung = false;
    let forced: NodeJS.Timeout | undefined;
    let limit: NodeJS.Timeout | undefined;
    let allowed = 0;
    let ended = false;
    const stop = (): void => {
      child.kill('SIGTERM');
      forced ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    /** Only a scanner that may feed can hang; one that waits for us does not. */
    const watch = (): void => {
      clearTimeout(limit);
      if (allowed === 0 || ended) return;
      limit = setTimeout(() => {
        hung = true;
        stop();
      }, idleMs);
    };
    const allow = (pages: number): void => {
      allowed += pages;
      if (child.stdin.writable) child.stdin.write('\n'.repeat(pages));
      if (allowed === pages) watch();
    };
    const done = (exitCode: number | undefined, reason = ''): void => {
      ended = true;
      clearTimeout(limit);
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, stderr: stderr + reason, hung });
    };
    createInterface({ input: child.stdout }).on('line', (file) => {
      allowed -= 1;
      watch();
      void onFile(file).then(() => allow(1));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-MAX_STDERR);
    });
    // It may be gone before it read that it may go on.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => done(undefined, error.message));
    child.on('close', (code) => done(code ?? undefined));
    signal.addEventListener('abort', stop, { once: true });
    allow(PAGES_AHEAD);
    if (signal.aborted) stop();
  });
}
