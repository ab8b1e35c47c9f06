/** Finding dossiers by what somebody typed: the index gives few candidates, their rows put them in order. */
import Database from 'better-sqlite3';
import type { DossierStatus } from '../domain/dossier.ts';
import { dossierCodeKey, looksLikeDossierCode } from '../domain/dossier-code.ts';
import { isDamage } from './damage.ts';
import type { Protection } from './protection/protection.ts';
import type { SearchIndex } from './search-index.ts';
import { createProcedureNames } from './search-procedures.ts';
import { type Candidate, ranked, rankedSimilar } from './search-rank.ts';
import { createReader, filled, firstFound } from './search-readings.ts';
import { type SearchQuery, searchQueryOf, similarQueryOf } from './search-text.ts';
import { spellingsOf } from './spellings.ts';
import { isStorageFailure } from './store-error.ts';
import type { Db } from './transaction.ts';

export interface Matches {
  /** Row numbers of dossiers, the best first. */
  readonly numbers: readonly number[];
  /** None is what was typed; these are like it. */
  readonly near: boolean;
  /** Dossiers that came in lately cannot all be found yet. */
  readonly indexing: boolean;
}

export interface Search {
  find(text: string, limit: number): Matches;
}

/** Put in order by their rows; of more, the newest are looked at. */
const CANDIDATES = 100;
/** Similar ones are a help to look again, no list. */
const SIMILAR = 10;
/** Other spellings that the index is asked for, of all words together. */
const MOST_ASKED = 160;
const SPELLINGS_OF_A_TERM = 8;

/** So many by their procedure's name stand before people whose names only begin with what was typed. */
const BEFORE_BEGINNINGS = 10;

const FOUND = 'SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?';
const CANDIDATE = `
  SELECT number, code_key AS codeKey, status, received ->> '$.applicant.name' AS name, received ->> '$.onBehalfOf' AS onBehalfOf
  FROM dossiers WHERE number IN (SELECT value FROM json_each(?))`;

interface CandidateRow {
  readonly number: number;
  readonly codeKey: string;
  readonly status: DossierStatus;
  readonly name: string | null;
  readonly onBehalfOf: string | null;
}

export interface SearchParts {
  readonly db: Db;
  readonly protection: Protection;
  readonly index: SearchIndex;
}

export const createSearch = ({ db, protection, index }: SearchParts): Search => {
  const { blind, stores } = protection;
  const found = db.prepare<[string, number], number>(FOUND).pluck();
  const rows = db.prepare<[string], CandidateRow>(CANDIDATE);
  const candidates = (numbers: readonly number[]): readonly Candidate[] =>
    rows
      .all(JSON.stringify(numbers))
      .map((row) => ({ ...row, name: row.name ?? '', onBehalfOf: row.onBehalfOf ?? '' }));

  const byCode = db.prepare<[string], number>('SELECT number FROM dossiers WHERE code_key = ?').pluck();
  /** A whole code is found without the index, also while that is being made. */
  const ofCode = (typed: string): readonly number[] =>
    looksLikeDossierCode(typed) ? byCode.all(dossierCodeKey(typed)) : [];

  const names = createProcedureNames(db);
  const newReader = createReader({
    blind,
    found: (query, limit) => found.all(query, limit),
    rank: (numbers, words) => ranked(candidates(numbers), { codeKey: '', terms: words, isWhole: () => true }),
    candidates: CANDIDATES,
  });

  /**
   * Whole words, the dossier's own before those of its procedure's name; then beginnings, likewise. These are looked for only where
   * whole words do not fill the list: they cost the most.
   */
  const exact = ({ typed, terms, whole, prefix }: SearchQuery, limit: number): readonly number[] => {
    const rankedAs = (numbers: readonly number[], isWhole: boolean): readonly number[] =>
      ranked(candidates(numbers), { codeKey: dossierCodeKey(typed), terms, isWhole: () => isWhole });
    const first = rankedAs([...new Set([...ofCode(typed), ...found.all(whole, CANDIDATES)])], true);
    if (first.length >= limit) return first.slice(0, limit);
    const read = newReader();
    const readings = names.readings(terms, 2, 'together');
    const { clear = [], others = [] } = Object.groupBy(readings, ({ isClear }) => (isClear ? 'clear' : 'others'));
    const procedures = read(clear, limit);
    return filled(limit, [
      () => [...first, ...procedures.slice(0, BEFORE_BEGINNINGS)],
      () => rankedAs(found.all(prefix, CANDIDATES), false),
      () => procedures,
      () => read(others, limit),
    ]);
  };
  /** The words anywhere in a procedure's name; `least` of them, where a name's words stand beside. */
  const scattered = ({ terms }: SearchQuery, least: number, limit: number): readonly number[] =>
    newReader()(names.readings(terms, least, 'apart'), limit);

  const createKnown = (): ((word: string) => boolean) => {
    let asked = 0;
    return (word) => {
      asked += 1;
      return asked <= MOST_ASKED && found.get(`words : "${word}"`, 1) !== undefined;
    };
  };
  /** Each term's spellings that occur in the index. */
  const spellings = ({ terms }: SearchQuery): ReadonlyMap<string, readonly string[]> => {
    const isKnown = createKnown();
    return new Map(terms.map((term) => [term, takeSome(spellingsOf(term), isKnown, SPELLINGS_OF_A_TERM)] as const));
  };
  const similar = (query: SearchQuery): readonly number[] => {
    const others = spellings(query);
    if ([...others.values()].every(({ length }) => length === 0)) return [];
    const numbers = found.all(similarQueryOf(query, others, blind), CANDIDATES);
    return rankedSimilar(candidates(numbers), query.terms).slice(0, SIMILAR);
  };
  return {
    find: (text, limit) => {
      const indexing = isBehind(index);
      const query = searchQueryOf(text, blind);
      if (query === undefined) return { numbers: [], near: false, indexing };
      const numbers = firstFound([() => exact(query, limit), () => scattered(query, 2, limit)]);
      // While dossiers are missing from the index, the right one may be among them: nothing else is offered in its place.
      if (numbers.length > 0 || indexing || stores === 'public') return { numbers, near: false, indexing };
      const near = firstFound([() => similar(query), () => scattered(query, 1, Math.min(limit, SIMILAR))]);
      return { numbers: near, near: near.length > 0, indexing };
    },
  };
};

/** A full or busy disk keeps the index from following; what is in it is found all the same. */
const isBehind = (index: Pick<SearchIndex, 'catchUp'>): boolean => {
  try {
    return index.catchUp() > 0;
  } catch (error) {
    if (isDamage(error) || !(isStorageFailure(error) || isBusy(error))) throw error;
    return true;
  }
};
const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');

const takeSome = (words: Iterable<string>, isFit: (word: string) => boolean, most: number): readonly string[] => {
  const taken: string[] = [];
  for (const word of words) {
    if (taken.length >= most) break;
    if (isFit(word)) taken.push(word);
  }
  return taken;
};
