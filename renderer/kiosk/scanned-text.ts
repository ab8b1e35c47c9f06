import { isReceiptQr } from '../../domain/receipt-qr.ts';

/** The text of a receipt's QR, kept while its dossier is on the screen so that a rating can be tied to it; undefined for any other. */
export const receiptIn = (text: string): string | undefined => (isReceiptQr(text) ? text : undefined);
