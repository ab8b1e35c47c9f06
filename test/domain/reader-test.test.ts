import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeTestRead, LAYOUT_TEST_CODE, type TestRead } from '../../domain/reader-test.ts';

const verdict = (text: string, more: Omit<TestRead, 'text'> = {}): string => judgeTestRead({ text, ...more }).verdict;
const detail = (text: string): string | undefined => judgeTestRead({ text }).detail;

test('whole is whole, with its line end and its AIM id too', () => {
  expect(judgeTestRead({ text: LAYOUT_TEST_CODE })).toEqual({ verdict: 'whole', length: 15 });
  expect(verdict(`${LAYOUT_TEST_CODE}\r\n`)).toBe('whole');
  expect(verdict(`]C0${LAYOUT_TEST_CODE}`)).toBe('whole');
});

describe('an input method', () => {
  test.each(['HÓA-ĐÀ-TƠN9', 'HOÁ-ĐÀ-TƠN9', 'hóa-đà-tơn9', 'HÓA-ĐÀ-TƠN9'.normalize('NFD')])('%s is Telex', (text) => {
    expect(verdict(text)).toBe('telex');
  });

  test('keys that it took, or marks of another kind, are another one', () => {
    expect(verdict('HOS-DDF-TOWN9', { swallowed: 2 })).toBe('input-method');
    expect(verdict('HÔAS-DDAF-TOWN9')).toBe('input-method');
  });

  test('a citizen’s card has marks of its own and is another code', () => {
    expect(verdict('046190000123|191234567|Nguyễn Thị Mẫu|05081990|Nữ|Thôn 1|15042021')).toBe('other');
    expect(verdict('046190000123|191234567|Nguyễn Thị Mẫu', { swallowed: 3 })).toBe('other');
  });
});

describe('a keyboard layout', () => {
  test.each([
    ['AZERTY', 'HOQS)DDQF)TOZNç'],
    ['AZERTY', 'hoqs)ddqf)toznÇ'],
    ['QWERTZ', 'HOASßDDAFßTOWN9'],
    ['Vietnamese', 'HOAS-DDAF-TOWN\u0323'],
    ['Türkçe Q', 'HOAS*DDAF*TOWN9'],
    ['Español', "HOAS'DDAF'TOWN9"],
    ['Nordic', 'HOAS+DDAF+TOWN9'],
    ['Dvorak', 'DRAO[EEAU[YR<B9'],
  ])('%s is named', (name, text) => {
    expect([verdict(text), detail(text)]).toEqual(['layout', name]);
  });

  test('one that is not known is a layout all the same, since it moves a key to the same place each time', () => {
    expect([verdict('HOAS/DDAF/TOWN9'), detail('HOAS/DDAF/TOWN9')]).toEqual(['layout', undefined]);
    expect(verdict('HOAS/DDAF?TOWN9')).toBe('garbled');
  });
});

test.each([
  ['hoas-ddaf-town9', 'caps-lock'],
  ['HOAS_DDAF_TOWN(', 'shift'],
  ['HOAS-DDAF-TOWN', 'num-lock'],
  ['HHOOAASS--DDDDAAFF--TTOOWWNN99', 'doubled'],
  ['HOAS-DDAF-T', 'cut-end'],
  ['DDAF-TOWN9', 'cut-start'],
  ['HOASDDAFTOWN9', 'lost'],
  ['HXAS-QDAF-TOYN9', 'garbled'],
  ['000.00.00.G15-KQ004389', 'other'],
  ['', 'other'],
])('%s is %s', (text, expected) => {
  expect(verdict(text)).toBe(expected);
});

test('what stands around it is shown, so that it can be set', () => {
  expect(judgeTestRead({ text: `~${LAYOUT_TEST_CODE}` })).toEqual({ verdict: 'prefix', detail: '~', length: 16 });
  expect(judgeTestRead({ text: `${LAYOUT_TEST_CODE}#` })).toEqual({ verdict: 'suffix', detail: '#', length: 16 });
  expect(detail(`${'x'.repeat(20)}${LAYOUT_TEST_CODE}`)).toHaveLength(8);
});

test('whole but without an end is said', () => {
  expect(verdict(LAYOUT_TEST_CODE, { ended: false })).toBe('no-suffix');
});

test('any text: it never throws, and tells of no other code', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })),
      fc.nat(3),
      fc.boolean(),
      (text, swallowed, ended) => {
        const result = judgeTestRead({ text, swallowed, ended });
        expect(result.length).toBe(text.length);
        if (!text.includes(LAYOUT_TEST_CODE)) expect(text.includes(result.detail ?? '\u0000')).toBe(false);
      },
    ),
  );
});

test('a code with one character wrong is never taken for whole', () => {
  fc.assert(
    fc.property(fc.nat(14), fc.string({ minLength: 0, maxLength: 2 }), (at, other) => {
      fc.pre(other !== LAYOUT_TEST_CODE.charAt(at));
      const text = LAYOUT_TEST_CODE.slice(0, at) + other + LAYOUT_TEST_CODE.slice(at + 1);
      expect(['whole', 'no-suffix']).not.toContain(judgeTestRead({ text }).verdict);
    }),
  );
});
