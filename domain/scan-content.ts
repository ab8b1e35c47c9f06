import { type CitizenCard, parseCitizenCard } from './citizen-card.ts';
import { parseDossierCode } from './dossier-code.ts';
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

/** Never throws; at most 4096 characters are looked at. */
export function classifyScan(text: string): ScanContent {
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
