/**
 * A barcode reader that pretends to be a keyboard: a fast burst of keys ended by Enter. Everything else typed at the
 * kiosk is ignored. Keys are read by their place on the board (US layout, as readers send), so that neither the
 * keyboard layout nor a Vietnamese input method (Telex, VNI) can change a code.
 */

export type WedgeKey = { readonly code: string; readonly shift: boolean; readonly at: number };
export type WedgeState = { readonly text: string; readonly last: number };
export type WedgeStep = { readonly state: WedgeState; readonly scanned?: string };

/** Slower than any reader, faster than any finger. */
export const MAX_GAP_MS = 80;
const MIN_LENGTH = 5;
/** Longer than any code of ours; what comes after is dropped, the station refuses the rest with a sentence. */
const MAX_LENGTH = 300;

export const emptyWedge: WedgeState = { text: '', last: 0 };

/** One key pressed. `scanned` is there once, when a burst has ended. */
export function feed(state: WedgeState, key: WedgeKey): WedgeStep {
  const fresh = key.at - state.last > MAX_GAP_MS;
  const text = fresh ? '' : state.text;
  if (key.code === 'Enter' || key.code === 'NumpadEnter') return ended(text);
  const character = characterOf(key);
  const next = text.length < MAX_LENGTH ? text + character : text;
  return { state: { text: next, last: key.at } };
}

function ended(text: string): WedgeStep {
  return text.length >= MIN_LENGTH ? { state: emptyWedge, scanned: text } : { state: emptyWedge };
}

const PLAIN: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  Period: '.',
  Comma: ',',
  Slash: '/',
  Semicolon: ';',
  Backslash: '\\',
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
  Space: ' ',
  Quote: '"',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

function characterOf({ code, shift }: WedgeKey): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  return /^Numpad(\d)$/.exec(code)?.[1] ?? (shift ? (SHIFTED[code] ?? PLAIN[code]) : PLAIN[code]) ?? '';
}
