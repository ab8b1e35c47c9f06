import { z } from 'zod';
import { parseDossierCode } from './dossier-code.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/**
 * The QR of a receipt: `MC1:<dossier code>:<secret>`, plain ASCII so that any reader sends it unharmed.
 * Codes can be guessed, the secret cannot: only who holds the receipt sees more than the status.
 */

/** No 0/O, 1/I/L: an elderly reader can copy it by hand. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const SECRET_LENGTH = 8;
const SECRET = new RegExp(`^[${ALPHABET}]{${SECRET_LENGTH}}$`);
const RECEIPT = /^MC1:([^:]+):([^:]+)$/;
const MAX_RAW = 256;

export const receiptSecretSchema = z.string().regex(SECRET);
export type ReceiptSecret = z.infer<typeof receiptSecretSchema>;

export type ReceiptQr = { readonly code: string; readonly secret: ReceiptSecret };

export function formatReceiptQr(code: string, secret: ReceiptSecret): string {
  return `MC1:${code}:${secret}`;
}

/** True for text that means to be a receipt's QR, whole or torn. */
export function isReceiptQr(text: string): boolean {
  return /^\s*MC1:/i.test(text.slice(0, 32));
}

/** `MC-SCN-07`: a receipt read only in part, or damaged; `MC-SCN-03`: far too long. */
export function parseReceiptQr(text: string): Parsed<ReceiptQr, 'MC-SCN-03' | 'MC-SCN-07'> {
  if (text.length > MAX_RAW) return refused('MC-SCN-03');
  const [, codeText = '', secretText = ''] = RECEIPT.exec(text.trim().toUpperCase()) ?? [];
  const code = parseDossierCode(codeText);
  const secret = parseSecret(secretText);
  if (!code.ok || secret === undefined) return refused('MC-SCN-07');
  return parsed({ code: code.value.code, secret });
}

/** As people read it: `7KQ4-X2M9`. */
export function formatSecret(secret: ReceiptSecret): string {
  return `${secret.slice(0, 4)}-${secret.slice(4)}`;
}

/** As people type it: any case, with or without dash and blanks. Undefined when it cannot be a secret. */
export function parseSecret(text: string): ReceiptSecret | undefined {
  if (text.length > 32) return undefined;
  const secret = text.toUpperCase().replace(/[\s\u2010-\u2015\u2212-]+/gu, '');
  return SECRET.test(secret) ? secret : undefined;
}

/**
 * A secret from random bytes (the caller has the random source). Bytes that would favour some characters are skipped,
 * so give plenty: 32 are enough in practice. Undefined when they were not.
 */
export function secretFromBytes(bytes: Uint8Array): ReceiptSecret | undefined {
  const fair = Math.floor(256 / ALPHABET.length) * ALPHABET.length;
  const usable = [...bytes].filter((byte) => byte < fair).slice(0, SECRET_LENGTH);
  if (usable.length < SECRET_LENGTH) return undefined;
  return usable.map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
