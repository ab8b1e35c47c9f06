/**
 * What of a dossier can be searched, and how a typed query is read: folded words, so marks and case do not matter. Phone
 * and identity numbers are in the index only as words that do not say what they stand for.
 */
import type { Applicant, ReceivedDossier } from '../domain/dossier.ts';
import { agencyKey, dossierCodeKey, olderAgencyOrder } from '../domain/dossier-code.ts';
import { fold } from '../domain/vietnamese.ts';
import { type BlindIndex, MAX_BLIND_DIGITS } from './protection/blind-index.ts';
import type { Protection } from './protection/protection.ts';

/** What of a dossier the words are made of. */
export type Findable = Pick<ReceivedDossier, 'code' | 'agency' | 'procedureCode' | 'onBehalfOf'> & {
  readonly applicant: Pick<Applicant, 'name' | 'citizenId' | 'phone'>;
};

const MAX_QUERY = 200;
const MAX_TERMS = 8;
/** A citizen gives the last digits of a phone; fewer than three would find half the commune. */
const MIN_PHONE_TAIL = 3;

const terms = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Names are made of few words: what a word comes to is kept, for a first synchronisation brings half a million names. */
const KEPT_WORDS = 5_000;
/** A number is its own word, and nearly each is another one: kept, they would crowd out the names. */
const ONLY_DIGITS = /^[0-9]+$/;
const createTermsOfWord = (): ((word: string) => readonly string[]) => {
  const kept = new Map<string, readonly string[]>();
  return (word) => {
    if (ONLY_DIGITS.test(word)) return [word];
    const known = kept.get(word);
    if (known !== undefined) return known;
    if (kept.size >= KEPT_WORDS) kept.clear();
    const found = terms(word);
    kept.set(word, found);
    return found;
  };
};
const termsOfWord = createTermsOfWord();
const termsOfName = (name: string): readonly string[] => (name === '' ? [] : name.split(' ').flatMap(termsOfWord));

/** Vietnamese numbers are written `0905…` and `+84 905…`: the national form stands for both. */
const phoneDigits = (phone: string): string => phone.replace(/\D/g, '').replace(/^84(?=\d{9}$)/, '0');

const phoneTails = (phone: string): readonly string[] => {
  const digits = phoneDigits(phone).slice(-MAX_BLIND_DIGITS);
  return Array.from({ length: Math.max(0, digits.length - MIN_PHONE_TAIL + 1) }, (_, start) => digits.slice(start));
};

const olderAgency = (agency: string): string => olderAgencyOrder(agencyKey(agency) ?? '') ?? '';
const createOlderAgencyTerms = (): ((agency: string) => readonly string[]) => {
  let last: { readonly agency: string; readonly terms: readonly string[] } | undefined;
  return (agency) => {
    if (last?.agency !== agency) last = { agency, terms: terms(olderAgency(agency)) };
    return last.terms;
  };
};
const olderAgencyTermsOf = createOlderAgencyTerms();

/** Both orders of the agency: a code is typed from old papers too. */
const codeTerms = ({ code, agency }: Findable): readonly string[] => {
  const parts = code.split(/[.-]/).flatMap(termsOfWord);
  const key = dossierCodeKey(code);
  return [...parts, ...(key === code ? [] : terms(key)), ...olderAgencyTermsOf(agency)];
};

const publicTerms = (dossier: Findable): readonly string[] => [
  ...codeTerms(dossier),
  ...termsOfWord(dossier.procedureCode),
];
const officeTerms = (dossier: Findable): readonly string[] => [
  ...publicTerms(dossier),
  ...termsOfName(dossier.applicant.name),
  ...termsOfName(dossier.onBehalfOf),
];

/** Found by the beginning of each word. */
export const wordsOf = (dossier: Findable, stores: Protection['stores'] = 'office'): string => {
  const words = stores === 'public' ? publicTerms(dossier) : officeTerms(dossier);
  return [...new Set(words)].join(' ');
};

/** Found only whole. */
const numbersOf = ({ applicant: { citizenId, phone } }: Findable): readonly string[] =>
  citizenId === '' ? phoneTails(phone) : [citizenId, ...phoneTails(phone)];

export interface SearchText {
  readonly words: string;
  readonly exact: string;
}

