/**
 * In what order matches are shown: the code that was typed, then whole words before beginnings of words, then the name as typed before
 * the same words scattered, then what is still open before what is over, then the newest.
 */
import type { DossierStatus } from '../domain/dossier.ts';
import { isOpen } from '../domain/dossier-actions.ts';
import { wordsOfName } from './search-text.ts';

export interface Candidate {
  readonly number: number;
  /** As dossierCodeKey makes it. */
  readonly codeKey: string;
  readonly status: DossierStatus;
  readonly name: string;
  readonly onBehalfOf: string;
}

export interface Wanted {
  readonly codeKey: string;
  readonly terms: readonly string[];
  readonly isWhole: (number: number) => boolean;
}

const ADJACENT = 0;
const IN_ORDER = 1;
const SCATTERED = 2;

const begins = (words: readonly string[], terms: readonly string[], at: number): boolean =>
  terms.every((term, index) => words[at + index]?.startsWith(term));

const inOrder = (words: readonly string[], terms: readonly string[]): boolean => {
  let at = -1;
  return terms.every((term) => {
    at = words.findIndex((word, index) => index > at && word.startsWith(term));
    return at >= 0;
  });
};

const orderIn = (words: readonly string[], terms: readonly string[]): number => {
  if (words.some((_, at) => begins(words, terms, at))) return ADJACENT;
  return inOrder(words, terms) ? IN_ORDER : SCATTERED;
};

/** Numbers are no part of a name: they say nothing of its order. */
const lettersOf = (terms: readonly string[]): readonly string[] => terms.filter((term) => !/\d/.test(term));

const nameOrder = ({ name, onBehalfOf }: Candidate, letters: readonly string[]): number =>
  letters.length === 0 ? ADJACENT : Math.min(...[name, onBehalfOf].map((one) => orderIn(wordsOfName(one), letters)));

const isOver = ({ status }: Candidate): boolean => !isOpen(status) && status !== 'result-ready';

/** Smaller stands first. */
const placeOf = (candidate: Candidate, { codeKey, isWhole }: Wanted, letters: readonly string[]): readonly number[] => [
  candidate.codeKey === codeKey ? 0 : 1,
  isWhole(candidate.number) ? 0 : 1,
  nameOrder(candidate, letters),
  isOver(candidate) ? 1 : 0,
  -candidate.number,
];

export const comparePlaces = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

const sorted = (candidates: readonly Candidate[], place: (one: Candidate) => readonly number[]): readonly number[] =>
  candidates
    .map((one) => ({ number: one.number, place: place(one) }))
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ number }) => number);

export const ranked = (candidates: readonly Candidate[], wanted: Wanted): readonly number[] => {
  const letters = lettersOf(wanted.terms);
  return sorted(candidates, (one) => placeOf(one, wanted, letters));
};

/** Similar ones: those that differ from what was typed in the fewest words first. */
export const rankedSimilar = (candidates: readonly Candidate[], terms: readonly string[]): readonly number[] => {
  const letters = lettersOf(terms);
  const differing = ({ name, onBehalfOf }: Candidate): number => {
    const words = [...wordsOfName(name), ...wordsOfName(onBehalfOf)];
    return letters.filter((term) => !words.some((word) => word.startsWith(term))).length;
  };
  return sorted(candidates, (one) => [differing(one), isOver(one) ? 1 : 0, -one.number]);
};
