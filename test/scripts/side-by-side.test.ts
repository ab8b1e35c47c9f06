import { expect, test } from 'vitest';
import { type Part, SeveralFailed, sideBySide, tableOf } from '../../scripts/side-by-side.ts';

const told =
  (list: string[], name: string): Part =>
  async () => {
    list.push(`${name} began`);
    await new Promise((resolve) => setImmediate(resolve));
    list.push(`${name} ended`);
  };
const failing =
  (name: string): Part =>
  async () => {
    throw new Error(name);
  };

test('lanes go on at once, the parts of each in their order', async () => {
  const list: string[] = [];
  await sideBySide([told(list, 'a'), told(list, 'b')], [told(list, 'c')]);
  expect(list.slice(0, 2)).toEqual(['a began', 'c began']);
  expect(list.filter((line) => !line.startsWith('c'))).toEqual(['a began', 'a ended', 'b began', 'b ended']);
});

test('after a failure nothing begins any more, what has begun ends, and the failure is the outcome', async () => {
  const list: string[] = [];
  const run = sideBySide([failing('broken'), told(list, 'never')], [told(list, 'other'), told(list, 'never either')]);
  await expect(run).rejects.toThrow('broken');
  expect(list).toEqual(['other began', 'other ended']);
});

test('two failures are both told', async () => {
  const both = await sideBySide([failing('one')], [failing('two')]).catch((error: unknown) => error);
  expect(both).toBeInstanceOf(SeveralFailed);
  expect((both as SeveralFailed).reasons.map(String)).toEqual(['Error: one', 'Error: two']);
});

test('the table says when each part began and how long it took', () => {
  const steps = [
    { name: 'types', from: 3.2, seconds: 12.34 },
    { name: 'unit tests', from: 65, seconds: 301 },
  ];
  expect(tableOf(steps).split('\n')).toEqual([
    'part          from        took',
    'types         0:03      12.3 s',
    'unit tests    1:05     301.0 s',
  ]);
});
