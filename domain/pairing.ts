/**
 * How a PC becomes a station that the portal knows: a one-time code read out by the portal's administrator, an Ed25519 key
 * that never leaves the PC, and short-lived tokens signed with it (docs/decisions/0024).
 */
import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/**
 * 31 characters, a prime number, so that the check below finds every single wrong character and every two exchanged ones.
 * What is left out is read as what it looks or sounds like: O as 0, I and L as 1, B as 8, U as V.
 */
const ALPHABET = '0123456789ACDEFGHJKMNPQRSTVWXYZ';
const LOOK_ALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', B: '8', U: 'V' };
const GROUP = 4;
/** Eleven random characters (54 bits) and the check character. */
export const PAIRING_CODE_LENGTH = 12;
const SHAPE = new RegExp(`^[${ALPHABET}]{${PAIRING_CODE_LENGTH}}$`);
const MAX_TYPED = 64;
const SEPARATORS = /[\s._\u2010-\u2015\u2212-]+/gu;

/** How long a code may be used, and how often a wrong one with its first group may be tried. */
export const PAIRING_CODE_LIFETIME_MS = 24 * 3_600_000;
export const PAIRING_MAX_WRONG = 5;

/** A token is good for no longer than this; clocks may stand apart by this much. */
export const TOKEN_MAX_LIFETIME_S = 300;
export const TOKEN_CLOCK_TOLERANCE_S = 60;

/** As it travels: twelve characters without separators, its check right. */
export const pairingCodeSchema = z.string().regex(SHAPE).refine(isChecked);
export type PairingCode = z.infer<typeof pairingCodeSchema>;

const rankOf = (character: string): number => ALPHABET.indexOf(character);

/** Zero for a whole code: each character counts as often as its place says. */
const weigh = (text: string): number =>
  [...text].reduce((sum, character, index) => sum + (index + 1) * rankOf(character), 0) % ALPHABET.length;

function isChecked(code: string): boolean {
  return weigh(code) === 0;
}

/** As people type it: any case, any blanks, dots or dashes, look-alikes taken for what they look like. `MC-PAR-01` otherwise. */
export function readPairingCode(typed: string): Parsed<PairingCode, 'MC-PAR-01'> {
  if (typed.length > MAX_TYPED) return refused('MC-PAR-01');
  const code = plainOf(typed);
  return SHAPE.test(code) && isChecked(code) ? parsed(code) : refused('MC-PAR-01');
}

const plainOf = (typed: string): string =>
  [...typed.normalize('NFC').toUpperCase().replace(SEPARATORS, '')]
    .map((character) => LOOK_ALIKES[character] ?? character)
    .join('');

/** While it is being typed: what has come so far in groups, at most the whole code, what cannot belong to it left out. */
export const groupedWhileTyped = (typed: string): string =>
  inGroups(
    [...plainOf(typed.slice(0, MAX_TYPED))]
      .filter((character) => rankOf(character) >= 0)
      .join('')
      .slice(0, PAIRING_CODE_LENGTH),
  );

/** As it is read out: `7KQ4-X2M9-ACDE`. */
export const formatPairingCode = (code: PairingCode): string => inGroups(code);

const inGroups = (text: string): string => (text.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');

/** The first group: by it the portal finds which code is meant. The rest is the secret. */
export const lookupOf = (code: PairingCode): string => code.slice(0, GROUP);

/** A code from random bytes (the caller has the random source; give 64). Undefined in the rare case that they were too few. */
export function pairingCodeFromBytes(bytes: Uint8Array): PairingCode | undefined {
  const fair = Math.floor(256 / ALPHABET.length) * ALPHABET.length;
  const drawn = [...bytes].filter((byte) => byte < fair).slice(0, PAIRING_CODE_LENGTH - 1);
  if (drawn.length < PAIRING_CODE_LENGTH - 1) return undefined;
  const body = drawn.map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return [...ALPHABET].map((check) => body + check).find(isChecked);
}

/** RFC 7638 thumbprint (SHA-256) of the public key: its name everywhere, also the `kid` of its tokens. */
export const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A public key as a JSON Web Key (RFC 8037). */
export const publicKeySchema = z
  .object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
  .readonly();
export type PublicKey = z.infer<typeof publicKeySchema>;

/** Short enough to be compared over the telephone: the key id's first eight bytes, `3f9a 0c77 …`. */
export function fingerprintOf(keyId: string): string {
  const bytes = [...atob(keyId.replaceAll('-', '+').replaceAll('_', '/'))].slice(0, 8);
  const hex = bytes.map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

const station = z.string().min(1).max(80);
const agency = z.string().min(1).max(40);

/** `station`, `agency`: what this PC is set up as; a code for another is refused and stays good. */
export const pairingRequestSchema = z
  .object({
    code: pairingCodeSchema,
    publicKey: publicKeySchema,
    station,
    agency,
    /** The key this PC had before, if any: then it is the same PC, and what it holds stays its own. */
    formerKeyId: keyIdSchema.optional(),
  })
  .readonly();
export type PairingRequest = z.infer<typeof pairingRequestSchema>;

export const pairingResponseSchema = z
  .object({
    station,
    agency,
    /** What the portal calls itself, for people. */
    portal: z.string().min(1).max(200),
    /** `aud` of every token. */
    audience: z.string().min(1).max(300),
    keyId: keyIdSchema,
    pairedAt: instantSchema,
    /** The highest sequence of this station's operations that the portal has seen, 0 for none: the next goes on behind it. */
    lastSequence: z.number().int().min(0),
    /** Another PC spoke for this station before: numbers that this one may still hold are not to be used. */
    replaced: z.boolean(),
    now: instantSchema,
  })
  .readonly();
export type PairingResponse = z.infer<typeof pairingResponseSchema>;

/** How this PC is known to the portal, as the technician sees it. */
export const pairingViewSchema = z
  .object({
    /** `none`: not paired. `token`: by a token in station.json. `broken`: paired, but the key cannot be used (`code`). */
    state: z.enum(['none', 'token', 'paired', 'broken']),
    code: z.string().max(20).optional(),
    station,
    agency,
    commune: z.string(),
    portalUrl: z.string(),
    portal: z.string(),
    fingerprint: z.string(),
    pairedAt: instantSchema.optional(),
  })
  .readonly();
export type PairingView = z.infer<typeof pairingViewSchema>;

/** http only to this very PC; another address would show names and the token to whoever listens. */
export function isSafePortal(url: string, allowHttp = false): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (allowHttp || isLoopback(hostname));
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** As a technician types it: a missing `https://` is added. Undefined when it is no address. */
export function readPortalAddress(typed: string): string | undefined {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') return undefined;
  const url = scheme === undefined ? `https://${text}` : text;
  if (text === '' || text.length > 300 || !URL.canParse(url)) return undefined;
  const { username, password, search, hash, href } = new URL(url);
  return username + password + search + hash === '' ? href.replace(/\/+$/, '') : undefined;
}
