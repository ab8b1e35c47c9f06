/**
 * What a key means on a US board, by its place. Readers are shipped to press US keys; read so, neither the PC's keyboard
 * layout nor Caps Lock nor a locked pad changes a code.
 */

const PLAIN: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  Period: '.',
  Comma: ',',
  Slash: '/',
  Semicolon: ';',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Backquote: '`',
  Space: ' ',
  Quote: "'",
  NumpadSubtract: '-',
  NumpadDecimal: '.',
  NumpadDivide: '/',
  NumpadAdd: '+',
};
const SHIFTED: Readonly<Record<string, string>> = {
  Minus: '_',
  Equal: '+',
  Period: '>',
  Comma: '<',
  Slash: '?',
  Semicolon: ':',
  Backslash: '|',
  BracketLeft: '{',
  BracketRight: '}',
  Backquote: '~',
  Space: ' ',
  Quote: '"',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/** Empty for a key that types nothing there. */
export function characterAt(code: string, shift: boolean): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  return /^Numpad(\d)$/.exec(code)?.[1] ?? (shift ? (SHIFTED[code] ?? PLAIN[code]) : PLAIN[code]) ?? '';
}

/** Some readers send the character of Shift without the key itself. */
export const impliesShift = (key: string, code: string): boolean =>
  key.length === 1 && key === characterAt(code, true) && key !== characterAt(code, false);
