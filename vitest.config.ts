import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const cacheDir = join(tmpdir(), 'motcua-vitest');
/** Nothing in these is kept from one file to the next, so that a worker may go on with the next one as it is. */
const PURE = ['test/domain/**/*.test.ts'];

/** Unit tests. What needs the packaged program is in vitest.e2e.config.ts, measurements are in test/bench. */
export default defineConfig({
  cacheDir,
  test: {
    exclude: ['test/e2e/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: false,
    // Outside node_modules, which the end-to-end tests may have to copy.
    fsModuleCachePath: join(cacheDir, 'modules'),
    // vitest would leave one core out; one more than there are, since many tests wait for a device or another process.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PURE, 'test/e2e/**', 'test/bench/**'],
        },
      },
    ],
  },
});
