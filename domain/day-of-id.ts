/**
 * The local day on which an operation was made, read off its id: a UUID version 7 begins with 48 bits of milliseconds. Both
 * sides have the id of every operation, so both sort it into the same day, whatever a clock or a column said.
 */
import type { LocalDay, Uuid7 } from './ids.ts';
import { dateOfDay, dayNumber, dayNumberOf, startOfDay } from './local-time.ts';

export const dayOfId = (id: Uuid7): LocalDay =>
  dateOfDay(dayNumberOf(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)));

const LAST_MS = 2 ** 48 - 1;

/** The smallest id that an instant can have; ids are compared as text or as bytes alike. */
const firstIdAt = (ms: number): string => {
  const hex = Math.min(Math.max(ms, 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

export interface IdRange {
  /** Included. */
  readonly from: string;
  /** Not included. */
  readonly before: string;
}

/** Between which ids those of a day lie. */
export const idsOfDay = (day: LocalDay): IdRange => {
  const number = dayNumber(day);
  return { from: firstIdAt(startOfDay(number)), before: firstIdAt(startOfDay(number + 1)) };
};
