/** Looking at running processes through /proc: what a technician would do with `ps`. */
import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended while we looked: the same as not being there.
    return undefined;
  }
};

/** A zombie that its parent has not collected yet does not count as running. */
export const isRunning = (pid: number): boolean => {
  const state = /^State:\s+(\S)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return state !== undefined && state !== 'Z';
};

export const commandOf = (pid: number): string => (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();

/** Every descendant, nearest first. */
export function descendantsOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`) ?? '')?.[1];
    if (/^\d+$/.test(name) && parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const collect = (of: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...collect(child)]);
  return collect(pid);
}

/** The station that this shell runs; undefined while it is between two. */
export const stationOf = (shell: number): number | undefined =>
  descendantsOf(shell).find((pid) => commandOf(pid).endsWith('station/main.ts'));

/** `filtered`: system calls go through a seccomp filter; `ownNamespace`: it lives in a process namespace of its own. */
export function sandboxOf(pid: number): { readonly filtered: boolean; readonly ownNamespace: boolean } {
  const status = read(`/proc/${pid}/status`) ?? '';
  return { filtered: /^Seccomp:\s+2$/m.test(status), ownNamespace: /^NSpid:\s+\d+\s+\d+/m.test(status) };
}
