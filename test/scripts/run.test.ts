import { getPriority } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { CommandFailed, runBehind, step, stepsTaken } from '../../scripts/run.ts';

afterEach(() => void vi.restoreAllMocks());

const hush = () => vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
const writes = (mock: ReturnType<typeof hush>): string => mock.mock.calls.map(([text]) => String(text)).join('');

test('what runs behind the others yields to them, and speaks in one piece', async () => {
  const said = hush();
  const script = "setTimeout(() => { console.log(require('os').getPriority()); console.error('and this') }, 300)";
  await runBehind(process.execPath, ['-e', script]);
  expect(said).toHaveBeenCalledTimes(1);
  const [priority, more] = writes(said).trim().split('\n');
  expect(Number(priority)).toBeGreaterThanOrEqual(Math.max(getPriority(), 10));
  expect(more).toBe('and this');
});

test('one that fails behind the others is a failure too, told after its own words', async () => {
  const said = hush();
  await expect(runBehind(process.execPath, ['-e', "console.log('why'); process.exit(3)"])).rejects.toThrow(
    CommandFailed,
  );
  expect(writes(said)).toContain('why');
  await expect(runBehind('no-such-program', [])).rejects.toThrow('ENOENT');
});

test('a step that failed is in the list of those taken', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await expect(step('breaks', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await step('holds', async () => undefined);
  expect(stepsTaken().map(({ name }) => name)).toEqual(['breaks', 'holds']);
});
