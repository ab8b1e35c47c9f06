/** What a process and its children use, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFigures {
  readonly pid: number;
  /** The file it runs, without its folder. */
  readonly name: string;
  readonly openFiles: number;
  readonly residentMb: number;
}
/** The program first, then its children and theirs, by number. */
export type TreeFigures = readonly ProcessFigures[];

export function treeFigures(pid: number): TreeFigures {
  const parents = new Map(allProcesses().map((one) => [one, parentOf(one)]));
  const below = (top: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === top).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)].flatMap((one) => figuresOf(one));
}

const allProcesses = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const status = (pid: number, field: string): string =>
  new RegExp(`^${field}:\\s*(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

/** 0 for one that ended while it was looked at. */
function parentOf(pid: number): number {
  try {
    return Number(status(pid, 'PPid'));
  } catch {
    return 0;
  }
}

function figuresOf(pid: number): readonly ProcessFigures[] {
  try {
    const script = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((word) => !word.startsWith('-'));
    return [
      {
        pid,
        name: script
          .slice(1)
          .map((word) => word.split('/').at(-1) ?? '')
          .join(' ')
          .trim(),
        openFiles: readdirSync(`/proc/${pid}/fd`).length,
        residentMb: Number(status(pid, 'VmRSS')) / 1024,
      },
    ];
  } catch {
    return [];
  }
}
