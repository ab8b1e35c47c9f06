import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDataSchema, isOpenAt, makeCalendar } from '../../domain/calendar.ts';
import {
  beganLater,
  canReschedule,
  computeDue,
  type DeadlineRule,
  deadlineRuleSchema,
  dueExplanationSchema,
  lateness,
  remaining,
  resume,
  USUAL_SAME_DAY,
} from '../../domain/deadline.ts';
import { formatDateTime, fromLocal, localDate } from '../../domain/local-time.ts';
import { hue, instants } from './samples.ts';

const at = fromLocal;
const days = (count: number): DeadlineRule => ({ kind: 'working-days', days: count });
const calendarDays = (count: number): DeadlineRule => ({ kind: 'calendar-days', days: count });
const due = (rule: DeadlineRule, date: string, time: string) =>
  formatDateTime(computeDue(rule, at(date, time), hue).dueAt);

describe('same-day procedures', () => {
  it.each([
    ['2026-11-24', '10:42', '16:30 24/11/2026'],
    ['2026-11-24', '10:59', '16:30 24/11/2026'],
    ['2026-11-24', '11:00', '11:00 25/11/2026'],
    ['2026-11-24', '16:59', '11:00 25/11/2026'],
    ['2026-11-24', '05:00', '16:30 24/11/2026'],
    ['2026-11-24', '12:15', '11:00 25/11/2026'],
    ['2026-11-24', '17:00', '16:30 25/11/2026'],
    ['2026-11-27', '11:00', '11:00 30/11/2026'],
    ['2026-11-28', '09:00', '16:30 30/11/2026'],
    ['2026-09-01', '14:00', '11:00 04/09/2026'],
  ])('received %s %s, due %s', (date, time, expected) => {
    expect(due(USUAL_SAME_DAY, date, time)).toBe(expected);
  });

  it('counts the last second before the cut-off as before it', () => {
    const { dueAt } = computeDue(USUAL_SAME_DAY, at('2026-11-24', '11:00') - 1, hue);
    expect(formatDateTime(dueAt)).toBe('16:30 24/11/2026');
  });

  it('takes the procedure’s own cut-off', () => {
    const rule: DeadlineRule = { kind: 'same-day', cutoff: '15:00', dueTime: '16:30', lateDueTime: '11:00' };
    expect(due(rule, '2026-11-24', '14:59')).toBe('16:30 24/11/2026');
    expect(due(rule, '2026-11-24', '15:00')).toBe('11:00 25/11/2026');
  });

  it('is due at the closing on a half day', () => {
    const swappedDays = [{ date: '2026-11-28', kind: 'worked', openings: [{ from: '07:30', to: '11:30' }] }];
    const calendar = makeCalendar(calendarDataSchema.parse({ ...hue.data, swappedDays }));
    expect(formatDateTime(computeDue(USUAL_SAME_DAY, at('2026-11-28', '08:00'), calendar).dueAt)).toBe(
      '11:30 28/11/2026',
    );
  });

  it('says why', () => {
    const receivedAt = at('2026-11-28', '09:00');
    const { explanation, dueAt } = computeDue(USUAL_SAME_DAY, receivedAt, hue);
    expect(explanation).toEqual({
      key: 'same-day-before-cutoff',
      receivedAt,
      startedAt: at('2026-11-30', '07:30'),
      dueAt,
      cutoff: '11:00',
    });
    expect(beganLater(explanation)).toBe(true);
    expect(computeDue(USUAL_SAME_DAY, at('2026-11-24', '14:00'), hue).explanation.key).toBe('same-day-after-cutoff');
  });
});

describe('procedures of several days', () => {
  it.each([
    [3, '2026-11-23', '09:10', '09:10 26/11/2026'],
    [1, '2026-11-27', '16:00', '16:00 30/11/2026'],
    [3, '2026-11-28', '09:00', '17:00 02/12/2026'],
    [2, '2026-11-24', '11:45', '11:30 26/11/2026'],
    [5, '2026-08-31', '08:00', '08:00 09/09/2026'],
    [1, '2026-02-13', '10:00', '10:00 23/02/2026'],
  ])('%i working days from %s %s end at %s', (count, date, time, expected) => {
    expect(due(days(count), date, time)).toBe(expected);
  });

  it('does not count the seconds, as the receipt does not print them', () => {
    const receivedAt = at('2026-11-23', '09:10') + 42_000;
    const { dueAt, explanation } = computeDue(days(3), receivedAt, hue);
    expect(formatDateTime(dueAt)).toBe('09:10 26/11/2026');
    expect(beganLater(explanation)).toBe(false);
  });

  it.each([
    [30, '2026-11-02', '10:00', '17:00 02/12/2026'],
    [30, '2026-10-29', '10:00', '17:00 30/11/2026'],
    [1, '2026-08-31', '23:00', '17:00 01/09/2026'],
    [2, '2026-08-31', '10:00', '17:00 04/09/2026'],
  ])('%i calendar days from %s %s end at %s', (count, date, time, expected) => {
    expect(due(calendarDays(count), date, time)).toBe(expected);
  });

  it('says from which day off the end was moved', () => {
    expect(computeDue(calendarDays(30), at('2026-10-29', '10:00'), hue).explanation).toMatchObject({
      movedFrom: '2026-11-28',
      days: 30,
    });
    expect(computeDue(calendarDays(30), at('2026-11-02', '10:00'), hue).explanation).not.toHaveProperty('movedFrom');
  });
});

