/**
 * Disks of our own, for root on Linux: a small tmpfs that fills up, and a real ext4 on a loop device. That one can lose its
 * power: what had reached the device at an instant is all that the next mount sees, and what was written and not flushed is
 * gone. And its kernel can be told to give it up (`remount,abort`), as it does by itself when a disk fails: then it is read-only
 * under whoever works on it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mounted = new Set<string>();

process.once('exit', () => {
  for (const path of mounted) execFileSync('umount', ['-l', path]);
});

type DiskKind = 'tmpfs' | 'ext4';

const known = new Map<DiskKind, string | undefined>();

/** Why there can be no disk of our own here; undefined where there can. Tried once. */
export function whyNoDisk(folder: string, kind: DiskKind): string | undefined {
  if (!known.has(kind)) known.set(kind, tryDisk(folder, kind));
  return known.get(kind);
}

function tryDisk(folder: string, kind: DiskKind): string | undefined {
  if (process.platform !== 'linux') return 'mounting a disk of its own is done on Linux only';
  if (process.getuid?.() !== 0) return 'mounting a disk of its own needs root';
  const path = join(folder, `trial-${kind}`);
  try {
    mkdirSync(path);
    if (kind === 'tmpfs') execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'pipe' });
    else mountImage(makeImage(`${path}.img`, 2_000_000), path);
    execFileSync('umount', [path]);
    return undefined;
  } catch (error) {
    return `this machine does not let root mount a ${kind}: ${firstLine(error)}`;
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

function makeImage(file: string, bytes: number): string {
  writeFileSync(file, '');
  execFileSync('truncate', ['-s', String(bytes), file]);
  execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', file], { stdio: 'pipe' });
  return file;
}

const mountImage = (image: string, path: string): void =>
  void execFileSync('mount', ['-o', 'loop', image, path], { stdio: 'pipe' });

export interface SmallDisk {
  readonly path: string;
  resize(kib: number): Promise<void>;
  close(): Promise<void>;
}

export async function smallDisk(folder: string, kib: number): Promise<SmallDisk> {
  const path = join(folder, 'disk');
  mkdirSync(path, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', path]);
  mounted.add(path);
  return {
    path,
    resize: async (size) => void (await run('mount', ['-o', `remount,size=${size}k`, path])),
    close: () => unmount(path),
  };
}

export interface FailingDisk {
  readonly path: string;
  /** The kernel gives it up: nothing more is written, for anybody. Nobody may be flushing: the kernel's answer to that would be chance. */
  fail(): Promise<void>;
  /** The power goes now: what the device holds at this instant is kept for the next start. */
  cut(): Promise<void>;
  /** Mounted anew, its journal replayed. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function failingDisk(folder: string, bytes: number): Promise<FailingDisk> {
  const path = join(folder, 'disk');
  let image = makeImage(join(folder, 'disk.img'), bytes);
  mkdirSync(path, { recursive: true });
  const mount = async (): Promise<void> => {
    await run('mount', ['-o', 'loop', image, path]);
    mounted.add(path);
  };
  await mount();
  return {
    path,
    fail: async () => void (await run('mount', ['-o', 'remount,abort', path])),
    cut: async () => {
      const kept = join(folder, 'disk-after.img');
      await copyFile(image, kept);
      image = kept;
    },
    restart: async () => {
      await unmount(path);
      await mount();
    },
    close: () => unmount(path),
  };
}

const UNMOUNT_TRIES = 50;

/**
 * A killed process lets go of its files a moment after it is gone. Detached while somebody still holds it, a disk that was given up
 * would come back as it is, read-only: the same image is the same disk to the kernel.
 */
async function unmount(path: string, tries = UNMOUNT_TRIES): Promise<void> {
  if (!mounted.has(path)) return;
  try {
    await run('umount', [path]);
    mounted.delete(path);
  } catch (error) {
    if (tries <= 1) throw error;
    await pause(100);
    await unmount(path, tries - 1);
  }
}
