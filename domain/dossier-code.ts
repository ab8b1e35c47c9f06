import { z } from 'zod';
import { compactDate, expandCompactDate, type LocalDate } from './local-time.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/**
 * Dossier codes (mã hồ sơ): `<agency>-<YYMMDD>-<XXXX>`, e.g. `H57.23.15-261124-0042`. The agency is written in an older
 * order (`000.23.15.H57`) on papers still in people's hands and in a newer one (`H57.23.15`); both name the same office.
 * Codes of other provinces and of ministries (`000.00.00.G15-KQ004389`) are `foreign`: shown and looked up, never refused.
 */

/** The code of the province: H57 is Thừa Thiên Huế. */
export const PROVINCE = 'H57';
export const MAX_DOSSIER_CODE = 64;

/** How much raw text is looked at: a code with generous blanks around it. */
const MAX_RAW = 256;
const OWN = /^(.+)-(\d{6})-(\d{4})$/;
const CANONICAL = new RegExp(`^${PROVINCE}(?:\\.\\d{2,3}){2}-\\d{6}-\\d{4}$`);
/** Printable ASCII without blanks: nothing of it is changed but its case. */
const PLAIN = /^[!-~]*$/;
const FOREIGN = /^[A-Z0-9]+(?:\.[A-Z0-9]+)+-[A-Z0-9][A-Z0-9./-]*$/;
const NEWER_AGENCY = /^([A-Z]\d{2})\.(\d{2,3})\.(\d{2,3})(?:\.(\d{2,3}))?$/;
const OLDER_AGENCY = /^(\d{2,3})\.(\d{2,3})\.(\d{2,3})\.([A-Z]\d{2})$/;

/** A code of this province, taken apart. `code` keeps the order of the agency as it was written; `key` is for comparing. */
export type OwnDossierCode = {
  readonly kind: 'own';
  readonly code: string;
  readonly key: string;
  readonly agency: string;
  readonly date: LocalDate;
  readonly sequence: number;
};

/** A code of another office, or of a shape we do not number in. */
export type ForeignDossierCode = { readonly kind: 'foreign'; readonly code: string; readonly key: string };

export type ParsedDossierCode = OwnDossierCode | ForeignDossierCode;

/** A normalised code: upper case, plain hyphens, no blanks, at most 64 characters. */
export const dossierCodeSchema = z
  .string()
  .min(5)
  .max(MAX_DOSSIER_CODE)
  .refine((text) => normalise(text) === text && looksLikeDossierCode(text), 'not a dossier code');
export type DossierCode = z.infer<typeof dossierCodeSchema>;

/**
 * Reads a typed or scanned code. Tolerates case, blanks, line ends, long dashes and full-width characters.
 * `MC-SCN-01`: not a dossier code at all; `MC-SCN-03`: longer than 64 characters.
 */
export function parseDossierCode(text: string): Parsed<ParsedDossierCode, 'MC-SCN-01' | 'MC-SCN-03'> {
  if (text.length > MAX_RAW) return refused('MC-SCN-03');
  const code = normalise(text);
  if (code.length > MAX_DOSSIER_CODE) return refused('MC-SCN-03');
  const own = parseOwn(code);
  if (own) return parsed(own);
  return FOREIGN.test(code) ? parsed({ kind: 'foreign', code, key: code }) : refused('MC-SCN-01');
}

export function looksLikeDossierCode(text: string): boolean {
  return parseDossierCode(text).ok;
}

/** What two spellings of one code have in common: store and search by this. Text that is no code is its own key. */
export function dossierCodeKey(text: string): string {
  // As our receipts have it: its own key already.
  if (CANONICAL.test(text)) return text;
  const result = parseDossierCode(text);
  return result.ok ? result.value.key : normalise(text.slice(0, MAX_RAW));
}

/** True for two spellings of one code, whichever the order of the agency. */
export function sameDossierCode(a: string, b: string): boolean {
  return dossierCodeKey(a) === dossierCodeKey(b);
}

/** Puts a code together. `sequence` is 1 to 9999, of the agency's local day; anything else is a programming error. */
export function formatDossierCode(parts: {
  readonly agency: string;
  readonly date: LocalDate;
  readonly sequence: number;
}): string {
  if (!Number.isInteger(parts.sequence) || parts.sequence < 1 || parts.sequence > 9_999) {
    throw new RangeError('a dossier sequence is 1 to 9999');
  }
  return `${normalise(parts.agency)}-${compactDate(parts.date)}-${String(parts.sequence).padStart(4, '0')}`;
}

/** The code in the parts that screens set apart: `H57.23.15-261124-` and the stronger `0042`. */
export function splitDossierCode(code: string): { readonly head: string; readonly tail: string } {
  const at = code.lastIndexOf('-') + 1;
  return { head: code.slice(0, at), tail: code.slice(at) };
}

/** The newer order of an agency's code (`000.23.15.H57` → `H57.23.15`); undefined when it is not an agency's code. */
export function agencyKey(agency: string): string | undefined {
  const newer = NEWER_AGENCY.exec(agency);
  if (newer) return joinAgency(newer[1], newer[2], newer[3], newer[4]);
  const older = OLDER_AGENCY.exec(agency);
  return older ? joinAgency(older[4], older[2], older[3], older[1]) : undefined;
}

/** The older order of an agency's code (`H57.23.15` → `000.23.15.H57`). */
export function olderAgencyOrder(agency: string): string | undefined {
  const key = agencyKey(agency);
  if (!key) return undefined;
  const [province, first, second, unit = '000'] = key.split('.');
  return `${unit}.${first}.${second}.${province}`;
}

function joinAgency(...parts: readonly (string | undefined)[]): string {
  const unit = parts.at(-1);
  return parts.slice(0, unit === undefined || /^0+$/.test(unit) ? -1 : undefined).join('.');
}

function parseOwn(code: string): OwnDossierCode | undefined {
  const [, agency = '', day = '', sequence = ''] = OWN.exec(code) ?? [];
  const key = agencyKey(agency);
  const date = expandCompactDate(day);
  if (!key?.startsWith(`${PROVINCE}.`) || date === undefined) return undefined;
  return { kind: 'own', code, key: `${key}-${day}-${sequence}`, agency: key, date, sequence: Number(sequence) };
}

/** NFKC first (full-width digits), then what scanners and people add: blanks, control and format characters, long dashes. */
function normalise(text: string): string {
  // Nearly every code is typed or scanned just so; a look-up need not pay for the others.
  if (PLAIN.test(text)) return text.toUpperCase();
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, '')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/gu, '-')
    .toUpperCase();
}
