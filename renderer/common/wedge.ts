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

/** What a window takes for a scan. */
export type WedgeRules = {
  /** A pause after which the next key begins something new, ms. */
  readonly breakMs: number;
  /** Nobody types this fast, ms a key. */
  readonly fasterThanHandsMs: number;
  /** As fast as this only what looks like a code is a scan, ms a key. */
  readonly slowScannerMs: number;
  readonly shortest: number;
  /** What comes after is dropped; the station refuses the rest. */
  readonly longest: number;
};

/** Where people type as well. A citizen card with a long address stays well below `longest`. */
export const DESK_RULES: WedgeRules = {
  breakMs: 250,
  fasterThanHandsMs: 35,
  slowScannerMs: 125,
  shortest: 6,
  longest: 2000,
};

/** The burst after one more press. `key` is the event's key: one character, or `Process` from an input method. */
export const press = (burst: Burst, key: string, at: number, rules: WedgeRules = DESK_RULES): Burst => {
  const from = burst.keys > 0 && at - burst.lastAt <= rules.breakMs ? burst : { ...NO_BURST, startedAt: at };
  const swallowed = from.swallowed + (key.length === 1 ? 0 : 1);
  const text = key.length === 1 && from.text.length < rules.longest ? from.text + key : from.text;
  return { ...from, text, keys: from.keys + 1, swallowed, lastAt: at };
};

/** A dossier or ticket code, a receipt's QR or a citizen card: digits, with a dash or a bar between parts. */
const looksLikeCode = (text: string): boolean => /^[\w.|:/+=-]*\d[\w.|:/+=-]*$/.test(text) && /[-|.]|\d{9}/.test(text);

/** What an Enter at `at` ends. */
export const judge = (burst: Burst, at: number, rules: WedgeRules = DESK_RULES): Verdict => {
  if (burst.keys < rules.shortest || at - burst.lastAt > rules.breakMs) return { kind: 'typed' };
  const pace = (burst.lastAt - burst.startedAt) / (burst.keys - 1);
  const scanned = pace <= rules.fasterThanHandsMs || (pace <= rules.slowScannerMs && looksLikeCode(burst.text));
  if (!scanned) return { kind: 'typed' };
  return burst.swallowed > 0 ? { kind: 'garbled' } : { kind: 'scan', text: burst.text };
};
