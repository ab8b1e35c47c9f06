/**
 * Whether a burst of keys was a barcode reader in keyboard mode. Its Enter must never press a button, its code must neither
 * be lost nor stay in a field, and hands, however fast, must never be taken for it.
 *
 * Known without a guess: a prefix that the reader was programmed to type. Else by pace: nobody types at 35 ms a key. Slower
 * readers (80 to 100 ms a key) are as fast as hands; they are known by an end as prompt as their keys, and a whole code of
 * ours, or by keys as even as a machine's and either another code or the pace that this window's reader was seen to have.
 */

import { isReceiptQr } from '../../../domain/receipt-qr.ts';
import { classifyScan } from '../../../domain/scan-content.ts';
import type { KeyboardReader } from '../../../domain/views/desk.ts';
import { type Burst, isEven, paceOf, partedAtPause } from './burst.ts';

export type WedgeRules = KeyboardReader & {
  /** False where nobody types: at the kiosk, and outside of fields. Every burst is a reader's then. */
  readonly hands: boolean;
  /** The set-up window waits for the test code: a burst without an end, or an unknown code, is wanted too. */
  readonly trial?: boolean;
};

/** What ended the burst: `silence` for a reader that types no end. */
export type Ending = 'key' | 'silence';

export type Verdict =
  | { readonly kind: 'typed' }
  /** `text`: with the prefix and suffix. `hands`: what a person typed right before. */
  | {
      readonly kind: 'scan';
      readonly text: string;
      readonly gapMs: number;
      readonly ended: boolean;
      readonly hands: string;
    }
  /** A scan that an input method garbled: say so rather than guess. */
  | { readonly kind: 'garbled'; readonly text: string; readonly swallowed: number; readonly ended: boolean };

const TYPED: Verdict = { kind: 'typed' };
const SHORTEST = 6;
const BREAK_MS = 250;
/** Where nobody types, keys that a busy PC brings late need not be told from hands. */
const BREAK_WITHOUT_HANDS_MS = 500;
/** Nobody types this fast, ms a key. */
const FASTER_THAN_HANDS_MS = 35;
/** The slowest readers, ms a key. */
const SLOWEST_READER_MS = 125;

/** A pause after which the next key begins something new, ms: a slow reader's own pauses are shorter. */
export const breakOf = ({ gapMs = 0, hands }: Pick<WedgeRules, 'gapMs' | 'hands'>): number =>
  Math.max(hands ? BREAK_MS : BREAK_WITHOUT_HANDS_MS, gapMs * 3);

/** What the burst was when it ended at `at`. */
export function judge(burst: Burst, ending: Ending, at: number, rules: WedgeRules): Verdict {
  const ended = ending === 'key' || endsWithSuffix(burst.text, rules);
  if (burst.keys < SHORTEST || (ending === 'key' && at - burst.lastAt > breakOf(rules))) return TYPED;
  if (!isReaders(burst, { ended, endGap: ending === 'key' ? at - burst.lastAt : 0 }, rules)) return TYPED;
  if (burst.swallowed > 0) return { kind: 'garbled', text: burst.text, swallowed: burst.swallowed, ended };
  return { kind: 'scan', gapMs: Math.round(paceOf(burst)), ended, ...readOf(burst, rules) };
}

/**
 * A burst of which an input method took keys, judged by what it wrote into the field instead: most of its keys are never
 * told. A whole code of ours is as it was scanned, since no method writes one; anything else as fast is garbled.
 */
export function judgeWritten(written: string, ms: number, swallowed: number, rules: WedgeRules): Verdict {
  const pace = ms / Math.max(1, written.length);
  if (written.length < SHORTEST || pace > SLOWEST_READER_MS) return TYPED;
  if (isOurs(written, rules)) return { kind: 'scan', text: written, gapMs: Math.round(pace), ended: true, hands: '' };
  const isTorn = isReceiptQr(withoutMarks(written, rules)) || hasPrefix(written, rules);
  return isTorn || pace <= FASTER_THAN_HANDS_MS ? { kind: 'garbled', text: written, swallowed, ended: true } : TYPED;
}

