/**
 * Puts a prepared database in the place of the present one, which is set aside and never deleted. Killed at any instant, it is
 * either not begun or finished by the next start: the plan is on disk before the first file moves, and the prepared file takes its
 * name last.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const DATABASE = 'office.db';
const PLAN = 'office.db.swap';
const ENDS = ['', '-wal', '-shm', '-journal', '.unflushed'] as const;

export const databaseIn = (dataFolder: string): string => join(dataFolder, DATABASE);
/** What will take the database's place; nothing counts on it before the swap. */
export const preparedIn = (dataFolder: string): string => join(dataFolder, 'office.db.restoring');
/** Stores that were put aside, each in a folder named by its time. */
export const asideIn = (dataFolder: string): string => join(dataFolder, 'set-aside');

const planSchema = z.object({ aside: z.string().regex(/^[\w.-]{1,80}$/) });

const flush = (path: string): void => {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
};

const flushFolder = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** The name of the folder under which a store is kept. */
export const asideName = (now: number, why: 'damaged' | 'restored'): string =>
  `${new Date(now).toISOString().replaceAll(/[-:]/g, '')}-${why}`;

/** The prepared file must be closed and whole. Returns where the present store lies afterwards. */
export function swapIn(dataFolder: string, aside: string): string {
  flush(preparedIn(dataFolder));
  const plan = join(dataFolder, PLAN);
  writeFileSync(`${plan}.new`, JSON.stringify({ aside }), { mode: 0o600 });
  flush(`${plan}.new`);
  renameSync(`${plan}.new`, plan);
  flushFolder(dataFolder);
  finishSwap(dataFolder);
  return join(asideIn(dataFolder), aside);
}

/** Finishes what a killed process began, or clears what it had only prepared. Call it before the database is opened. */
export function finishSwap(dataFolder: string): boolean {
  const plan = readPlan(dataFolder);
  const prepared = preparedIn(dataFolder);
  if (plan === undefined) {
    for (const end of ENDS) rmSync(`${prepared}${end}`, { force: true });
    return false;
  }
  if (existsSync(prepared)) moveAll(dataFolder, plan.aside);
  rmSync(join(dataFolder, PLAN), { force: true });
  flushFolder(dataFolder);
  return true;
}

/** As long as the prepared file has its own name, whatever has the database's is the old one. */
function moveAll(dataFolder: string, aside: string): void {
  const folder = join(asideIn(dataFolder), aside);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const end of ENDS)
    if (existsSync(`${databaseIn(dataFolder)}${end}`))
      renameSync(`${databaseIn(dataFolder)}${end}`, join(folder, `${DATABASE}${end}`));
  flushFolder(folder);
  flushFolder(dataFolder);
  renameSync(preparedIn(dataFolder), databaseIn(dataFolder));
  flushFolder(dataFolder);
}

function readPlan(dataFolder: string): z.infer<typeof planSchema> | undefined {
  const file = join(dataFolder, PLAN);
  rmSync(`${file}.new`, { force: true });
  return existsSync(file) ? planSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
