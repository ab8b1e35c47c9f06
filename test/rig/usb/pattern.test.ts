import { expect, test } from 'vitest';
import { isSlip, pattern } from './guest/pattern.ts';

const paper = (rows: number, seed: number, blank: number): ReturnType<typeof pattern> => {
  const slip = pattern(rows, seed);
  const data = new Uint8Array(slip.data.length + (blank * slip.width) / 8);
  data.set(slip.data);
  return { width: slip.width, height: rows + blank, data };
};

test('a slip is known by its dots, with blank paper after it', () => {
  expect(isSlip(paper(20, 3, 90), pattern(20, 3))).toBe(true);
});

test('another slip, one dot off, or one with ink behind it is not it', () => {
  expect(isSlip(paper(20, 4, 90), pattern(20, 3))).toBe(false);
  const off = paper(20, 3, 90);
  off.data[700] = (off.data[700] ?? 0) ^ 1;
  expect(isSlip(off, pattern(20, 3))).toBe(false);
  const behind = paper(20, 3, 90);
  behind.data[behind.data.length - 1] = 1;
  expect(isSlip(behind, pattern(20, 3))).toBe(false);
  expect(isSlip(pattern(10, 3), pattern(20, 3))).toBe(false);
});
