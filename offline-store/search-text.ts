/** What of a dossier can be searched, and how a typed query is read: folded words, so marks and case do not matter. */
import type { ReceivedDossier } from '../domain/dossier.ts';
import { agencyKey, dossierCodeKey, olderAgencyOrder } from '../domain/dossier-code.ts';
import { fold } from '../domain/vietnamese.ts';

const MAX_QUERY = 200;
const MAX_TERMS = 8;
/** A citizen gives the last digits of a phone; fewer than three would find half the commune. */
const MIN_PHONE_TAIL = 3;

const terms = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Vietnamese numbers are written `0905…` and `+84 905…`: the national form stands for both. */
const phoneDigits = (phone: string): string => phone.replace(/\D/g, '').replace(/^84(?=\d{9}$)/, '0');

const phoneTails = (phone: string): readonly string[] => {
  const digits = phoneDigits(phone);
  return Array.from({ length: Math.max(0, digits.length - MIN_PHONE_TAIL + 1) }, (_, start) => digits.slice(start));
};

const spellings = (dossier: ReceivedDossier): readonly string[] => [
  dossier.code,
  dossierCodeKey(dossier.code),
  olderAgencyOrder(agencyKey(dossier.agency) ?? '') ?? '',
];

export interface SearchText {
  readonly words: string;
  readonly exact: string;
}

export const searchTextOf = (dossier: ReceivedDossier): SearchText => ({
  words: [...spellings(dossier), dossier.applicant.name, dossier.onBehalfOf, dossier.procedureCode]
    .flatMap(terms)
    .join(' '),
  exact: [dossier.applicant.citizenId, ...phoneTails(dossier.applicant.phone)].filter((word) => word !== '').join(' '),
});

// Only letters and digits are left of each term, so quoting them is safe.
const found = (term: string): string => `(words : "${term}" * OR exact : "${term}")`;

/** A phone or an id typed in groups (`0905 123 456`) is one number. */
const groupedNumber = (text: string): string | undefined =>
  /^[\d\s.+-]{3,}$/.test(text) ? phoneDigits(text) : undefined;

/** An FTS5 query in which every word must be found; undefined when nothing is left to look for. */
export const searchQueryOf = (text: string): string | undefined => {
  const typed = text.slice(0, MAX_QUERY).trim();
  const wanted = terms(typed).slice(0, MAX_TERMS);
  if (wanted.length === 0) return undefined;
  const every = wanted.map(found).join(' AND ');
  const whole = groupedNumber(typed);
  return whole ? `(${every}) OR exact : "${whole}"` : every;
};
