/** Runs spooler.ps1 and follows what it says, line by line, for as long as it may take. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type DeviceLog, reasonOf } from '../../log.ts';
import { parseSpoolerLine, type SpoolerLine } from './spooler-words.ts';

export interface SpoolerTask {
  readonly task: 'look' | 'raw' | 'follow' | 'cancel';
  readonly queue: string;
  readonly file?: string;
  readonly title?: string;
  readonly job?: number;
}

/** Another program in its place speaks the same lines, for tests. */
export interface SpoolerProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export const POWERSHELL: SpoolerProgram = {
  command: 'powershell.exe',
  args: [
    ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
    ...['-File', join(import.meta.dirname, 'spooler.ps1')],
  ],
};

const environmentOf = ({ task, queue, file, title, job }: SpoolerTask): Record<string, string> => ({
  MOTCUA_SPOOLER_TASK: task,
  MOTCUA_SPOOLER_QUEUE: queue,
  MOTCUA_SPOOLER_FILE: file ?? '',
  MOTCUA_SPOOLER_TITLE: title ?? '',
  MOTCUA_SPOOLER_JOB: String(job ?? ''),
});

const KILL_AFTER_MS = 2000;

/**
 * Answers the last line. `onLine` may answer true: enough is known, the program is ended. Never rejects; undefined when the
 * program is not there, ended without its last line, or took longer than `ms`.
 */
export function runSpooler(
  program: SpoolerProgram,
  task: SpoolerTask,
  options: { readonly ms: number; readonly log: DeviceLog; readonly onLine?: (line: SpoolerLine) => boolean },
): Promise<SpoolerLine | undefined> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(program.command, program.args, {
      env: { ...process.env, ...environmentOf(task) },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let last: SpoolerLine | undefined;
    let forced: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      forced ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const limit = setTimeout(stop, options.ms);
    const done = (): void => {
      clearTimeout(limit);
      clearTimeout(forced);
      resolve(last);
    };
    child.on('error', (error) => {
      options.log.warn({ reason: reasonOf(error) }, 'the spooler’s helper does not start');
      done();
    });
    child.on('close', done);
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parseSpoolerLine(text);
      if (!line) return;
      last = line;
      if (options.onLine?.(line)) stop();
    });
  });
}
