import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The packaged program, driven like a person would: one file after the other, since each has windows and devices. */
export default defineConfig({
  cacheDir: join(tmpdir(), `motcua-vitest-e2e-${process.getuid?.() ?? 0}`),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    fileParallelism: false,
    fsModuleCache: false,
    // A broken program fails everything slowly; a few failures are enough to know.
    bail: 5,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    allowOnly: false,
  },
});
