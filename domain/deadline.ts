import { z } from 'zod';
import { assertNever } from './assert-never.ts';
import {
  addWorkingMinutes,
  closingOf,
  isOpenAt,
  latestOpenBy,
  nextOpening,
  nextWorkingDay,
  type WorkingCalendar,
  workingDayFrom,
  workingMinutesBetween,
} from './calendar.ts';
import { instantSchema, localDaySchema } from './ids.ts';
import {
  addDays,
  DAY_MS,
  floorToMinute,
  fromLocal,
  type Instant,
  localDate,
  localTime,
  localTimeSchema,
} from './local-time.ts';

/**
 * When a dossier is due (the province's rules for one-stop desks; docs: domain, way of a dossier, 4).
 * A due time always lies in opening hours. Seconds are dropped: what the receipt prints is what counts.
 */

/** A working day is eight working hours, also where a day has fewer: three days are 24 hours of opening. */
export const WORKING_DAY_MINUTES = 480;

const sameDayRuleSchema = z
  .object({
    kind: z.literal('same-day'),
    /** Received before this → due today; from this time on → due the next working day. */
    cutoff: localTimeSchema,
    dueTime: localTimeSchema,
    lateDueTime: localTimeSchema,
  })
  .refine((rule) => rule.cutoff <= rule.dueTime, 'the due time is not before the cut-off')
  .readonly();

export const deadlineRuleSchema = z.union([
  sameDayRuleSchema,
  z.object({ kind: z.literal('working-days'), days: z.int().min(1).max(365) }).readonly(),
  z.object({ kind: z.literal('calendar-days'), days: z.int().min(1).max(730) }).readonly(),
]);
export type DeadlineRule = z.infer<typeof deadlineRuleSchema>;

/** The province's own rule for same-day procedures. */
export const USUAL_SAME_DAY = {
  kind: 'same-day',
  cutoff: '11:00',
  dueTime: '16:30',
  lateDueTime: '11:00',
} as const satisfies DeadlineRule;

/**
 * Why a dossier is due when it is: a key and its values, which screens and forms put into words.
 * `startedAt` differs from `receivedAt` when the desk was closed: the count began at the next opening.
 */
const common = { receivedAt: instantSchema, startedAt: instantSchema, dueAt: instantSchema };
export const dueExplanationSchema = z.discriminatedUnion('key', [
  z.object({ key: z.literal('same-day-before-cutoff'), ...common, cutoff: localTimeSchema }).readonly(),
  z.object({ key: z.literal('same-day-after-cutoff'), ...common, cutoff: localTimeSchema }).readonly(),
  z.object({ key: z.literal('working-days'), ...common, days: z.int(), hours: z.int() }).readonly(),
  /** `movedFrom`: the last day was a day off, so the next working day took its place. */
  z
    .object({ key: z.literal('calendar-days'), ...common, days: z.int(), movedFrom: localDaySchema.optional() })
    .readonly(),
]);
export type DueExplanation = z.infer<typeof dueExplanationSchema>;
export type Due = { readonly dueAt: Instant; readonly explanation: DueExplanation };

/**
 * The due time of a dossier received at `receivedAt`. A dossier received while the desk is closed (online, at noon,
 * on a holiday) counts as received at the next opening; calendar days count from the day of receipt itself.
 */
export function computeDue(rule: DeadlineRule, receivedAt: Instant, calendar: WorkingCalendar): Due {
  switch (rule.kind) {
    case 'same-day':
      return sameDay(rule, receivedAt, calendar);
    case 'working-days':
      return workingDays(rule.days, receivedAt, calendar);
    case 'calendar-days':
      return calendarDays(rule.days, receivedAt, calendar);
    default:
      return assertNever(rule);
  }
}

/** True when the count began later than the receipt, since the desk was closed. */
export function beganLater(explanation: DueExplanation): boolean {
  return explanation.startedAt > explanation.receivedAt;
}

/** Whole working minutes left when the clock stops (waiting for a supplement); 0 when it was already late. */
export function remaining(calendar: WorkingCalendar, dueAt: Instant, pausedAt: Instant): number {
  return Math.max(0, Math.ceil(workingMinutesBetween(calendar, pausedAt, dueAt)));
}

