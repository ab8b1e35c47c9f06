import { z } from 'zod';
import { MotcuaError } from './errors.ts';
import { localDaySchema } from './ids.ts';
import {
  addDays,
  dateOfDay,
  dayNumber,
  dayNumberOf,
  type Instant,
  type LocalDate,
  localTimeSchema,
  MINUTE_MS,
  minuteOfDay,
  startOfDay,
  type Weekday,
  weekdayOfDay,
} from './local-time.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/**
 * The working calendar of a desk, as data. The province changes opening hours by decision and announces swapped days
 * late, so nothing here knows a date: it all comes from a calendar file (assets/calendar/) that can be imported anew.
 * What wins on a day: a swapped day, then a holiday, then the weekly schedule in force.
 */

const MAX_JSON_CHARS = 1_000_000;
const MAX_SPECIAL_DAYS = 2_000;

const openingSchema = z
  .object({ from: localTimeSchema, to: localTimeSchema })
  .refine((opening) => opening.from < opening.to, 'an opening ends after it begins')
  .readonly();

export const openingsSchema = z
  .array(openingSchema)
  .max(6)
  .refine(isOrdered, 'openings stand in order and do not overlap')
  .readonly();

export const weeklySchema = z
  .object({
    monday: openingsSchema,
    tuesday: openingsSchema,
    wednesday: openingsSchema,
    thursday: openingsSchema,
    friday: openingsSchema,
    saturday: openingsSchema,
    sunday: openingsSchema,
  })
  .refine((week) => Object.values(week).some((day) => day.length > 0), 'a week has at least one opening')
  .readonly();

const scheduleSchema = z
  .object({ validFrom: localDaySchema, weekly: weeklySchema, note: z.string().max(500).optional() })
  .readonly();

const holidaySchema = z
  .object({
    date: localDaySchema,
    name: z.string().min(1).max(200),
    nameEn: z.string().min(1).max(200),
    note: z.string().max(500).optional(),
  })
  .readonly();

/** `off`: an extra day off. `worked`: a day worked instead; without openings of its own it has those of a usual day. */
const swappedDaySchema = z
  .object({
    date: localDaySchema,
    kind: z.enum(['off', 'worked']),
    openings: openingsSchema.refine((list) => list.length > 0, 'a worked day has an opening').optional(),
    note: z.string().max(500).optional(),
  })
  .readonly();

export const calendarDataSchema = z
  .object({
    version: z.literal(1),
    name: z.string().min(1).max(200),
    note: z.string().max(2_000),
    schedules: z.array(scheduleSchema).min(1).max(200).readonly(),
    holidays: z.array(holidaySchema).max(MAX_SPECIAL_DAYS).readonly(),
    swappedDays: z.array(swappedDaySchema).max(MAX_SPECIAL_DAYS).readonly(),
  })
  .readonly();

export type Opening = z.infer<typeof openingSchema>;
export type CalendarData = z.infer<typeof calendarDataSchema>;
export type Holiday = z.infer<typeof holidaySchema>;
type Weekly = z.infer<typeof weeklySchema>;
type Schedule = { readonly firstDay: number; readonly weekly: Weekly };

/** Calendar data made ready for look-ups. Build it once with `makeCalendar`; it holds no state. */
export type WorkingCalendar = {
  readonly data: CalendarData;
  readonly schedules: readonly Schedule[];
  readonly special: ReadonlyMap<number, readonly Opening[] | 'usual'>;
};

const DAY_KEYS: Record<Weekday, keyof Weekly> = {
  1: 'monday',
  2: 'tuesday',
  3: 'wednesday',
  4: 'thursday',
  5: 'friday',
  6: 'saturday',
  7: 'sunday',
};

/** Reads a calendar file. `MC-CAL-01`: too long or not JSON; `MC-CAL-02`: not a calendar. Never throws. */
export function parseCalendar(json: string): Parsed<WorkingCalendar, 'MC-CAL-01' | 'MC-CAL-02'> {
  if (json.length > MAX_JSON_CHARS) return refused('MC-CAL-01');
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return refused('MC-CAL-01');
  }
  const data = calendarDataSchema.safeParse(raw);
  return data.success ? parsed(makeCalendar(data.data)) : refused('MC-CAL-02');
}

export function makeCalendar(data: CalendarData): WorkingCalendar {
  const special = new Map<number, readonly Opening[] | 'usual'>();
  for (const holiday of data.holidays) special.set(dayNumber(holiday.date), []);
  for (const day of data.swappedDays)
    special.set(dayNumber(day.date), day.kind === 'off' ? [] : (day.openings ?? 'usual'));
  const schedules = data.schedules
    .map((schedule) => ({ firstDay: dayNumber(schedule.validFrom), weekly: schedule.weekly }))
    .sort((a, b) => b.firstDay - a.firstDay);
  return { data, schedules, special };
}

/** The opening hours of a day, in order; empty on a day off. Before the first schedule, that schedule is taken. */
export function openingsOf(calendar: WorkingCalendar, date: LocalDate): readonly Opening[] {
  return openingsOfDay(calendar, dayNumber(date));
}

export function isWorkingDay(calendar: WorkingCalendar, date: LocalDate): boolean {
  return openingsOf(calendar, date).length > 0;
}