type End = { readonly ended: boolean; readonly endGap: number };

function isReaders(burst: Burst, end: End, rules: WedgeRules): boolean {
  const known = isKnown(readOf(burst, rules).text, rules);
  if (!rules.hands) return end.ended || known || rules.trial === true;
  if (hasPrefix(burst.text, rules) || hasPrefix(burst.places, rules)) return true;
  if (isFasterThanHands(burst)) return end.ended || known || rules.trial === true;
  if (!isPrompt(burst, end)) return false;
  // Whoever types a whole code of ours at this pace, unevenly or not, wants it opened.
  if (end.ended && isOurs(readOf(burst, rules).text, rules)) return true;
  if (!isEven(burst)) return false;
  return rules.trial === true || (end.ended && (known || isLearned(burst, rules)));
}

/** Typical and mean gap, so that neither one hiccup of a reader nor a few rolled keys of a hand decide. */
function isFasterThanHands(burst: Burst): boolean {
  const mean = (burst.lastAt - burst.startedAt) / Math.max(1, burst.keys - 1);
  return paceOf(burst) <= FASTER_THAN_HANDS_MS && mean <= FASTER_THAN_HANDS_MS * 2;
}

/** No slower than the slowest reader, and as prompt with its end as with its keys. */
function isPrompt(burst: Burst, { endGap }: End): boolean {
  const pace = paceOf(burst);
  return pace <= SLOWEST_READER_MS && endGap <= Math.max(pace * 2, SLOWEST_READER_MS);
}

/**
 * At the pace of this window's reader, and of a shape that hands do not type evenly: long, with letters and digits, in one
 * piece. Bare digits are left to hands: a pad is typed as evenly as that.
 */
function isLearned(burst: Burst, { gapMs }: WedgeRules): boolean {
  if (gapMs === undefined || Math.abs(paceOf(burst) - gapMs) > gapMs * 0.3) return false;
  return burst.text.length >= 10 && /\d/.test(burst.text) && /\p{L}/u.test(burst.text) && !/\s/.test(burst.text);
}

const isPrintable = (text: string): boolean => text !== '' && !/\p{Cc}/u.test(text);
const hasPrefix = (text: string, { prefix }: WedgeRules): boolean => isPrintable(prefix) && text.startsWith(prefix);
const endsWithSuffix = (text: string, { suffix }: WedgeRules): boolean => isPrintable(suffix) && text.endsWith(suffix);

/** A read without what the reader is programmed to type around it. */
export function withoutMarks(text: string, { prefix, suffix }: Pick<KeyboardReader, 'prefix' | 'suffix'>): string {
  const from = isPrintable(prefix) && text.startsWith(prefix) ? prefix.length : 0;
  const inner = text.slice(from);
  return isPrintable(suffix) && inner.endsWith(suffix) ? inner.slice(0, -suffix.length) : inner;
}

const contentOf = (text: string, rules: WedgeRules) => classifyScan(withoutMarks(text, rules));
const isKnown = (text: string, rules: WedgeRules): boolean => contentOf(text, rules).kind !== 'unknown';
/** Foreign codes have so free a shape that a piece of one, or one with letters before it, passes for another. */
function isOurs(text: string, rules: WedgeRules): boolean {
  const content = contentOf(text, rules);
  return content.kind === 'dossier-code' ? !content.foreign : content.kind !== 'unknown';
}

/**
 * The characters, unless they say nothing and the keys' places do: then the PC's layout, Caps Lock or a locked pad was in
 * the way. What hands typed before is parted off only where the rest is a code of ours and the whole is none.
 */
function readOf(burst: Burst, rules: WedgeRules): { readonly text: string; readonly hands: string } {
  const whole = bestOf(burst, rules);
  const parted = isOurs(whole, rules) ? undefined : partedAtPause(burst);
  const rest = parted ? bestOf(parted.rest, rules) : '';
  return parted && isOurs(rest, rules) ? { text: rest, hands: parted.hands } : { text: whole, hands: '' };
}

const bestOf = ({ text, places }: Burst, rules: WedgeRules): string => (isKnown(places, rules) ? places : text);
