/**
 * A burst of keys: what a barcode reader in keyboard mode types, and what hands may type too. Kept twice, as the keys'
 * characters and as their places on the board. Pure: presses in, the burst out.
 */
import { medianOf } from '../../../domain/wedge-gap.ts';
import { characterAt, impliesShift } from './key-places.ts';

/** One key pressed, as the browser tells it. `key`: a character, or what became of it (`Process`, `Backspace`, `PageUp`). */
export type Press = { readonly key: string; readonly code: string; readonly shift: boolean; readonly at: number };

export type Burst = {
  /** By the keys' characters: right where the PC's layout is the reader's. */
  readonly text: string;
  /** By the keys' places on a US board: right where the reader's layout is US. */
  readonly places: string;
  readonly keys: number;
  /** Keys that an input method took or took back: the text is then not what was typed. */
  readonly swallowed: number;
  /** Between one key and the next, milliseconds. */
  readonly gaps: readonly number[];
  readonly startedAt: number;
  readonly lastAt: number;
};

export const NO_BURST: Burst = { text: '', places: '', keys: 0, swallowed: 0, gaps: [], startedAt: 0, lastAt: 0 };

/** What comes after is counted but not kept; the station refuses more than 4096 bytes. */
export const LONGEST_BURST = 4200;

/** The burst after one more press; after a pause longer than `breakMs` a new one begins. */
export function press(burst: Burst, { key, code, shift, at }: Press, breakMs: number): Burst {
  const goesOn = burst.keys > 0 && at - burst.lastAt <= breakMs;
  const from = goesOn ? burst : { ...NO_BURST, startedAt: at };
  const isKept = from.keys < LONGEST_BURST;
  const character = key.length === 1 ? key : '';
  const place = characterAt(code, shift || impliesShift(key, code));
  return {
    ...from,
    // UniKey takes its letters back with this key and types others.
    text: key === 'Backspace' ? from.text.slice(0, -1) : isKept ? from.text + character : from.text,
    places: isKept ? from.places + (place === '' ? character : place) : from.places,
    keys: from.keys + 1,
    swallowed: from.swallowed + (isSwallowed(key, code) ? 1 : 0),
    gaps: goesOn && isKept ? [...from.gaps, at - burst.lastAt] : from.gaps,
    lastAt: at,
  };
}

/** With Num Lock off a digit of the pad is `PageUp` and the like: its place still says which digit it was. */
const isSwallowed = (key: string, code: string): boolean => key.length !== 1 && !/^Numpad\d$/.test(code);

/** The typical gap of a burst, milliseconds. One slow key says nothing. */
export const paceOf = (burst: Burst): number => medianOf(burst.gaps);

/** Keys as even as a machine's: the middle deviation is at most an eighth of the typical gap. Hands vary by a quarter and more. */
export function isEven({ gaps }: Burst): boolean {
  const typical = medianOf(gaps);
  return medianOf(gaps.map((gap) => Math.abs(gap - typical))) <= typical / 8;
}

/**
 * What hands typed right before a reader's keys, and those: parted at the last gap that is far longer than the others.
 * Undefined where there is no such gap, or where characters and keys do not go together any more.
 */
export function partedAtPause(burst: Burst): { readonly hands: string; readonly rest: Burst } | undefined {
  const limit = Math.max(60, paceOf(burst) * 5);
  const at = burst.gaps.findLastIndex((gap) => gap > limit) + 1;
  const isWhole = burst.text.length === burst.keys && burst.places.length === burst.keys;
  if (at === 0 || !isWhole) return undefined;
  const gaps = burst.gaps.slice(at);
  return {
    hands: burst.text.slice(0, at),
    rest: {
      ...burst,
      text: burst.text.slice(at),
      places: burst.places.slice(at),
      keys: burst.keys - at,
      gaps,
      startedAt: burst.lastAt - gaps.reduce((sum, gap) => sum + gap, 0),
    },
  };
}
