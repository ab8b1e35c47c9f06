import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGs1Aim, splitAim, withoutEci } from '../../domain/aim.ts';

describe('the AIM id before a read', () => {
  test.each([']C0', ']C1', ']Q1', ']Q3', ']d2', ']A0', ']E0', ']zC'])('%s is taken off', (aim) => {
    expect(splitAim(`${aim}H57.23.15-261124-0042`)).toEqual({ aim, text: 'H57.23.15-261124-0042' });
  });

  test.each([']', ']]', ']Q', ']Q9abc', ']q1abc', '] H57', ']C3x', ']-1', 'a]C0b', ']C0'])(
    'the text %s only begins like one and stays',
    (text) => {
      expect(splitAim(text)).toEqual({ text });
    },
  );

  test('nothing is lost of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { aim = '', text: rest } = splitAim(text);
        expect(aim + rest).toBe(text);
      }),
    );
  });

  test('says whether the data are GS1 element strings', () => {
    expect([']C1', ']Q3', ']d2', ']e0'].every(isGs1Aim)).toBe(true);
    expect([']C0', ']Q1', ']d1', undefined].some(isGs1Aim)).toBe(false);
  });
});

describe('the ECI protocol', () => {
  test('its marks are taken off where the id says that it is spoken', () => {
    expect(withoutEci('\\000026Nguyễn Thị Mẫu', ']Q2')).toBe('Nguyễn Thị Mẫu');
    expect(withoutEci('a\\\\000026b', ']Q2')).toBe('a\\000026b');
  });

  test('a backslash of a text without it stays', () => {
    expect(withoutEci('a\\000026b', ']Q1')).toBe('a\\000026b');
    expect(withoutEci('a\\000026b', undefined)).toBe('a\\000026b');
  });
});
