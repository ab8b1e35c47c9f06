import { expect, test } from 'vitest';
import { parsePin } from '../../electron/ipc.ts';

test('a PIN is four to twelve digits', () => {
  expect(parsePin('2468')).toBe('2468');
  expect(parsePin('123456789012')).toBe('123456789012');
});

test.each(['', '123', '1234567890123', '12a4', ' 1234', '１２３４', 1234, null, undefined, ['1234'], { pin: '1234' }])(
  'anything else from a page is not one: %j',
  (value) => {
    expect(parsePin(value)).toBeUndefined();
  },
);