/** In their order. The numbers of all of them are blinded in one call: the cipher is asked once instead of for each. */
export const searchTextsOf = (dossiers: readonly Findable[], { blind, stores }: Protection): readonly SearchText[] => {
  if (stores === 'public') return dossiers.map((dossier) => ({ words: wordsOf(dossier, stores), exact: '' }));
  const numbers = dossiers.map(numbersOf);
  const tokens = blind.tokens(numbers.flat());
  let taken = 0;
  const take = (count: number): readonly string[] => {
    taken += count;
    return tokens.slice(taken - count, taken);
  };
  return dossiers.map((dossier, index) => ({
    words: wordsOf(dossier, stores),
    exact: take(numbers[index]?.length ?? 0).join(' '),
  }));
};

export const searchTextOf = (dossier: Findable, protection: Protection): SearchText =>
  searchTextsOf([dossier], protection)[0] ?? { words: '', exact: '' };

const isNumber = (term: string): boolean => /^\d+$/.test(term) && term.length <= MAX_BLIND_DIGITS;

/** A phone or an id typed in groups (`0905 123 456`) is one number. */
const groupedNumber = (text: string): string | undefined => {
  const digits = /^[\d\s.+-]{3,}$/.test(text) ? phoneDigits(text) : '';
  return isNumber(digits) ? digits : undefined;
};

/** A typed query, read: what the index is asked, and the words by which what it found is put in order. */
export interface SearchQuery {
  readonly typed: string;
  readonly terms: readonly string[];
  /** FTS5 query in which every word must be found whole. */
  readonly whole: string;
  /** The same by the beginnings of words: what somebody has typed so far. */
  readonly prefix: string;
}

/** Undefined when nothing is left to look for. */
export const searchQueryOf = (text: string, blind: BlindIndex): SearchQuery | undefined => {
  const typed = text.slice(0, MAX_QUERY).trim();
  const wanted = terms(typed).slice(0, MAX_TERMS);
  if (wanted.length === 0) return undefined;
  const grouped = groupedNumber(typed);
  const all = (words: InIndex): string => {
    const every = everyOf(wanted, words, blind);
    return grouped === undefined ? every : `(${every}) OR ${blinded(grouped, blind)}`;
  };
  return { typed, terms: wanted, whole: all(quoted), prefix: all(begun) };
};

/** A word as FTS5 is to look for it. */
type InIndex = (term: string) => string;
const everyOf = (wanted: readonly string[], words: InIndex, blind: BlindIndex): string =>
  wanted.map((term) => foundBy(term, words, blind)).join(' AND ');

/** Only letters and digits are left of each term, so quoting them is safe. */
const quoted: InIndex = (term) => `"${term}"`;
const begun: InIndex = (term) => `"${term}" *`;
const blinded = (number: string, blind: BlindIndex): string => `exact : "${blind.tokens([number]).join('')}"`;
const foundBy = (term: string, words: InIndex, blind: BlindIndex): string =>
  isNumber(term) ? `(words : ${words(term)} OR ${blinded(term, blind)})` : `words : ${words(term)}`;

/** The words of a name as the index has them. */
export const wordsOfName = termsOfName;

/**
 * As `SearchQuery.prefix`, with other spellings beside each term: what is found is similar, not what was typed. A term without any is
 * wanted as it stands, a number always.
 */
export const similarQueryOf = (
  { terms: wanted }: SearchQuery,
  spellings: ReadonlyMap<string, readonly string[]>,
  blind: BlindIndex,
): string => {
  const others = (term: string): string => [begun(term), ...(spellings.get(term) ?? []).map(quoted)].join(' OR ');
  return everyOf(wanted, (one) => `(${others(one)})`, blind);
};

/** FTS5 query: all of these words whole. */
export const wholeWordsOf = (wanted: readonly string[], blind: BlindIndex): string => everyOf(wanted, quoted, blind);

/** The same, of the last one only the beginning. */
export const lastBegunOf = (wanted: readonly string[], blind: BlindIndex): string =>
  [
    ...wanted.slice(0, -1).map((term) => foundBy(term, quoted, blind)),
    ...wanted.slice(-1).map((term) => foundBy(term, begun, blind)),
  ].join(' AND ');

/** FTS5 query: any of these procedures, by their codes as the index has them: series and number, each a word. */
export const proceduresQueryOf = (codes: readonly string[]): string =>
  [...Map.groupBy(codes.map(splitCode), ({ series }) => series)]
    .map(([series, of]) => `words : (${quoted(series)} AND (${of.map(({ number }) => quoted(number)).join(' OR ')}))`)
    .join(' OR ');

const splitCode = (code: string): { readonly series: string; readonly number: string } => {
  const [series = '', number = ''] = code.split('.');
  return { series, number };
};
