import { type KeyboardEvent, useState } from 'react';
import type { Officer } from '../../../domain/officer.ts';
import { type Choice, choicesFor } from './choices.ts';

const NONE = -1;

/** A field and the rows under it: typing narrows, arrows choose. Nothing is chosen before either: a hasty Enter gives nothing away. */
export const useChoice = (officers: readonly Officer[]) => {
  const [text, setText] = useState('');
  const [wanted, setRow] = useState(NONE);
  const choices = choicesFor(officers, text);
  const row = Math.min(wanted, choices.length - 1);
  const move = (by: number): void =>
    setRow((Math.max(row, by > 0 ? NONE : 0) + by + choices.length) % Math.max(1, choices.length));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else return;
    event.preventDefault();
  };
  const type = (next: string): void => {
    setText(next);
    setRow(next.trim() === '' ? NONE : 0);
  };
  const chosen: Choice | undefined = choices[row];
  return { text, type, choices, row, setRow, chosen, onKeyDown };
};
