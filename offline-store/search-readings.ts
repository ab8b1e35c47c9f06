/** Asking the index for what was typed as a name's words beside a procedure's (search-procedures.ts). */
import type { BlindIndex } from './protection/blind-index.ts';
import type { Reading } from './search-procedures.ts';
import { lastBegunOf, proceduresQueryOf, wholeWordsOf } from './search-text.ts';

/** Procedures that one search asks for beside a name's words, of all readings together: more than a catalogue has; some 20 µs each, more in a large store. */
const MOST_PROCEDURES = 3_000;

export interface ReadingParts {
  readonly blind: BlindIndex;
  /** An FTS5 query's dossiers, at most so many, the newest first. */
  readonly found: (query: string, limit: number) => readonly number[];
  /** The best first, by words of people's names. */
  readonly rank: (numbers: readonly number[], words: readonly string[]) => readonly number[];
  /** Of each reading so many, the newest, are put in order. */
  readonly candidates: number;
}

/** Numbers of dossiers, those of the first reading first. */
export type ReadIn = (readings: readonly Reading[], limit: number) => readonly number[];

/** Each for one search. Beyond the procedures that one may ask for only what was typed as a procedure's name alone is looked for. */
export const createReader = ({ blind, found, rank, candidates }: ReadingParts): (() => ReadIn) => {
  const has = (query: string): boolean => found(query, 1).length > 0;
  return () => {
    let left = MOST_PROCEDURES;
    /** A name's words are looked for alone first: where nobody has them, the many procedures need not be asked for. */
    const withPerson = (person: string, codes: readonly string[]): readonly number[] => {
      if (codes.length > left || !has(person)) return [];
      left -= codes.length;
      return found(`(${person}) AND (${proceduresQueryOf(codes)})`, candidates);
    };
    /** Beginnings only where nobody has the whole word, and somebody the others: they cost the most. */
    const numbersOf = ({ own, isOwnLast, codes }: Reading): readonly number[] => {
      if (own.length === 0) return found(proceduresQueryOf(codes), candidates);
      const others = own.slice(0, -1);
      const mayBegin = (): boolean => isOwnLast && (others.length === 0 || has(wholeWordsOf(others, blind)));
      return firstFound([
        () => withPerson(wholeWordsOf(own, blind), codes),
        () => (mayBegin() ? withPerson(lastBegunOf(own, blind), codes) : []),
      ]);
    };
    const read = (reading: Reading): readonly number[] => rank(numbersOf(reading), reading.own);
    return (readings, limit) =>
      filled(
        limit,
        readings.map((reading) => () => read(reading)),
      );
  };
};

type Look = () => readonly number[];

/** One look after the other until there are so many, none twice. */
export const filled = (limit: number, looks: readonly Look[]): readonly number[] => {
  const numbers = new Set<number>();
  for (const look of looks) {
    if (numbers.size >= limit) break;
    for (const number of look()) numbers.add(number);
  }
  return [...numbers].slice(0, limit);
};

/** What the first look finds that finds anything. */
export const firstFound = (looks: readonly Look[]): readonly number[] => {
  for (const look of looks) {
    const numbers = look();
    if (numbers.length > 0) return numbers;
  }
  return [];
};
