/**
 * System programs (scanimage, lp, lpstat) as child processes: arguments go as a list, never through a shell, so a device's
 * or a queue's name can be anything; answers are in the C locale, so that they can be parsed; time and output are bounded.
 */
import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code; undefined when it was killed or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** The program is not installed. */
  readonly missing: boolean;
}

const MAX_OUTPUT = 1_000_000;
const KILL_AFTER_MS = 2000;

/** The environment of every child: ours (CUPS_SERVER, SANE_CONFIG_DIR pass through), in the C locale. */
export const childEnv = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C', LANG: 'C' });

/** Never rejects. `timeoutMs` ends the child by SIGTERM, then SIGKILL. `env` is added to ours. */
export function runCommand(
  program: string,
  args: readonly string[],
  timeoutMs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...childEnv(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '', timedOut: false, missing: false };
    let forced: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => {
      out.timedOut = true;
      child.kill('SIGTERM');
      forced = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    }, timeoutMs);
    const done = (code: number | undefined): void => {
      clearTimeout(limit);
      clearTimeout(forced);
      resolve({ ...out, code });
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.stdout = (out.stdout + text).slice(0, MAX_OUTPUT);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out.stderr = (out.stderr + text).slice(0, MAX_OUTPUT);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      out.missing = error.code === 'ENOENT';
      done(undefined);
    });
    child.on('close', (code) => done(code ?? undefined));
  });
}
