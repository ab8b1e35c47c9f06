/**
 * GS1 element strings, as far as a counter needs them: a label maker may wrap a dossier's code in them (`(240)H57.23…`), and
 * a parcel's own numbers must never pass for a dossier's. GS1 General Specifications §3 (application identifiers) and §7.8
 * (which of them end by their length, which by a GS character).
 */
import { isGs1Aim } from './aim.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

export type Gs1Element = { readonly ai: string; readonly value: string };

/** FNC1 as a reader sends it between two element strings. */
export const GS = '\u001d';
const MAX_ELEMENTS = 40;
const MAX_VALUE = 90;

/** Digits of an application identifier by how it begins; identifiers that begin otherwise do not exist. */
const AI_LENGTHS: readonly (readonly [RegExp, number])[] = [
  [/^(0[0-4]|1[0-7]|2[0-2]|30|37|9\d)/, 2],
  [/^(235|24[0-3]|25[0-5]|40[0-3]|41\d|42\d|71\d)/, 3],
  [/^(3[1-69]\d\d|43\d\d|7[0-3]\d\d|8[0-2]\d\d)/, 4],
];

/** Element strings of these first two digits have a length set once for all, identifier included, and need no GS behind them. */
const WHOLE_LENGTHS: Readonly<Record<string, number>> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '04': 18,
  '11': 8,
  '12': 8,
  '13': 8,
  '14': 8,
  '15': 8,
  '16': 8,
  '17': 8,
  '18': 8,
  '19': 8,
  '20': 4,
  '31': 10,
  '32': 10,
  '33': 10,
  '34': 10,
  '35': 10,
  '36': 10,
  '41': 16,
};

/** Character set 82 and, for identifiers newer than it, 39 and 64: no blank, no letter with a mark, no control character. */
const VALUE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z#]+$/;

/** `MC-SCN-01` for anything that is not element strings from its first character to its last. Never throws. */
export function parseGs1(text: string): Parsed<readonly Gs1Element[], 'MC-SCN-01'> {
  const elements: Gs1Element[] = [];
  let rest = text.startsWith(GS) ? text.slice(1) : text;
  while (rest !== '') {
    const next = elements.length < MAX_ELEMENTS ? firstElement(rest) : undefined;
    if (!next) return refused('MC-SCN-01');
    elements.push(next.element);
    rest = next.rest;
  }
  return elements.length > 0 ? parsed(elements) : refused('MC-SCN-01');
}

function firstElement(text: string): { readonly element: Gs1Element; readonly rest: string } | undefined {
  const digits = AI_LENGTHS.find(([begins]) => begins.test(text))?.[1];
  if (digits === undefined) return undefined;
  const whole = WHOLE_LENGTHS[text.slice(0, 2)];
  const separator = text.indexOf(GS);
  const end = whole ?? (separator === -1 ? text.length : separator);
  const element = { ai: text.slice(0, digits), value: text.slice(digits, end) };
  if (!isSound(element, whole !== undefined) || text.length < end) return undefined;
  const rest = text.slice(end);
  return { element, rest: rest.startsWith(GS) ? rest.slice(1) : rest };
}

function isSound({ value }: Gs1Element, fixed: boolean): boolean {
  if (value.length > MAX_VALUE) return false;
  return fixed ? /^\d+$/.test(value) : VALUE.test(value);
}

/** Whether a read claims to be element strings: by its AIM id, or by a GS, which stands in nothing else that we read. */
export const claimsGs1 = (text: string, aim: string | undefined): boolean => isGs1Aim(aim) || text.includes(GS);

/**
 * Where a dossier's code or address may be: free texts of a trade partner or a company (GS1 AI 10, 21, 240–253, 400,
 * 8200, 90–99). A shipment's or a product's own number never is one.
 */
export const mayCarryCode = ({ ai }: Gs1Element): boolean => /^(10|21|24[0-3]|25[0-5]|40[0-3]|8200|9\d)$/.test(ai);
