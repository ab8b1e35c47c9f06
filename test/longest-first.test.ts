import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LONG } from './longest-first.ts';

test.each(LONG)('%s, which is to begin early, is there', (file) => {
  expect(existsSync(join(import.meta.dirname, file))).toBe(true);
});
