/** What was held to a reader, and the screen it leads to. Pure. */
import { sameDossierCode } from '../../domain/dossier-code.ts';
import { isReceiptQr, parseReceiptQr } from '../../domain/receipt-qr.ts';
import type { StationEvent } from '../../domain/views/event.ts';
import type { Screen } from './journey.ts';

/** The text of a receipt's QR, kept while its dossier is on the screen so that a rating can be tied to it; undefined for any other. */
export const receiptIn = (text: string): string | undefined => (isReceiptQr(text) ? text : undefined);

/** The receipt that was typed last, where it is the one that this status is of. */
function receiptOf(typed: string, code: string): string | undefined {
  const receipt = parseReceiptQr(typed);
  return receipt.ok && sameDossierCode(receipt.value.code, code) ? typed : undefined;
}

/**
 * The screen for a scan at the kiosk's own reader; undefined for every other event, also for reads at the counter.
 * `typed`: what a reader in keyboard mode typed last.
 */
export function screenOfScan(event: StationEvent, typed = ''): Screen | undefined {
  if (event.type === 'scan-refused')
    return event.target === 'counter' ? undefined : { kind: 'refused', code: event.code };
  if (event.type !== 'kiosk-scan') return undefined;
  if (!event.status) return { kind: 'refused', code: event.code ?? 'MC-SCN-01' };
  const receipt = receiptOf(typed, event.status.code);
  return { kind: 'status', status: event.status, ...(receipt === undefined ? {} : { receipt }) };
}
