/** Where things stand: the tree, what is built from it, and the cache outside it. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TREE = dirname(dirname(fileURLToPath(import.meta.url)));
export const DIST = join(TREE, 'dist');
export const OUT = join(TREE, 'out');
export const UNPACKED = join(OUT, 'linux-unpacked');
export const PACKAGED_APP = join(UNPACKED, 'motcua');

/** Downloads are kept outside the tree, so that a fresh clone on the same machine does not fetch them again. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'motcua');
