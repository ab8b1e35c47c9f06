/**
 * A barcode reader that pretends to be a keyboard: a fast burst of keys ended by Enter. Everything else typed at the
 * kiosk is ignored. Keys are read by their place on the board (US layout, as readers send), so that neither the
 * keyboard layout nor a Vietnamese input method (Telex, VNI) can change a code.
 */

import { type Burst, judge, NO_BURST, press, type WedgeRules } from '../common/wedge.ts';

export type WedgeKey = { readonly code: string; readonly shift: boolean; readonly at: number };
export type WedgeStep = { readonly burst: Burst; readonly scanned?: string };

/** Nobody types here, so every burst is a scan. */
export const KIOSK_RULES: WedgeRules = {
  breakMs: 80,
  fasterThanHandsMs: 80,
  slowScannerMs: 80,
  shortest: 5,
  longest: 300,
};

/** One key pressed. `scanned` is there once, when a burst has ended. */
export function feed(burst: Burst, key: WedgeKey): WedgeStep {
  if (key.code === 'Enter' || key.code === 'NumpadEnter') return ended(burst, key.at);
  const character = characterOf(key);
  return { burst: character === '' ? burst : press(burst, character, key.at, KIOSK_RULES) };
}

function ended(burst: Burst, at: number): WedgeStep {
  const verdict = judge(burst, at, KIOSK_RULES);
  return verdict.kind === 'scan' ? { burst: NO_BURST, scanned: verdict.text } : { burst: NO_BURST };
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