describe('properties of every deadline', () => {
  const rules = fc.oneof(
    fc.constantFrom('11:00', '15:00', '16:30').map((cutoff): DeadlineRule => ({ ...USUAL_SAME_DAY, cutoff })),
    fc.integer({ min: 1, max: 60 }).map(days),
    fc.integer({ min: 1, max: 90 }).map(calendarDays),
  );

  it('lies in opening hours, not before the receipt, and is explained', () => {
    fc.assert(
      fc.property(rules, instants, (rule, receivedAt) => {
        const { dueAt, explanation } = computeDue(rule, receivedAt, hue);
        expect(dueAt).toBeGreaterThanOrEqual(receivedAt);
        expect(isOpenAt(hue, dueAt) || isOpenAt(hue, dueAt - 1)).toBe(true);
        expect(dueExplanationSchema.parse(explanation)).toEqual(explanation);
        expect(explanation.dueAt).toBe(dueAt);
      }),
    );
  });

  it('whoever comes later is not due earlier', () => {
    fc.assert(
      fc.property(rules, instants, fc.integer({ min: 0, max: 10 * 86_400_000 }), (rule, receivedAt, later) => {
        expect(computeDue(rule, receivedAt + later, hue).dueAt).toBeGreaterThanOrEqual(
          computeDue(rule, receivedAt, hue).dueAt,
        );
      }),
    );
  });

  it('a stopped clock goes on with what was left', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 9_600 }),
        instants,
        (receivedAt, count, after, resumedAt) => {
          const { dueAt } = computeDue(days(count), receivedAt, hue);
          const left = remaining(hue, dueAt, receivedAt + after * 60_000);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(count * 480);
          expect(remaining(hue, resume(hue, left, resumedAt), Math.floor(resumedAt / 60_000) * 60_000)).toBe(left);
        },
      ),
    );
  });
});

describe('stopping the clock', () => {
  it('keeps one day and a half over a weekend', () => {
    const left = remaining(hue, at('2026-11-26', '09:10'), at('2026-11-24', '16:10'));
    expect(left).toBe(50 + 480 + 100);
    expect(formatDateTime(resume(hue, left, at('2026-12-04', '16:30')))).toBe('09:30 08/12/2026');
  });

  it('leaves nothing when it was already late', () => {
    expect(remaining(hue, at('2026-11-24', '09:00'), at('2026-11-24', '10:00'))).toBe(0);
  });
});

describe('lateness', () => {
  const now = at('2026-11-24', '10:42');
  it.each([
    ['2026-11-24', '08:35', 'late', 127],
    ['2026-11-24', '11:00', 'due-today', 18],
    ['2026-11-24', '10:42', 'due-today', 0],
    ['2026-11-24', '16:30', 'due-today', 258],
    ['2026-11-25', '11:00', 'due-tomorrow', 498],
    ['2026-11-26', '09:10', 'later', 868],
  ])('due %s %s is %s by %i minutes', (date, time, state, minutes) => {
    expect(lateness(now, at(date, time), hue)).toEqual({ state, minutes });
  });

  it('looks over the weekend on a Friday', () => {
    const friday = at('2026-11-27', '16:00');
    expect(lateness(friday, at('2026-11-30', '11:00'), hue).state).toBe('due-tomorrow');
    expect(lateness(friday, at('2026-12-01', '11:00'), hue).state).toBe('later');
  });

  it('turns late exactly after the due time', () => {
    fc.assert(
      fc.property(instants, (dueAt) => {
        expect(lateness(dueAt + 1, dueAt, hue).state).toBe('late');
        expect(lateness(dueAt, dueAt, hue).state).toBe('due-today');
      }),
    );
  });
});

describe('moving a date', () => {
  const base = {
    timesMoved: 0,
    now: at('2026-11-23', '09:00'),
    dueAt: at('2026-11-24', '16:30'),
    newDueAt: at('2026-11-26', '09:00'),
  };

  it('is allowed once', () => {
    expect(canReschedule(base)).toEqual({ allowed: true, inTime: true });
    expect(canReschedule({ ...base, timesMoved: 1 })).toEqual({ allowed: false, code: 'MC-DOS-03' });
  });

  it('says when the notice comes less than a day ahead', () => {
    expect(canReschedule({ ...base, now: at('2026-11-24', '09:00') })).toEqual({ allowed: true, inTime: false });
  });

  it('refuses a date in the past or before the old one', () => {
    expect(canReschedule({ ...base, newDueAt: base.now })).toEqual({ allowed: false, code: 'MC-DOS-02' });
    expect(canReschedule({ ...base, newDueAt: base.dueAt })).toEqual({ allowed: false, code: 'MC-DOS-02' });
  });
});

it('refuses rules that cannot be kept', () => {
  expect(deadlineRuleSchema.safeParse({ ...USUAL_SAME_DAY, cutoff: '17:00' }).success).toBe(false);
  expect(deadlineRuleSchema.safeParse({ kind: 'working-days', days: 0 }).success).toBe(false);
  expect(deadlineRuleSchema.safeParse(USUAL_SAME_DAY).success).toBe(true);
  expect(localDate(computeDue(days(1), at('2026-11-24', '08:00'), hue).dueAt)).toBe('2026-11-25');
});
