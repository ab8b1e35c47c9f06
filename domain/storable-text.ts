/** Text that a database, a screen or a file's name could take for something else. */

/**
 * Whether every string inside a value can be stored as it is. JSON may carry U+0000, which PostgreSQL's `text` and `jsonb`
 * refuse and which ends a string in C, and lone surrogates, which would be turned into U+FFFD in silence.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  return typeof value === 'object' && value !== null ? Object.values(value).every(isStorable) : true;
}

/** Control characters, and those that turn the direction of what follows ("gpj.exe" shown as "exe.jpg"). */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** A step up, a drive, a path from the root. */
const PATH = /(^|[\\/])\.\.([\\/]|$)|^[a-z]:[\\/]|^[\\/]/i;

/** Whether a one-line name (a paper's title, a code) may be shown and may become part of a file's name. */
export const isPlainName = (name: string): boolean => !UNSEEN.test(name) && !PATH.test(name);
