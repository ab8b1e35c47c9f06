import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GS, type Gs1Element, parseGs1 } from '../../domain/gs1.ts';
import { classifyScan, unwrapScan } from '../../domain/scan-content.ts';

const CODE = 'H57.23.15-261124-0042';
const RECEIPT = `MC1:${CODE}:7KQ4X2M9`;

const elementsOf = (text: string): readonly Gs1Element[] | string => {
  const result = parseGs1(text);
  return result.ok ? result.value : result.code;
};

describe('element strings', () => {
  test('end by their set length, by GS or with the read', () => {
    expect(elementsOf(`0108934567890123${'17'}26113010LOT-7${GS}240${CODE}`)).toEqual([
      { ai: '01', value: '08934567890123' },
      { ai: '17', value: '261130' },
      { ai: '10', value: 'LOT-7' },
      { ai: '240', value: CODE },
    ]);
  });

  test('the FNC1 at the start may come as GS, and one behind a set length does no harm', () => {
    expect(elementsOf(`${GS}0108934567890123${GS}21A7`)).toEqual([
      { ai: '01', value: '08934567890123' },
      { ai: '21', value: 'A7' },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['only the FNC1', GS],
    ['an identifier that does not exist', `5${CODE}`],
    ['an identifier without a value', '240'],
    ['a set length cut short', '0108934567890'],
    ['letters where a number must be', '01ABCDEFGHIJKLMN'],
    ['two separators', `240A${GS}${GS}21B`],
    ['a letter with a mark', '240Nguyễn'],
    ['a plain code', CODE],
    ['a value too long', `240${'A'.repeat(91)}`],
    ['a plain code in the older order', '000.23.15.H57-261124-0042'],
  ])('%s is refused', (_, text) => {
    expect(elementsOf(text)).toBe('MC-SCN-01');
  });

  const element = fc.oneof(
    fc.record({
      ai: fc.constantFrom('10', '21', '240', '400', '8200', '91', '99'),
      value: fc.stringMatching(/^[A-Z0-9.:/-]{1,30}$/),
    }),
    fc.record({ ai: fc.constant('01'), value: fc.stringMatching(/^\d{14}$/) }),
    fc.record({ ai: fc.constant('3103'), value: fc.stringMatching(/^\d{6}$/) }),
    fc.record({ ai: fc.constant('410'), value: fc.stringMatching(/^\d{13}$/) }),
  );

  test('any that are put together come apart again', () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 10 }), (elements) => {
        const fixed = new Set(['01', '3103', '410']);
        const text = elements
          .map(({ ai, value }, index) => ai + value + (fixed.has(ai) || index === elements.length - 1 ? '' : GS))
          .join('');
        expect(elementsOf(text)).toEqual(elements);
      }),
    );
  });

  test('any text gives elements that are that text, or is refused', () => {
    const parts = fc.constantFrom(GS, '01', '10', '240', '8200', '310', CODE, 'A', '08934567890123', 'ư', '\u0000');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          const result = parseGs1(text);
          if (!result.ok) return;
          const again = result.value.map(({ ai, value }) => ai + value).join('');
          expect(again).toBe(text.replaceAll(GS, ''));
        },
      ),
    );
  });
});

describe('a code of ours wrapped in GS1', () => {
  test.each([
    [']C1', `240${CODE}`, CODE],
    [']C1', `91${CODE}`, CODE],
    [']d2', `0108934567890123${'21'}7${GS}240${CODE}`, CODE],
    [']Q3', `99${RECEIPT}`, RECEIPT],
    [']Q3', `8200https://motcua.example/hs/${CODE}`, CODE],
    // A label program that put FNC1 before a plain text.
    [']C1', CODE, CODE],
    [']C1', '000.23.15.H57-261124-0042', '000.23.15.H57-261124-0042'],
  ])('%s %s is understood', (aim, text, inner) => {
    expect(unwrapScan(text, aim)).toBe(inner);
  });

  test.each([
    ['a product’s number', ']C1', '0108934567890123'],
    ['a parcel’s number', ']C1', '00389345678901234564'],
    ['a price and a weight', ']e0', `3103001250392215`],
    ['two different codes', ']C1', `240${CODE}${GS}91H57.23.15-261124-0043`],
    ['a code of another’s in a parcel’s text without GS1 structure', ']C1', 'VN.77-1234'],
    ['two values that only together look like a code', ']C1', `10A.1-B${GS}21C`.replace('A.1-B', 'A')],
    ['a GS in the middle of something else', undefined, `A.1-B${GS}C`],
  ])('%s is not taken for one', (_, aim, text) => {
    expect(classifyScan(unwrapScan(text, aim))).toEqual({ kind: 'unknown', reason: 'MC-SCN-01' });
  });

  test('without the id and without GS nothing is unwrapped', () => {
    expect(unwrapScan(`240${CODE}`)).toBe(`240${CODE}`);
  });

  test('whatever is read, unwrapping neither throws nor adds anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(undefined, ']C1', ']Q2', ']Q3', ']d2'), (text, aim) => {
        expect(unwrapScan(text, aim).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('a web address', () => {
  test.each([
    `https://dichvucong.example/tra-cuu/${CODE}`,
    `https://dichvucong.example/tra-cuu?ma=${CODE}&x=1.2-3`,
    `HTTPS://DICHVUCONG.EXAMPLE/?MA=${CODE}`,
    `https://dichvucong.example/#${CODE}`,
  ])('%s leads to the code in it', (text) => {
    expect(classifyScan(text)).toEqual({ kind: 'dossier-code', code: CODE, foreign: false });
  });

  test('with a whole receipt leads to it', () => {
    expect(classifyScan(`https://dichvucong.example/r?q=${encodeURIComponent(RECEIPT)}`)).toEqual({
      kind: 'receipt',
      code: CODE,
      secret: '7KQ4X2M9',
    });
  });

  test.each([
    'https://example.com/2.000-815/v1.2-3',
    `https://example.com/${CODE}/H57.23.15-261124-0043`,
    'https://example.com/%E0%A4%A',
    'http://',
  ])('%s leads nowhere', (text) => {
    expect(classifyScan(text).kind).toBe('unknown');
  });
});
