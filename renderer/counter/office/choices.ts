/** Who may be chosen from the office's list for the words typed so far, and whether the words themselves are a choice. Pure. */
import type { Holder } from '../../../domain/movement.ts';
import type { Officer } from '../../../domain/officer.ts';
import { fold, matches } from '../../../domain/vietnamese.ts';

export type Choice =
  | { readonly kind: 'officer'; readonly officer: Officer }
  /** As typed: another agency, a unit, somebody who is not on the list. */
  | { readonly kind: 'typed'; readonly text: string };

/** So many fit into the dialog. */
const SHOWN = 6;

/** Officers whose name or title begins with what was typed, then the words as they are. */
export const choicesFor = (officers: readonly Officer[], text: string): readonly Choice[] => {
  const typed = text.trim();
  const found = officers.filter(({ name, title }) => matches(typed, `${name} ${title}`)).slice(0, SHOWN);
  const choices = found.map((officer): Choice => ({ kind: 'officer', officer }));
  const isName = found.some(({ name }) => fold(name) === fold(typed));
  return typed === '' || isName ? choices : [...choices, { kind: 'typed', text: typed }];
};

/** `unit`: the office's own, where an officer has no title. */
export const holderOf = (choice: Choice, unit: string): Holder =>
  choice.kind === 'typed'
    ? { unit: choice.text, name: '' }
    : { unit: choice.officer.title || unit, name: choice.officer.name, officerId: choice.officer.id };

/** Who signs for it: the person, or the unit where no person is named. */
export const receiverOf = ({ unit, name }: Holder): string => name || unit;

/** Who has it need not be offered it. Without an id in the hand-over only a name that nobody else has says who that is. */
export function offered(officers: readonly Officer[], { officerId, name: held }: Holder): readonly Officer[] {
  const isAlone = officers.filter(({ name }) => name === held).length === 1;
  const holds = ({ id, name }: Officer): boolean =>
    officerId === undefined ? isAlone && name === held : id === officerId;
  return officers.filter((officer) => !holds(officer));
}

/** What tells two of one name and title apart: their id; empty for everybody else. */
export const idIfNeeded = (officers: readonly Officer[], { id, name, title }: Officer): string =>
  officers.some((other) => other.id !== id && other.name === name && other.title === title) ? id : '';
