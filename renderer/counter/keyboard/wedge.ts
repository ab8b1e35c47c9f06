/**
 * Keyboard-wedge guard: a scanner in keyboard mode types its code and ends it with Enter. That Enter must never press
 * the primary button. A burst is known by its speed (nobody types at 35 ms a key) or, since slow scanners need
 * 80–100 ms a key, by its speed together with the look of a code. Pure: presses in, a verdict out.
 */

export type Burst = {
  readonly text: string;
  readonly keys: number;
  /** Presses that an input method swallowed (`Process`): the text is then incomplete. */
  readonly swallowed: number;
  readonly startedAt: number;
  readonly lastAt: number;
};

export type Verdict =
  | { readonly kind: 'typed' }
  | { readonly kind: 'scan'; readonly text: string }
  /** A scan that an input method garbled: say so rather than guess. */
  | { readonly kind: 'garbled' };

export const NO_BURST: Burst = { text: '', keys: 0, swallowed: 0, startedAt: 0, lastAt: 0 };

/** A pause after which the next key begins something new, ms. */
export const BREAK_MS = 250;
const FASTER_THAN_HANDS_MS = 35;
const SLOW_SCANNER_MS = 125;
const SHORTEST_SCAN = 6;
/** A citizen card with a long address stays well below; anything longer is refused by the station as well. */
const LONGEST_SCAN = 2000;

/** The burst after one more press. `key` is the event's key: one character, or `Process` from an input method. */
export const press = (burst: Burst, key: string, at: number): Burst => {
  const from = burst.keys > 0 && at - burst.lastAt <= BREAK_MS ? burst : { ...NO_BURST, startedAt: at };
  const swallowed = from.swallowed + (key.length === 1 ? 0 : 1);
  const text = key.length === 1 && from.text.length < LONGEST_SCAN ? from.text + key : from.text;
  return { ...from, text, keys: from.keys + 1, swallowed, lastAt: at };
};

/** A dossier or ticket code, a receipt's QR or a citizen card: digits, with a dash or a bar between parts. */
const looksLikeCode = (text: string): boolean => /^[\w.|:/+=-]*\d[\w.|:/+=-]*$/.test(text) && /[-|.]|\d{9}/.test(text);

/** What an Enter at `at` ends. */
export const judge = (burst: Burst, at: number): Verdict => {
  if (burst.keys < SHORTEST_SCAN || at - burst.lastAt > BREAK_MS) return { kind: 'typed' };
  const pace = (burst.lastAt - burst.startedAt) / (burst.keys - 1);
  const scanned = pace <= FASTER_THAN_HANDS_MS || (pace <= SLOW_SCANNER_MS && looksLikeCode(burst.text));
  if (!scanned) return { kind: 'typed' };
  return burst.swallowed > 0 ? { kind: 'garbled' } : { kind: 'scan', text: burst.text };
};
