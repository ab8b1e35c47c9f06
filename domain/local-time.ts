import { z } from 'zod';
import type { Instant, LocalDay } from './ids.ts';

/**
 * Vietnam's local time, purely: an instant is epoch milliseconds (UTC), local time is that plus seven hours.
 * Asia/Ho_Chi_Minh has had no daylight saving since 1979, so no time-zone database is needed (and a PC whose
 * zone is set wrongly still shows the right day: a ticket at 17:30 belongs to today, not to UTC's today).
 */

export type { Instant };
/** `YYYY-MM-DD` in Vietnam. */
export type LocalDate = LocalDay;
/** `HH:MM`, 24 hours, in Vietnam. */
export type LocalTime = string;
/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 60 * MINUTE_MS;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** True for a day that exists: 2024-02-29 does, 2023-02-29 does not. */
export function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(ms) && isoDay(ms) === date;
}

/** Whole local days since 1970-01-01; the calendar counts in these. */
export function dayNumberOf(instant: Instant): number {
  return Math.floor((instant + OFFSET_MS) / DAY_MS);
}

export function dayNumber(date: LocalDate): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The last day's name is kept: most of what is dated is of one day, and making it takes longer than all the rest. */
let lastNamed: { readonly day: number; readonly date: LocalDate } | undefined;

export function dateOfDay(day: number): LocalDate {
  if (lastNamed?.day !== day) lastNamed = { day, date: isoDay(day * DAY_MS) };
  return lastNamed.date;
}

/** The instant at which a local day begins. */
export function startOfDay(day: number): Instant {
  return day * DAY_MS - OFFSET_MS;
}

export function weekdayOfDay(day: number): Weekday {
  // 1970-01-01 was a Thursday: index 3.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 1;
}

export function localDate(instant: Instant): LocalDate {
  return dateOfDay(dayNumberOf(instant));
}

export function localTime(instant: Instant): LocalTime {
  return new Date(instant + OFFSET_MS).toISOString().slice(11, 16);
}

export function fromLocal(date: LocalDate, time: LocalTime): Instant {
  return startOfDay(dayNumber(date)) + minuteOfDay(time) * MINUTE_MS;
}

/** Minutes after midnight of `HH:MM`. */
export function minuteOfDay(time: LocalTime): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export function weekday(date: LocalDate): Weekday {
  return weekdayOfDay(dayNumber(date));
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayNumber(date) + days);
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return dayNumber(b) - dayNumber(a);
}

/** The same instant without its seconds: what is printed is what is counted. */
export function floorToMinute(instant: Instant): Instant {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/** `24/11/2026`. */
export function formatDate(date: LocalDate): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** `24/11/2026` of an instant. */
export function formatDateOf(instant: Instant): string {
  return formatDate(localDate(instant));
}

/** `16:30 24/11/2026`. */
export function formatDateTime(instant: Instant): string {
  return `${localTime(instant)} ${formatDateOf(instant)}`;
}

/** `261124`, the day part of dossier codes and ticket barcodes. */
export function compactDate(date: LocalDate): string {
  return date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10);
}

/** The day behind `261124`, in this century; undefined when there is no such day. */
export function expandCompactDate(text: string): LocalDate | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  const date = `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  return isRealDate(date) ? date : undefined;
}

export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Epoch milliseconds of an ISO text with a zone; undefined when it is not one. */
export function fromIso(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : undefined;
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
