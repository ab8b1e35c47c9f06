import type { Instant } from '../../../domain/ids.ts';
import { addDays, fromLocal, isRealDate, localDate, weekday } from '../../../domain/local-time.ts';
import { date, time } from '../../common/format.ts';

/** `09:00 26/11/2026` as an instant; undefined when it is not a real time. */
export const parseDue = (text: string): Instant | undefined => {
  const found = /^\s*(\d{1,2})[:hg.](\d{2})\s+(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(text);
  if (!found) return undefined;
  const [, hour = '', minute = '', day = '', month = '', year = ''] = found;
  const local = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isRealDate(local) || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return fromLocal(local, `${hour.padStart(2, '0')}:${minute}`);
};

/** The form in which a due time is typed and shown in the field. */
export const writeDue = (at: Instant): string => `${time(at)} ${date(at)}`;

/** Mornings and afternoons of the next weekdays, offered as buttons. The station has the last word on days off. */
export const dueChoices = (now: Instant): readonly Instant[] => {
  const today = localDate(now);
  const days = [1, 2, 3, 4, 5, 6, 7].map((distance) => addDays(today, distance)).filter((day) => weekday(day) <= 5);
  return days.slice(0, 3).flatMap((day) => [fromLocal(day, '09:00'), fromLocal(day, '16:30')]);
};

/** A new due time must lie in the future and after the old one. */
export const isLaterDue = (at: Instant | undefined, now: Instant, old: Instant): at is Instant =>
  at !== undefined && at > now && at > old;
