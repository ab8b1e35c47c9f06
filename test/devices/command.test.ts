import { expect, test } from 'vitest';
import { runCommand } from '../../devices/command.ts';
import { countJobs, createSerially, shared } from '../../devices/serially.ts';

test('a program’s words and exit code come back, in the C locale', async () => {
  expect(await runCommand('sh', ['-c', 'echo "$LC_ALL"; echo no >&2; exit 3'], 5000)).toMatchObject({
    code: 3,
    stdout: 'C\n',
    stderr: 'no\n',
    timedOut: false,
    missing: false,
  });
});

test('a program that is not installed is told apart from one that fails', async () => {
  expect(await runCommand('motcua-no-such-program', [], 5000)).toMatchObject({ code: undefined, missing: true });
});

test('a program that hangs is ended', async () => {
  expect(await runCommand('sleep', ['600'], 100)).toMatchObject({ code: undefined, timedOut: true });
});

test('a program that talks for ever fills no memory', async () => {
  const said = await runCommand('sh', ['-c', 'head -c 5000000 /dev/zero | tr "\\0" A'], 20_000);
  expect(said.stdout).toHaveLength(1_000_000);
});

test('tasks run one after another, and one that fails does not hold up the next', async () => {
  const seen: string[] = [];
  const queue = createSerially();
  const slow = queue.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push('first');
    throw new Error('no');
  });
  const next = queue.run(async () => seen.push('second'));
  await expect(slow).rejects.toThrow('no');
  await next;
  expect(seen).toEqual(['first', 'second']);
});

test('busy while a task runs or waits, not after', async () => {
  const jobs = countJobs(createSerially());
  const running = jobs.run(() => Promise.resolve());
  expect(jobs.busy).toBe(true);
  await running;
  expect(jobs.busy).toBe(false);
});

test('who asks while an answer is on its way gets that answer', async () => {
  let asked = 0;
  const ask = shared(async () => (asked += 1));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(await ask()).toBe(2);
});
