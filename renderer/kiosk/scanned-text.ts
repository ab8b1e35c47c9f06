/** What was held to a reader, and the screen it leads to. Pure. */
import { isReceiptQr } from '../../domain/receipt-qr.ts';
import type { StationEvent } from '../../domain/views.ts';
import type { Screen } from './journey.ts';

/** The text of a receipt's QR, kept while its dossier is on the screen so that a rating can be tied to it; undefined for any other. */
export const receiptIn = (text: string): string | undefined => (isReceiptQr(text) ? text : undefined);

/** The screen for a scan at the kiosk's own reader; undefined for every other event, also for reads at the counter. */
export function screenOfScan(event: StationEvent): Screen | undefined {
  if (event.type === 'scan-refused')
    return event.target === 'counter' ? undefined : { kind: 'refused', code: event.code };
  if (event.type !== 'kiosk-scan') return undefined;
  return event.status ? { kind: 'status', status: event.status } : { kind: 'refused', code: event.code ?? 'MC-SCN-01' };
}
