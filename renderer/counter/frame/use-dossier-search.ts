import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Uuid7 } from '../../../domain/ids.ts';
import type { DossierSearch } from '../../../domain/search.ts';
import { station } from '../../common/client.ts';
import { type EnterKey, useEnter } from '../keyboard/use-enter.ts';

/** One letter finds everything. */
const MIN_LETTERS = 2;
const NEW_FOR_MS = 5_000;
/** While the station still reads in what it has received, the same question may have a better answer. */
const AGAIN_MS = 3_000;

const NOTHING: DossierSearch = { rows: [], near: false, indexing: false };

export interface ShownSearch {
  /** Of the words; what the last words found stands until theirs is there. Undefined: too few letters, or nothing known yet. */
  readonly found: DossierSearch | undefined;
  readonly rows: DossierSearch['rows'];
  /** The row that Enter takes; −1 for none. */
  readonly row: number;
  /** An arrow: up or down so many rows; none while the rows answer other words. */
  readonly move: (by: 1 | -1) => void;
  readonly enter: EnterKey['press'];
  /** Other words: the choice begins anew. */
  readonly reset: () => void;
}

export interface SearchWish {
  readonly typed: string;
  /** What is asked for; a moment behind what was typed, where each letter is not to be a question. */
  readonly words: string;
  readonly most: number;
  readonly onTake: (id: Uuid7) => void;
}

/** At most `most` dossiers for these words, and which of them is chosen. */
export const useDossierSearch = ({ typed, words, most, onTake }: SearchWish): ShownSearch => {
  const [chosen, setChosen] = useState<number>();
  const isEnough = words.length >= MIN_LETTERS;
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['search', words],
    queryFn: () => station.dossiers.search.query({ text: words }),
    enabled: isEnough,
    staleTime: NEW_FOR_MS,
    refetchInterval: (query) => (query.state.data?.indexing ? AGAIN_MS : false),
    placeholderData: (previous) => previous,
  });
  const found = isEnough ? data : undefined;
  const rows = (found ?? NOTHING).rows.slice(0, most);
  const row = Math.min(chosen ?? firstOf(found), rows.length - 1);
  const isAnswer = found !== undefined && !isPlaceholderData && words === typed;
  const enter = useEnter(isAnswer, () => {
    const id = rows[row]?.id;
    if (id !== undefined) onTake(id);
  });
  return {
    found,
    rows,
    row,
    move: (by) => isAnswer && setChosen(Math.max(0, Math.min(row + by, rows.length - 1))),
    enter: enter.press,
    reset: () => {
      setChosen(undefined);
      enter.forget();
    },
  };
};

/** What is only similar is chosen with an arrow: Enter alone must not open somebody else's dossier. */
const firstOf = (found: DossierSearch | undefined): number => (found?.near ? -1 : 0);
