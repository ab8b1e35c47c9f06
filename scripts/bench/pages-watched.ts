/** What a process and a folder take at their highest, looked at ten times a second. Linux only. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const EVERY_MS = 100;

/** Resident megabytes of the process and its children together. */
export const watchMemory = (pid: number, stop: AbortSignal): Promise<number> => highest(() => residentMb(pid), stop);

/** Bytes of the files that count. */
export const watchDisk = (folder: string, counts: (name: string) => boolean, stop: AbortSignal): Promise<number> =>
  highest(() => bytesIn(folder, counts), stop);

async function highest(look: () => Promise<number>, stop: AbortSignal): Promise<number> {
  let peak = 0;
  while (!stop.aborted) {
    peak = Math.max(peak, await look());
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return peak;
}

export async function bytesIn(folder: string, counts: (name: string) => boolean): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).filter(counts).map((name) => sizeOf(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A file may be gone since its folder was read. */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

async function residentMb(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = [String(pid), ...children.trim().split(/\s+/).filter(Boolean)];
  const sizes = await Promise.all(pids.map(residentOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function residentOf(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}
