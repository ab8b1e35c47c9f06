import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Unit tests. What needs the packaged program is in vitest.e2e.config.ts, measurements are in test/bench. */
export default defineConfig({
  cacheDir: join(tmpdir(), 'motcua-vitest'),
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: false,
  },
});
