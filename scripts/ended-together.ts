/** A program started by a script ends with it, and leaves nothing of its own behind. */
import type { ChildProcess } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves with the exit code of `child`, which must have been started `detached`, as the head of its own group. A
 * signal to this script asks the child to end; what is left of its group after `stopLimitMs`, or after the child, is killed.
 */
export async function untilEnded(child: ChildProcess, stopLimitMs: number): Promise<number> {
  let insist: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    insist ??= setTimeout(() => killGroup(child), stopLimitMs);
  };
  // Should this script end on an error of its own, the child goes too.
  const last = (): void => killGroup(child);
  process.once('exit', last);
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await exitCode(child);
  } finally {
    clearTimeout(insist);
    process.off('exit', last);
    for (const signal of SIGNALS) process.off(signal, stop);
    killGroup(child);
  }
}

/** An end that we asked for is a good one. */
const exitCode = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 0 : 1)));
  });

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // No such group any more: the ordinary case.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
