import { expect, test } from 'vitest';
import { CornerTaps } from '../../electron/corner-taps.ts';

const WIDTH = 1080;
const tapAll = (points: readonly (readonly [number, number, number])[]): readonly boolean[] => {
  const taps = new CornerTaps();
  return points.map(([x, y, at]) => taps.tap({ x, y, at }, WIDTH));
};

test('five quick taps in the upper right corner call the technician', () => {
  expect(tapAll([0, 300, 600, 900, 1200].map((at) => [1000, 60, at] as const))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});

test('a sixth tap starts over', () => {
  expect(tapAll([0, 1, 2, 3, 4, 5].map((at) => [1000, 60, at] as const)).at(-1)).toBe(false);
});

test('taps spread over a longer time do not count', () => {
  expect(tapAll([0, 1500, 3000, 4500, 6000].map((at) => [1000, 60, at] as const))).not.toContain(true);
});

test('a touch elsewhere in between starts over', () => {
  const points = [
    [1000, 60, 0],
    [1000, 60, 1],
    [1000, 60, 2],
    [500, 900, 3],
    [1000, 60, 4],
    [1000, 60, 5],
  ] as const;
  expect(tapAll(points)).not.toContain(true);
});
