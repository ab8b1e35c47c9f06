import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runUnlessFresh } from '../../scripts/stamp.ts';

let folder: string;
let runs: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-stamp-'));
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'a.ts'), 'one');
  runs = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const runStep = (work: () => void = () => writeFileSync(join(folder, 'out'), 'built'), salt = ''): Promise<boolean> =>
  runUnlessFresh({
    name: 'test step',
    inputs: [join(folder, 'in')],
    salt,
    output: join(folder, 'out'),
    stamp: join(folder, 'stamp'),
    work: async () => {
      runs += 1;
      work();
    },
  });

test('a step whose inputs are the same is not repeated', async () => {
  await runStep();
  await expect(runStep()).resolves.toBe(false);
  expect(runs).toBe(1);
});

test('a changed, added or removed file, another option or a lost result repeats it', async () => {
  await runStep();
  writeFileSync(join(folder, 'in', 'a.ts'), 'two');
  await expect(runStep()).resolves.toBe(true);
  writeFileSync(join(folder, 'in', 'b.ts'), '');
  await expect(runStep()).resolves.toBe(true);
  rmSync(join(folder, 'in', 'b.ts'));
  await expect(runStep()).resolves.toBe(true);
  await expect(runStep(undefined, 'release')).resolves.toBe(true);
  rmSync(join(folder, 'out'));
  await expect(runStep(undefined, 'release')).resolves.toBe(true);
});

test('a step that failed is tried again', async () => {
  await runStep();
  writeFileSync(join(folder, 'in', 'a.ts'), 'two');
  await expect(
    runStep(() => {
      throw new Error('broken');
    }),
  ).rejects.toThrow('broken');
  expect(existsSync(join(folder, 'stamp'))).toBe(false);
  await expect(runStep()).resolves.toBe(true);
});
