/** The host processes of device lines that a process has started, for tests that stop or kill them. Linux. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
};

/** Process ids, oldest first. */
export function portHosts(type: 'serial' | 'hid' | 'usb-printer', of: number = process.pid): readonly number[] {
  const tasks = existsSync(`/proc/${of}/task`) ? readdirSync(`/proc/${of}/task`) : [];
  return tasks
    .flatMap((task) => read(`/proc/${of}/task/${task}/children`).trim().split(/\s+/))
    .filter((pid) => read(`/proc/${pid}/cmdline`).endsWith(`host.ts\0${type}\0`))
    .map(Number)
    .sort((a, b) => a - b);
}

/** False for one that has ended and only waits to be asked for its exit code. */
export const isRunning = (pid: number): boolean => /^State:\s+[^ZX]/m.test(read(`/proc/${pid}/status`));

/** Memory that a process really has, in megabytes. */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1]) / 1024;
