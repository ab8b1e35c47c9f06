/**
 * Gives memory back when the desk is quiet. The engine collects when something new is wanted, so that what a start or a first
 * synchronisation dropped stays for the rest of the day on a PC that has 4 GB for everything (docs/decisions/0027).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const WINDOW_MS = 5_000;
/** Shares of one core over a window. Below the first nobody is served; above the second much was made and dropped. */
const QUIET = 0.05;
const BUSY = 0.2;
/** So many quiet windows in a row: collecting takes an eighth of a second, and somebody may be about to scan the next receipt. */
const QUIET_WINDOWS = 2;

export interface MemoryKeeperParts {
  /** Processor time of this process so far, ms. */
  readonly cpuMs: () => number;
  readonly collect: () => void;
}

export interface MemoryKeeper {
  stop(): void;
}

/** Collects once after the start and once after each time of much work. */
export function createMemoryKeeper({ cpuMs, collect }: MemoryKeeperParts): MemoryKeeper {
  let before = cpuMs();
  let isDue = true;
  let quiet = 0;
  const look = (): void => {
    const share = (cpuMs() - before) / WINDOW_MS;
    before = cpuMs();
    if (share > BUSY) isDue = true;
    quiet = share < QUIET ? quiet + 1 : 0;
    if (!isDue || quiet < QUIET_WINDOWS) return;
    isDue = false;
    collect();
    // Its own work is nobody's.
    before = cpuMs();
  };
  const timer = setInterval(look, WINDOW_MS).unref();
  return { stop: () => clearInterval(timer) };
}

const processCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/**
 * V8's own collection, the kind that also gives empty pages back. Its flag is on for a moment only: what is made meanwhile has the
 * function, nothing else gets it. Undefined where this engine has none.
 */
function engineCollect(): (() => void) | undefined {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? () => void gc({ type: 'major', flavor: 'last-resort' }) : undefined;
}

/** For the life of this process. */
export function keepMemorySmall(): void {
  const collect = engineCollect();
  if (collect !== undefined) createMemoryKeeper({ cpuMs: processCpuMs, collect });
}
