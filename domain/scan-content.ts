import { withoutEci } from './aim.ts';
import { type CitizenCard, parseCitizenCard } from './citizen-card.ts';
import { agencyKey, parseDossierCode } from './dossier-code.ts';
import { claimsGs1, GS, mayCarryCode, parseGs1 } from './gs1.ts';
import { parseTicketBarcode, type TicketBarcode } from './queue-rules.ts';
import { isReceiptQr, parseReceiptQr } from './receipt-qr.ts';

/** What a scan is, whichever reader it came from. One place decides, so counter and kiosk agree. */

export const MAX_SCAN_CHARS = 4_096;

export type ScanContent =
  | { readonly kind: 'citizen-card'; readonly card: CitizenCard }
  /** A citizen card read only in part: scan again or type. */
  | { readonly kind: 'torn-card'; readonly code: 'MC-SCN-02' }
  | { readonly kind: 'receipt'; readonly code: string; readonly secret: string }
  /** A dossier's barcode; `foreign` when another office numbered it. */
  | { readonly kind: 'dossier-code'; readonly code: string; readonly foreign: boolean }
  | { readonly kind: 'ticket'; readonly ticket: TicketBarcode }
  /** `reason` is for `sentenceOf`; the text itself is not kept (it may be anybody's data). */
  | { readonly kind: 'unknown'; readonly reason: 'MC-SCN-01' | 'MC-SCN-03' | 'MC-SCN-07' };

/**
 * What was read without what it was wrapped in: GS1 element strings (where the reader's AIM id or a GS says so), the ECI
 * protocol, a web address. Empty where the wrapping holds no code of ours, or several: nothing is guessed. Never throws.
 */
export function unwrapScan(read: string, aim?: string): string {
  if (read.length > MAX_SCAN_CHARS) return read;
  const text = withoutEci(read, aim);
  if (!claimsGs1(text, aim)) return fromAddress(text);
  const elements = parseGs1(text);
  const carried = elements.ok ? elements.value.filter(mayCarryCode).map(({ value }) => fromAddress(value)) : [];
  // Label programs put FNC1 before plain texts too; such a text must then be one of our own, whole.
  return onlyOne(carried.filter(isCode)) ?? onlyOne([text.replaceAll(GS, '')].filter(isOurs)) ?? '';
}

/** Never throws; at most 4096 characters are looked at. */
export function classifyScan(read: string): ScanContent {
  const text = unwrapScan(read);
  if (text.length > MAX_SCAN_CHARS) return { kind: 'unknown', reason: 'MC-SCN-03' };
  if (isReceiptQr(text)) return receipt(text);
  const ticket = parseTicketBarcode(text);
  if (ticket) return { kind: 'ticket', ticket };
  if (text.includes('|')) return card(text);
  return dossier(text);
}

function receipt(text: string): ScanContent {
  const result = parseReceiptQr(text);
  return result.ok ? { kind: 'receipt', ...result.value } : { kind: 'unknown', reason: result.code };
}

function card(text: string): ScanContent {
  const result = parseCitizenCard(text);
  return result.ok ? { kind: 'citizen-card', card: result.value } : { kind: 'torn-card', code: 'MC-SCN-02' };
}

function dossier(text: string): ScanContent {
  const result = parseDossierCode(text);
  if (!result.ok) return { kind: 'unknown', reason: result.code };
  return { kind: 'dossier-code', code: result.value.code, foreign: result.value.kind === 'foreign' };
}

const onlyOne = (texts: readonly string[]): string | undefined => (new Set(texts).size === 1 ? texts[0] : undefined);

const isWholeReceipt = (text: string): boolean => isReceiptQr(text) && parseReceiptQr(text).ok;
const isCode = (text: string): boolean =>
  isWholeReceipt(text) || parseTicketBarcode(text) !== undefined || parseDossierCode(text).ok;
function isOurs(text: string): boolean {
  const code = parseDossierCode(text);
  return isWholeReceipt(text) || parseTicketBarcode(text) !== undefined || (code.ok && code.value.kind === 'own');
}

/** A code of the public service portals' shape. In an address anything with dots and a hyphen would pass for a foreign one. */
function isPlainlyCode(text: string): boolean {
  const agency = text.slice(0, Math.max(0, text.indexOf('-'))).toUpperCase();
  return isOurs(text) || (agencyKey(agency) !== undefined && parseDossierCode(text).ok);
}

/** The one code in a web address's path or query; a text that is no address stays as it is. */
function fromAddress(text: string): string {
  if (!/^\s*https?:\/\//i.test(text)) return text;
  const address = URL.parse(text.trim());
  if (!address) return '';
  const parts = [
    ...address.pathname.split('/').map(decoded),
    ...address.searchParams.values(),
    decoded(address.hash.slice(1)),
  ];
  return onlyOne(parts.filter(isPlainlyCode)) ?? '';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
