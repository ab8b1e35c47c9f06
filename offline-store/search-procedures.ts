/**
 * Dossiers by the name of their procedure. The index holds the procedure's code only: at each question the words of a name are turned
 * into the codes of the procedures that are called so. Names of all versions that are here count, in effect or not: a dossier keeps
 * the one it was taken in by.
 */
import type { Db } from './transaction.ts';

/** How a name must have the words: side by side as they were typed, or anywhere. */
export type Closeness = 'together' | 'apart';

/** One way to understand what was typed: these words stand in the dossier itself, the others in the name of its procedure. */
export interface Reading {
  /** The dossier's: of a person's name, or a number. May be none. */
  readonly own: readonly string[];
  /** Whether the last of them was typed last: it may be a beginning. */
  readonly isOwnLast: boolean;
  /** Of the procedures that are called so; at least one. */
  readonly codes: readonly string[];
  /** Whole words of a name, more than one: somebody means a procedure. */
  readonly isClear: boolean;
}

export interface ProcedureNames {
  /**
   * The readings of folded words, those with the most of the dossier's own first. What was typed first or last is tried as a procedure's
   * name, never what stands between; `least` words of it or more, where as many were typed.
   */
  readings(terms: readonly string[], least: number, how: Closeness): readonly Reading[];
}

interface Row {
  readonly number: number;
  readonly code: string;
  /** Folded, one space between them. */
  readonly words: string;
}

type Split = Pick<Reading, 'own' | 'isOwnLast'> & { readonly name: readonly string[] };

const splitsOf = (terms: readonly string[], least: number): readonly Split[] => {
  const sizes = Array.from({ length: Math.max(0, terms.length - least) }, (_, index) => least + index);
  const some = sizes.flatMap((size) => [
    { name: terms.slice(0, size), own: terms.slice(size), isOwnLast: true },
    { name: terms.slice(-size), own: terms.slice(0, -size), isOwnLast: false },
  ]);
  return [...some, { name: terms, own: [], isOwnLast: false }];
};

const hasLetters = (word: string): boolean => !/^\d+$/.test(word);

type Lines = ReadonlySet<number>;

const union = (sets: readonly Lines[]): Lines => new Set(sets.flatMap((lines) => [...lines]));
const common = ([first, ...others]: readonly Lines[]): readonly number[] =>
  [...(first ?? [])].filter((line) => others.every((lines) => lines.has(line)));

/** Which names hold a word; about a megabyte for the province's 2,106 in both languages. */
const createWordBook = () => {
  const lines: Row[] = [];
  const book = new Map<string, Set<number>>();
  const note = (word: string, line: number): void => {
    const known = book.get(word);
    if (known === undefined) book.set(word, new Set([line]));
    else known.add(line);
  };
  const whole = (word: string): Lines => book.get(word) ?? new Set();
  const begun = (word: string): Lines =>
    union([...book].filter(([one]) => one.startsWith(word)).map(([, found]) => found));
  const codes = (name: readonly string[], last: (word: string) => Lines, phrase: string): readonly string[] => {
    const found = common([...name.slice(0, -1).map(whole), ...name.slice(-1).map(last)]);
    const rows = found.flatMap((line) => lines[line] ?? []).filter(({ words }) => ` ${words} `.includes(phrase));
    return [...new Set(rows.map(({ code }) => code))];
  };
  return {
    last: (): number => lines.at(-1)?.number ?? 0,
    add: (row: Row): void => {
      for (const word of row.words.split(' ')) note(word, lines.length);
      lines.push(row);
    },
    /** Of names with these words whole. */
    withWhole: (name: readonly string[], how: Closeness) =>
      codes(name, whole, how === 'together' ? ` ${name.join(' ')} ` : ''),
    /** The last one may be a beginning. */
    withBegun: (name: readonly string[], how: Closeness) =>
      codes(name, begun, how === 'together' ? ` ${name.join(' ')}` : ''),
  };
};

export const createProcedureNames = (db: Db): ProcedureNames => {
  const added = db.prepare<[number], Row>(
    'SELECT number, code, words FROM procedures WHERE number > ? ORDER BY number',
  );
  // None is ever changed or removed: what was read once stays right.
  const book = createWordBook();
  const readingOf = ({ name, ...rest }: Split, how: Closeness): Reading => {
    const whole = book.withWhole(name, how);
    if (whole.length > 0) return { ...rest, codes: whole, isClear: name.length > 1 };
    return { ...rest, codes: rest.isOwnLast ? [] : book.withBegun(name, how), isClear: false };
  };
  return {
    readings: (terms, least, how) => {
      for (const row of added.all(book.last())) book.add(row);
      return splitsOf(terms, least)
        .filter(({ name }) => name.some(hasLetters))
        .map((split) => readingOf(split, how))
        .filter(({ codes }) => codes.length > 0);
    },
  };
};
