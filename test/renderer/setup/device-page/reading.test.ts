import { describe, expect, it } from 'vitest';
import { LAYOUT_TEST_CODE, testVerdictSchema } from '../../../../domain/reader-test.ts';
import { isFinal, isPass, judgeTyped } from '../../../../renderer/setup/device-page/reading.ts';
import { en } from '../../../../renderer/setup/texts/en.ts';
import { vi } from '../../../../renderer/setup/texts/vi.ts';

describe('a test code typed into the page', () => {
  it('passes for a reader that should type', () => {
    expect(judgeTyped({ text: LAYOUT_TEST_CODE }, true)).toEqual({ verdict: 'whole', length: 15 });
  });

  it('is whole, but no pass, for one that is set up as another kind', () => {
    const reading = judgeTyped({ text: LAYOUT_TEST_CODE }, false);
    expect(reading.verdict).toBe('typed');
    expect(isPass(reading.verdict)).toBe(false);
  });

  it('names the fault before it names the kind', () => {
    expect(judgeTyped({ text: 'HÓA-ĐÀ-TƠN9' }, false).verdict).toBe('telex');
    expect(judgeTyped({ text: LAYOUT_TEST_CODE, ended: false }, true).verdict).toBe('no-suffix');
  });

  it('goes on waiting after another code, and ends on a verdict about the reader', () => {
    expect(isFinal(judgeTyped({ text: '000.00.00.G15-KQ004389' }, true).verdict)).toBe(false);
    expect(isFinal('refused')).toBe(false);
    expect(isFinal('garbled')).toBe(true);
  });
});

it('every verdict has a sentence in both languages', () => {
  for (const verdict of [...testVerdictSchema.options, 'typed', 'refused'] as const) {
    expect(vi.test.read[verdict]).toMatch(/\p{L}{2}.*\.$/u);
    expect(en.test.read[verdict]).toMatch(/\p{L}{2}.*\.$/u);
  }
});
