import { afterEach, expect, test, vi } from 'vitest';
import { step, stepsTaken } from '../../scripts/run.ts';

afterEach(() => void vi.restoreAllMocks());

test('a step that failed is in the list of those taken', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await expect(step('breaks', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await step('holds', async () => undefined);
  expect(stepsTaken().map(({ name }) => name)).toEqual(['breaks', 'holds']);
});