/** The new due time when the clock goes on with what was left. */
export function resume(calendar: WorkingCalendar, minutesLeft: number, resumedAt: Instant): Instant {
  return addWorkingMinutes(calendar, floorToMinute(resumedAt), minutesLeft);
}

export type LatenessState = 'late' | 'due-today' | 'due-tomorrow' | 'later';
/** `minutes`: whole opening minutes past the due time when late, else left until it. */
export type Lateness = { readonly state: LatenessState; readonly minutes: number };

/** `due-tomorrow` is the next working day: on a Friday it is Monday, so say the weekday, not "tomorrow". */
export function lateness(now: Instant, dueAt: Instant, calendar: WorkingCalendar): Lateness {
  const minutes = Math.floor(Math.abs(workingMinutesBetween(calendar, now, dueAt)));
  return { state: latenessState(now, dueAt, calendar), minutes };
}

export type RescheduleAnswer =
  /** `inTime`: the citizen hears of it at least a day before the due time, as the rule asks; else it is late notice, but still given. */
  | { readonly allowed: true; readonly inTime: boolean }
  | { readonly allowed: false; readonly code: 'MC-DOS-02' | 'MC-DOS-03' };

/** A due time may be moved once only, and only to a time to come that is later than the old one. */
export function canReschedule(question: {
  readonly timesMoved: number;
  readonly now: Instant;
  readonly dueAt: Instant;
  readonly newDueAt: Instant;
}): RescheduleAnswer {
  if (question.timesMoved >= 1) return { allowed: false, code: 'MC-DOS-03' };
  if (question.newDueAt <= question.now || question.newDueAt <= question.dueAt)
    return { allowed: false, code: 'MC-DOS-02' };
  return { allowed: true, inTime: question.dueAt - question.now >= DAY_MS };
}

function sameDay(rule: z.infer<typeof sameDayRuleSchema>, receivedAt: Instant, calendar: WorkingCalendar): Due {
  const startedAt = nextOpening(calendar, receivedAt);
  const today = localDate(startedAt);
  const early = localTime(startedAt) < rule.cutoff;
  const day = early ? today : nextWorkingDay(calendar, today);
  const time = early ? rule.dueTime : rule.lateDueTime;
  // On a half day the desk closes before the due time: then the last open moment of that day counts.
  const dueAt = latestOpenBy(calendar, day, time) ?? fromLocal(day, time);
  const key = early ? 'same-day-before-cutoff' : 'same-day-after-cutoff';
  return { dueAt, explanation: { key, receivedAt, startedAt, dueAt, cutoff: rule.cutoff } };
}

function workingDays(days: number, receivedAt: Instant, calendar: WorkingCalendar): Due {
  const startedAt = nextOpening(calendar, floorToMinute(receivedAt));
  const dueAt = addWorkingMinutes(calendar, startedAt, days * WORKING_DAY_MINUTES);
  const began = isOpenAt(calendar, receivedAt) ? receivedAt : startedAt;
  return {
    dueAt,
    explanation: {
      key: 'working-days',
      receivedAt,
      startedAt: began,
      dueAt,
      days,
      hours: (days * WORKING_DAY_MINUTES) / 60,
    },
  };
}

/** Civil Code 2015, articles 147 and 148: the first day is not counted; an end on a day off moves on. Due at closing: our reading. */
function calendarDays(days: number, receivedAt: Instant, calendar: WorkingCalendar): Due {
  const end = addDays(localDate(receivedAt), days);
  const day = workingDayFrom(calendar, end);
  const dueAt = closingOf(calendar, day) ?? fromLocal(day, '17:00');
  const moved = day === end ? {} : { movedFrom: end };
  return { dueAt, explanation: { key: 'calendar-days', receivedAt, startedAt: receivedAt, dueAt, days, ...moved } };
}

function latenessState(now: Instant, dueAt: Instant, calendar: WorkingCalendar): LatenessState {
  if (now > dueAt) return 'late';
  const today = localDate(now);
  const dueDay = localDate(dueAt);
  if (dueDay === today) return 'due-today';
  return dueDay <= nextWorkingDay(calendar, today) ? 'due-tomorrow' : 'later';
}
