/** A real file system of our own for tests: a small tmpfs, which needs root on Linux. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterEach } from 'vitest';
import { folder } from './helpers.ts';

export const canMount = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return true;
  } catch {
    // A container without the right to mount: the other half of this file is for it.
    return false;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
};

const mounted: string[] = [];
afterEach(() => {
  for (const path of mounted.splice(0)) execFileSync('umount', ['-l', path]);
});

export const smallDisk = (size: string): string => {
  const path = folder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  mounted.push(path);
  return path;
};

/** From now on nothing on it can be written. */
export const makeReadOnly = (disk: string): void => void execFileSync('mount', ['-o', 'remount,ro', disk]);
