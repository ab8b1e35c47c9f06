/** Typing a dossier code with ten keys: six digits of the day, then four of the number. The agency stands there already. */
import { compactDate, expandCompactDate, type LocalDate } from '../../domain/local-time.ts';

export type KeypadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'delete';

/** Why the day is not taken: no such day in the calendar, or one that is still to come. */
export type DayProblem = 'no-such-day' | 'future-day';

export type KeypadState = {
  readonly step: 'day' | 'number';
  readonly day: string;
  readonly number: string;
  readonly problem?: DayProblem;
};

export const KEYS: readonly KeypadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'delete', '0'];
const DAY_DIGITS = 6;
const NUMBER_DIGITS = 4;

export const emptyKeypad: KeypadState = { step: 'day', day: '', number: '' };

/** One key. A sixth digit that makes a day goes on to the number by itself; deleting past its start comes back. */
export function press(state: KeypadState, key: KeypadKey, today: LocalDate): KeypadState {
  if (key === 'delete') return deleted(state);
  return state.step === 'day' ? dayDigit(state, key, today) : numberDigit(state, key);
}

/** The day is chosen by one touch instead of six. */
export const withDay = (date: LocalDate): KeypadState => ({ step: 'number', day: compactDate(date), number: '' });

/** Back to the day, to type it anew. */
export const changeDay = (): KeypadState => emptyKeypad;

/** The day that was typed, once there is one. */
export const dayOf = (state: KeypadState): LocalDate | undefined => expandCompactDate(state.day);

export const isComplete = (state: KeypadState): boolean =>
  state.step === 'number' && state.number.length === NUMBER_DIGITS;

/** `H57.23.15-261117-0042`; undefined while digits are missing. */
export const codeOf = (state: KeypadState, agency: string): string | undefined =>
  isComplete(state) ? `${agency}-${state.day}-${state.number}` : undefined;

/** The boxes of a step: what is typed, then blanks. */
export function boxes(state: KeypadState): readonly string[] {
  const [typed, size] = state.step === 'day' ? [state.day, DAY_DIGITS] : [state.number, NUMBER_DIGITS];
  return Array.from({ length: size }, (_, index) => typed.charAt(index));
}

function deleted(state: KeypadState): KeypadState {
  if (state.step === 'day') return { step: 'day', day: state.day.slice(0, -1), number: '' };
  if (state.number !== '') return { ...state, number: state.number.slice(0, -1) };
  return { step: 'day', day: state.day.slice(0, -1), number: '' };
}

function dayDigit(state: KeypadState, digit: string, today: LocalDate): KeypadState {
  if (state.day.length >= DAY_DIGITS) return state;
  const day = state.day + digit;
  if (day.length < DAY_DIGITS) return { step: 'day', day, number: '' };
  const problem = dayProblem(day, today);
  return problem === undefined ? { step: 'number', day, number: '' } : { step: 'day', day, number: '', problem };
}

function numberDigit(state: KeypadState, digit: string): KeypadState {
  return state.number.length >= NUMBER_DIGITS ? state : { ...state, number: state.number + digit };
}

function dayProblem(day: string, today: LocalDate): DayProblem | undefined {
  const date = expandCompactDate(day);
  if (date === undefined) return 'no-such-day';
  return date > today ? 'future-day' : undefined;
}
