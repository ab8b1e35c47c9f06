import { describe, expect, test } from 'vitest';
import { judge, NO_BURST, press } from '../../../renderer/common/wedge.ts';

/** Types a text at one pace and presses Enter one pace later. */
const typed = (text: string | readonly string[], pace: number) => {
  const keys = [...text];
  const burst = keys.reduce((before, key, index) => press(before, key, 1000 + index * pace), NO_BURST);
  return judge(burst, 1000 + keys.length * pace);
};

const CODE = 'H57.23.15-261124-0041';
const CARD = '046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1, Xã Mẫu|15042021';

describe('a scanner in keyboard mode', () => {
  test.each([
    ['a fast one', CODE, 10],
    ['a slow one with a code', CODE, 100],
    ['a receipt’s QR', 'MC1:H57.23.15-261119-0003:CVSKXPJZ', 80],
    ['a citizen card', CARD, 10],
    ['bare digits of a card', '046190000123', 100],
  ])('%s is taken for a scan', (_, text, pace) => {
    expect(typed(text, pace)).toEqual({ kind: 'scan', text });
  });
  test('whose keys an input method swallowed is told as garbled, not guessed', () => {
    expect(typed(['H', 'Process', 'Process', '-', '2', '6', '1'], 10)).toEqual({ kind: 'garbled' });
  });
});

describe('a person', () => {
  test.each([
    ['typing a name quickly', 'Nguyen Van An', 90],
    ['typing a code by hand', CODE, 180],
    ['typing a short number at once', '50000', 20],
    ['pressing only Enter', '', 10],
  ])('%s is not taken for a scanner', (_, text, pace) => {
    expect(typed(text, pace)).toEqual({ kind: 'typed' });
  });
  test('whose Enter comes after a pause means it', () => {
    const burst = [...CODE].reduce((before, key, index) => press(before, key, index * 10), NO_BURST);
    expect(judge(burst, burst.lastAt + 400)).toEqual({ kind: 'typed' });
  });
});

test('what was typed before a pause does not join the scan', () => {
  const hand = press(press(NO_BURST, 'x', 0), 'y', 200);
  const scan = [...CODE].reduce((before, key, index) => press(before, key, 1000 + index * 10), hand);
  expect(judge(scan, scan.lastAt + 10)).toEqual({ kind: 'scan', text: CODE });
});

test('a scan without end keeps only so much', () => {
  const long = Array.from({ length: 5000 }, (_, index) => index).reduce(
    (before, index) => press(before, '7', index),
    NO_BURST,
  );
  expect(long.text.length).toBeLessThanOrEqual(2000);
});