/** The holiday that falls on a day, so that screens can say why the desk is closed. */
export function holidayOn(calendar: WorkingCalendar, date: LocalDate): Holiday | undefined {
  return isWorkingDay(calendar, date) ? undefined : calendar.data.holidays.find((holiday) => holiday.date === date);
}

/** The first working day strictly after `date`. */
export function nextWorkingDay(calendar: WorkingCalendar, date: LocalDate): LocalDate {
  return workingDayFrom(calendar, addDays(date, 1));
}

/** `date` itself when it is worked, else the first working day after it. */
export function workingDayFrom(calendar: WorkingCalendar, date: LocalDate): LocalDate {
  return dateOfDay(firstOpenDay(calendar, dayNumber(date)));
}

/** True while the desk is open; the moment of closing is already closed. */
export function isOpenAt(calendar: WorkingCalendar, instant: Instant): boolean {
  return spansOfDay(calendar, dayNumberOf(instant)).some((span) => span.from <= instant && instant < span.to);
}

/** `instant` itself while open, else the moment at which the desk opens next. */
export function nextOpening(calendar: WorkingCalendar, instant: Instant): Instant {
  const today = dayNumberOf(instant);
  const span = spansOfDay(calendar, today).find((candidate) => instant < candidate.to);
  if (span) return Math.max(instant, span.from);
  const [first] = spansOfDay(calendar, firstOpenDay(calendar, today + 1));
  return first ? first.from : instant;
}

/** The moment at which the desk closes for the day; undefined on a day off. */
export function closingOf(calendar: WorkingCalendar, date: LocalDate): Instant | undefined {
  return spansOfDay(calendar, dayNumber(date)).at(-1)?.to;
}

/**
 * `minutes` of opening time after `instant` (counted from the next opening when the desk is closed).
 * A count that ends exactly at a closing ends there, not at the next opening: 480 minutes from Monday 07:30 is Monday 17:00.
 */
export function addWorkingMinutes(calendar: WorkingCalendar, instant: Instant, minutes: number): Instant {
  if (!Number.isFinite(minutes)) throw new RangeError('minutes must be a finite number');
  let left = Math.max(0, minutes) * MINUTE_MS;
  let at = nextOpening(calendar, instant);
  while (true) {
    const end = closingAfter(calendar, at);
    if (left <= end - at) return at + left;
    left -= end - at;
    at = nextOpening(calendar, end);
  }
}

/** Minutes of opening time from `a` to `b` (may have a fraction); negative when `b` is earlier. */
export function workingMinutesBetween(calendar: WorkingCalendar, a: Instant, b: Instant): number {
  if (b < a) return -workingMinutesBetween(calendar, b, a);
  let total = 0;
  for (let day = dayNumberOf(a); day <= dayNumberOf(b); day += 1) {
    for (const span of spansOfDay(calendar, day)) total += Math.max(0, Math.min(b, span.to) - Math.max(a, span.from));
  }
  return total / MINUTE_MS;
}

/** The last open moment of a day that is not after `time`, or the day's first opening when all openings are later. */
export function latestOpenBy(calendar: WorkingCalendar, date: LocalDate, time: string): Instant | undefined {
  const spans = spansOfDay(calendar, dayNumber(date));
  const wanted = startOfDay(dayNumber(date)) + minuteOfDay(time) * MINUTE_MS;
  const before = spans.findLast((span) => span.from <= wanted);
  return before ? Math.min(wanted, before.to) : spans[0]?.from;
}

type Span = { readonly from: Instant; readonly to: Instant };

function spansOfDay(calendar: WorkingCalendar, day: number): readonly Span[] {
  const midnight = startOfDay(day);
  return openingsOfDay(calendar, day).map((opening) => ({
    from: midnight + minuteOfDay(opening.from) * MINUTE_MS,
    to: midnight + minuteOfDay(opening.to) * MINUTE_MS,
  }));
}

function openingsOfDay(calendar: WorkingCalendar, day: number): readonly Opening[] {
  const special = calendar.special.get(day);
  const weekly = weeklyOn(calendar, day);
  if (special === 'usual') return usualOpenings(weekly);
  return special ?? weekly?.[DAY_KEYS[weekdayOfDay(day)]] ?? [];
}

function weeklyOn(calendar: WorkingCalendar, day: number): Weekly | undefined {
  return (calendar.schedules.find((schedule) => schedule.firstDay <= day) ?? calendar.schedules.at(-1))?.weekly;
}

function usualOpenings(weekly: Weekly | undefined): readonly Opening[] {
  return weekly ? (Object.values(weekly).find((openings) => openings.length > 0) ?? []) : [];
}

function closingAfter(calendar: WorkingCalendar, instant: Instant): Instant {
  const span = spansOfDay(calendar, dayNumberOf(instant)).find(
    (candidate) => candidate.from <= instant && instant < candidate.to,
  );
  return span ? span.to : instant;
}

/** Ends: every week of every schedule has an opening, and each special day or change of schedule can cost one week at most. */
function firstOpenDay(calendar: WorkingCalendar, from: number): number {
  const limit = from + 7 * (calendar.special.size + calendar.schedules.length + 2);
  for (let day = from; day <= limit; day += 1) if (openingsOfDay(calendar, day).length > 0) return day;
  throw new MotcuaError('MC-CAL-02');
}

function isOrdered(openings: readonly { readonly from: string; readonly to: string }[]): boolean {
  return openings.every((opening, index) => index === 0 || (openings[index - 1]?.to ?? '') <= opening.from);
}
