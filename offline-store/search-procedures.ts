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

const common = ([first, ...others]: readonly ReadonlySet<Row>[]): readonly Row[] =>
  [...(first ?? [])].filter((row) => others.every((rows) => rows.has(row)));

/** Which names hold a word; 2.7 MB for the province's 2,106 in both languages. */
const createWordBook = () => {
  const rows: Row[] = [];
  const book = new Map<string, Set<Row>>();
  const note = (word: string, row: Row): void => {
    const known = book.get(word);
    if (known === undefined) book.set(word, new Set([row]));
    else known.add(row);
  };
  return {
    last: (): number => rows.at(-1)?.number ?? 0,
    add: ({ words, ...rest }: Row): void => {
      const row = { ...rest, words: ` ${words} ` };
      for (const word of words.split(' ')) note(word, row);
      rows.push(row);
    },
    /** The codes of names with these words; `end` is a space where the last one is to be whole, nothing where it may be a beginning. */
    codes: (name: readonly string[], how: Closeness, end: ' ' | ''): readonly string[] => {
      const others = name.slice(0, -1).map((word) => book.get(word) ?? new Set<Row>());
      const some = others.length === 0 ? rows : common(others);
      const wanted = ` ${how === 'together' ? name.join(' ') : name.at(-1)}${end}`;
      return [...new Set(some.filter(({ words }) => words.includes(wanted)).map(({ code }) => code))];
    },
  };
};

export const createProcedureNames = (db: Db): ProcedureNames => {
  const added = db.prepare<[number], Row>(
    'SELECT number, code, words FROM procedures WHERE number > ? ORDER BY number',
  );
  // None is ever changed or removed: what was read once stays right.
  const book = createWordBook();
  const readingOf = ({ name, ...rest }: Split, how: Closeness): Reading => {
    const whole = book.codes(name, how, ' ');
    if (whole.length > 0) return { ...rest, codes: whole, isClear: name.length > 1 };
    return { ...rest, codes: rest.isOwnLast ? [] : book.codes(name, how, ''), isClear: false };
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
