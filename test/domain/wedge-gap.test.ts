import { expect, test } from 'vitest';
import { type KnownGaps, medianOf, typicalGap, withGap } from '../../domain/wedge-gap.ts';

const learned = (...gaps: readonly number[]): KnownGaps => gaps.reduce(withGap, [] as KnownGaps);

test('a reader’s pace is known after three scans', () => {
  expect(typicalGap(learned(95, 96))).toBeUndefined();
  expect(typicalGap(learned(95, 96, 94))).toBe(95);
});

test('one odd scan does not move it, another reader does', () => {
  expect(typicalGap(learned(95, 96, 94, 12, 95))).toBe(95);
  expect(typicalGap(learned(95, 96, 94, 95, 10, 10, 11, 10, 10, 11))).toBe(11);
});

test('only the last nine are kept', () => {
  expect(learned(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('the median of nothing is nothing', () => {
  expect(medianOf([])).toBe(0);
});
