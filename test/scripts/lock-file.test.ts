/**
 * `npm ci` refuses a lock file that does not name every platform's variant of a package, and npm itself leaves some out
 * when it writes the file where the registry lacks them. So whoever adds a package learns it here and not on a bare machine.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { TREE } from '../../scripts/paths.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(TREE, 'package-lock.json'), 'utf8')));

/** As npm looks it up: beside the package, then in every node_modules above it. */
function locked(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found !== undefined || folder === '') return found?.version;
  }
}

test('every platform’s variant of every package is in the lock file, in the version that is asked for', () => {
  const wrong = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, wanted]) => {
        const version = locked(folder, name);
        return version === undefined || (/^\d/.test(wanted) && version !== wanted);
      })
      .map(([name, wanted]) => `${folder || 'motcua'} wants ${name}@${wanted}`),
  );
  expect(wrong).toEqual([]);
});
