/**
 * Symbology identifiers, "AIM ids" (ISO/IEC 15424): `]`, a letter for the kind of code, and a modifier. Readers put them
 * before a read when they are told to; HID-POS readers have a place of their own for them.
 */

/**
 * The letters of the standard with the modifiers that each may carry. Only these are taken off: a text that merely begins
 * with a bracket is a text.
 */
const MODIFIERS: Readonly<Record<string, string>> = {
  A: '0123457',
  B: '0124',
  C: '0124',
  D: '0123',
  d: '0123456',
  E: '01234',
  e: '0123',
  F: '0124',
  G: '0123456789ABCDEF',
  H: '013',
  h: '0123',
  I: '013',
  J: '012345',
  K: '0124',
  L: '012345',
  M: '01',
  N: '0',
  O: '01456',
  P: '0',
  Q: '0123456',
  R: '013',
  S: '0',
  T: '0124',
  U: '0123',
  X: '0123456789ABCDEF',
  z: '0123456789ABC',
};

/** FNC1 stood first: the data are GS1 element strings (GS1 General Specifications §7.8.3). */
const GS1: ReadonlySet<string> = new Set([']C1', ']e0', ']e1', ']e2', ']e3', ']d2', ']d5', ']Q3', ']Q4', ']J1']);
/** The reader speaks the ECI protocol: `\000026` names a character set, and every backslash of the data is doubled. */
const ECI: ReadonlySet<string> = new Set([']Q2', ']Q4', ']Q6', ']d4', ']d5', ']d6']);

export const isAimId = (text: string): boolean =>
  text.length === 3 && text.startsWith(']') && (MODIFIERS[text.charAt(1)] ?? '').includes(text.charAt(2));

export const isGs1Aim = (aim: string | undefined): boolean => aim !== undefined && GS1.has(aim);

export type Identified = { readonly text: string; readonly aim?: string };

/** Takes an id off the start of a read. One with nothing behind it is left as it is. */
export function splitAim(read: string): Identified {
  const aim = read.slice(0, 3);
  return read.length > 3 && isAimId(aim) ? { aim, text: read.slice(3) } : { text: read };
}

/** The data without the ECI protocol's marks, where the id says that it is spoken; else unchanged. */
export function withoutEci(text: string, aim: string | undefined): string {
  if (aim === undefined || !ECI.has(aim)) return text;
  return text.replace(/\\(?:\d{6}|\\)/g, (mark) => (mark === '\\\\' ? '\\' : ''));
}
