/** What the test code looked like when it arrived, and what that says about the reader. Pure. */
import { LAYOUT_TEST_CODE } from '../../../domain/reader-test.ts';
import type { vi } from '../texts/vi.ts';

export type ReadVerdict = keyof typeof vi.test.read;

export type Reading = { readonly verdict: ReadVerdict; readonly length: number };

const swapCase = (text: string): string =>
  [...text].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('');

/** Vietnamese marks and letters in the text: an input method was at work. */
const hasMarks = (text: string): boolean => /đ|\p{Mn}/iu.test(text.normalize('NFD'));

/** What French, German and Turkish layouts make of a US reader: the same number of keys, other letters and hyphen. */
const isShifted = (text: string): boolean => {
  const same = [...text].filter((letter, index) => letter.toUpperCase() === LAYOUT_TEST_CODE.charAt(index)).length;
  return text.length === LAYOUT_TEST_CODE.length && same >= LAYOUT_TEST_CODE.length / 2;
};

/** A start or a piece of the code: characters were lost on the way. */
const isShort = (text: string): boolean => {
  if (text.length < 3 || text.length >= LAYOUT_TEST_CODE.length) return false;
  let from = 0;
  return [...text].every((letter) => {
    from = LAYOUT_TEST_CODE.indexOf(letter, from) + 1;
    return from > 0;
  });
};

/** A code typed into the page by a reader in keyboard mode. `garbled`: an input method swallowed keys. */
export const judgeTyped = (text: string, garbled: boolean): Reading => {
  const { length } = text;
  if (garbled || hasMarks(text)) return { verdict: 'input-method', length };
  if (text === LAYOUT_TEST_CODE) return { verdict: 'typed', length };
  if (swapCase(text) === LAYOUT_TEST_CODE) return { verdict: 'caps-lock', length };
  if (isShort(text)) return { verdict: 'short', length };
  return { verdict: isShifted(text) ? 'layout' : 'other', length };
};

/** A read that the station reported: only whether it was the code, and its length. */
export const judgeReported = (testCode: boolean, length: number): Reading => ({
  verdict: testCode ? 'whole' : length === LAYOUT_TEST_CODE.length ? 'garbled' : 'other',
  length,
});

/** Whether dossiers can be worked with like this; `other` was only another code, so the test goes on. */
export const isFinal = (verdict: ReadVerdict): boolean => verdict !== 'other' && verdict !== 'refused';
export const isPass = (verdict: ReadVerdict): boolean => verdict === 'whole';
