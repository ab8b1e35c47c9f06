import { dossierCodeKey, PROVINCE, parseDossierCode } from './dossier-code.ts';
import { parseReceiptQr } from './receipt-qr.ts';

/**
 * What a code on a scanned page may say. A page carries other people's codes too (a citizen card's QR, a parcel's bars): only
 * these kinds count, everything else is left unread. The pattern is the last guard against a value that an engine guessed.
 */
export type PageCodeContent =
  | { readonly kind: 'dossier'; readonly code: string; readonly key: string; readonly foreign: boolean }
  | { readonly kind: 'receipt'; readonly code: string; readonly key: string; readonly secret: string }
  /** A sheet laid between two dossiers; with a code it also names the dossier that follows. */
  | { readonly kind: 'separator'; readonly code?: string; readonly key?: string };

export type PageSymbology = 'code-128' | 'qr';

/** Longer than any receipt's QR. */
export const MAX_PAGE_CODE = 96;
const SEPARATOR = /^MCS1(?::(.+))?$/;

/** What a separator sheet's code says: `MCS1`, or `MCS1:<dossier code>`. */
export function formatSeparator(code?: string): string {
  return code === undefined ? 'MCS1' : `MCS1:${code}`;
}

/**
 * Undefined for anything that is no page code. Engines give text exactly as printed, so nothing is forgiven here: no blanks,
 * no lower case. A foreign code in bars must be 12 characters or more, since its pattern alone is a weak guard, and what begins
 * like one of ours is ours or a misreading (an impossible date), never another office's.
 */
export function parsePageCode(text: string, symbology: PageSymbology): PageCodeContent | undefined {
  if (text.length > MAX_PAGE_CODE || !/^[\x21-\x7e]+$/.test(text) || text !== text.toUpperCase()) return undefined;
  const separator = SEPARATOR.exec(text);
  if (separator) return separatorOf(separator[1], symbology);
  if (symbology === 'qr' && text.startsWith('MC1:')) return receiptOf(text);
  return dossierOf(text, symbology);
}

const MIN_FOREIGN_IN_BARS = 12;
const OWN_SHAPE = new RegExp(`^(?:${PROVINCE}\\.[\\d.]+|[\\d.]+\\.${PROVINCE})-`);
/** Numbered as we number: what then is not ours has a date that does not exist, and nobody printed it. */
const OWN_NUMBER = /-\d{6}-\d{4}$/;

function dossierOf(text: string, symbology: PageSymbology): Extract<PageCodeContent, { kind: 'dossier' }> | undefined {
  const result = parseDossierCode(text);
  if (!result.ok || result.value.code !== text) return undefined;
  const { kind, code, key } = result.value;
  if (kind === 'foreign' && isMisread(code, symbology)) return undefined;
  return { kind: 'dossier', code, key, foreign: kind === 'foreign' };
}

function isMisread(foreign: string, symbology: PageSymbology): boolean {
  const ours = OWN_SHAPE.test(foreign);
  if (symbology === 'qr') return ours && OWN_NUMBER.test(foreign);
  return ours || foreign.length < MIN_FOREIGN_IN_BARS;
}

function receiptOf(text: string): PageCodeContent | undefined {
  const result = parseReceiptQr(text);
  if (!result.ok || !dossierOf(result.value.code, 'qr')) return undefined;
  return { kind: 'receipt', ...result.value, key: dossierCodeKey(result.value.code) };
}

function separatorOf(text: string | undefined, symbology: PageSymbology): PageCodeContent | undefined {
  if (text === undefined) return { kind: 'separator' };
  const dossier = dossierOf(text, symbology);
  return dossier && { kind: 'separator', code: dossier.code, key: dossier.key };
}
