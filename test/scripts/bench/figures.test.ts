import { expect, test } from 'vitest';
import { figure, inTurn, median, quantile, ROUNDS } from '../../../scripts/bench/figures.ts';
import { table } from '../../../scripts/bench/table.ts';

const about = { name: 'thing', unit: 'ms', note: 'ours | theirs' } as const;

test('ours and its reference are measured in turn, five times', async () => {
  const order: string[] = [];
  const rounds = await inTurn({
    ours: () => order.push('ours'),
    reference: async () => order.push('reference'),
  });
  expect(order).toEqual(Array.from({ length: ROUNDS }, () => ['ours', 'reference']).flat());
  expect(rounds.map(({ ours, reference }) => [ours, reference])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
    [9, 10],
  ]);
});

test('one slow round, slow for both, leaves the ratio as it is', () => {
  const calm = { ours: 2, reference: 1 };
  const busy = { ours: 200, reference: 100 };
  expect(figure(about, [calm, busy, calm, busy, calm])).toEqual({ ...about, ours: 2, reference: 1, ratio: 2 });
});

test('the ratio is of rounds, not of the two medians', () => {
  const rounds = [10, 20, 30, 40, 50].map((speed, index) => ({ ours: speed * 3, reference: index === 2 ? 1 : speed }));
  expect(figure(about, rounds).ratio).toBe(3);
});

test('quantiles are values that were measured', () => {
  const times = [5, 1, 4, 2, 3];
  expect(median(times)).toBe(3);
  expect(quantile(times, 0.95)).toBe(5);
  expect(quantile(times, 0)).toBe(1);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the table has every name with its figures, and every note', () => {
  const text = table([
    { ...about, ours: 2, reference: 1, ratio: 2 },
    { ...about, name: 'other', ours: 1, reference: 4, ratio: 0.25 },
  ]);
  expect(text).toMatch(/^name +ours +reference +unit +ratio$/m);
  expect(text).toMatch(/^other +1 +4 +ms +0\.25$/m);
  expect(text).toContain('thing: ours | theirs');
});
