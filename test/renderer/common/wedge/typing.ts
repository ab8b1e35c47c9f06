/** Keys as readers and hands press them, for the tests of the wedge. */
import { type Burst, NO_BURST, type Press, press } from '../../../../renderer/common/wedge/burst.ts';
import { breakOf, judge, type Verdict, type WedgeRules } from '../../../../renderer/common/wedge/verdict.ts';

export const DESK: WedgeRules = { prefix: '', suffix: '\r', hands: true };

const SHIFTED = new Map(
  [...'~!@#$%^&*()_+{}|:"<>?'].map((sign, at) => [sign, "`1234567890-=[]\\;',./".charAt(at)] as const),
);
const CODES: Readonly<Record<string, string>> = {
  '-': 'Minus',
  '=': 'Equal',
  '.': 'Period',
  ',': 'Comma',
  '/': 'Slash',
  ';': 'Semicolon',
  '\\': 'Backslash',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '`': 'Backquote',
  "'": 'Quote',
  ' ': 'Space',
};

/** The key of a US board that types a character. */
export function keyOf(character: string): Pick<Press, 'key' | 'code' | 'shift'> {
  const plain = SHIFTED.get(character) ?? character.toLowerCase();
  const code = /[a-z]/.test(plain)
    ? `Key${plain.toUpperCase()}`
    : /\d/.test(plain)
      ? `Digit${plain}`
      : (CODES[plain] ?? '');
  return { key: character, code, shift: plain !== character };
}

/** `gaps`: one for all, or one before each key. */
export function burstOf(
  text: string | readonly Pick<Press, 'key' | 'code' | 'shift'>[],
  gaps: number | readonly number[],
  rules: WedgeRules = DESK,
): Burst {
  const keys = typeof text === 'string' ? [...text].map(keyOf) : text;
  let at = 1000;
  return keys.reduce((burst, key, index) => {
    at += index === 0 ? 0 : typeof gaps === 'number' ? gaps : (gaps[index - 1] ?? 0);
    return press(burst, { ...key, at }, breakOf(rules));
  }, NO_BURST);
}

/** Types a text and presses Enter `endGap` later. */
export function typed(
  text: Parameters<typeof burstOf>[0],
  gaps: number | readonly number[],
  {
    rules = DESK,
    endGap = typeof gaps === 'number' ? gaps : (gaps.at(-1) ?? 10),
  }: { rules?: WedgeRules; endGap?: number } = {},
): Verdict {
  const burst = burstOf(text, gaps, rules);
  return judge(burst, 'key', burst.lastAt + endGap, rules);
}

/** Types a text and falls silent. */
export function silent(text: string, gaps: number | readonly number[], rules: WedgeRules = DESK): Verdict {
  const burst = burstOf(text, gaps, rules);
  return judge(burst, 'silence', burst.lastAt + breakOf(rules), rules);
}
