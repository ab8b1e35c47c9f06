import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingMinutes,
  type CalendarData,
  calendarDataSchema,
  closingOf,
  holidayOn,
  isOpenAt,
  isWorkingDay,
  makeCalendar,
  nextOpening,
  nextWorkingDay,
  openingsOf,
  parseCalendar,
  workingMinutesBetween,
} from '../../domain/calendar.ts';
import { fromLocal, localDate, localTime, weekday } from '../../domain/local-time.ts';
import { hue, instants } from './samples.ts';

const at = fromLocal;

describe('the sample calendar of Thừa Thiên Huế', () => {
  it('is open from Monday to Friday, morning and afternoon', () => {
    expect(openingsOf(hue, '2026-11-24')).toEqual([
      { from: '07:30', to: '11:30' },
      { from: '13:00', to: '17:00' },
    ]);
    expect(isWorkingDay(hue, '2026-11-28')).toBe(false);
    expect(isWorkingDay(hue, '2026-11-29')).toBe(false);
  });

  it.each([
    ['2026-02-17', 'Tết day 1'],
    ['2026-02-16', 'Tết eve'],
    ['2026-02-20', 'Tết day 4'],
    ['2026-04-27', 'in place of Giỗ Tổ on a Sunday'],
    ['2022-05-02', 'in place of 30/4 on a Saturday'],
    ['2022-05-03', 'in place of 1/5 on a Sunday'],
    ['2023-05-03', 'the second day in place of Giỗ Tổ and 30/4 on a weekend'],
    ['2026-09-03', 'the day beside 2/9'],
  ])('is closed on %s: %s', (date) => {
    expect(isWorkingDay(hue, date)).toBe(false);
  });

  it('has one day only for 2/9 before 2021', () => {
    expect(isWorkingDay(hue, '2020-09-02')).toBe(false);
    expect(isWorkingDay(hue, '2020-09-03')).toBe(true);
  });

  it('names the holiday on which it is closed', () => {
    expect(holidayOn(hue, '2026-09-02')?.name).toBe('Quốc khánh 2/9');
    expect(holidayOn(hue, '2026-09-04')).toBeUndefined();
  });

  it('gives a day off for each holiday on a weekend', () => {
    const holidays = hue.data.holidays;
    const onWeekend = holidays.filter((day) => weekday(day.date) >= 6);
    expect(holidays.filter((day) => day.name.startsWith('Nghỉ bù'))).toHaveLength(onWeekend.length);
  });

  it('lists each day once, with the Tết of all ten years', () => {
    const dates = hue.data.holidays.map((day) => day.date);
    expect(new Set(dates).size).toBe(dates.length);
    expect(hue.data.holidays.filter((day) => day.name === 'Tết Nguyên đán: mùng 1')).toHaveLength(10);
  });
});

describe('opening hours', () => {
  it('are half open: the moment of closing is closed', () => {
    expect(isOpenAt(hue, at('2026-11-24', '07:30'))).toBe(true);
    expect(isOpenAt(hue, at('2026-11-24', '11:30'))).toBe(false);
  });

  it.each([
    ['2026-11-24', '06:00', '2026-11-24', '07:30'],
    ['2026-11-24', '10:42', '2026-11-24', '10:42'],
    ['2026-11-24', '12:00', '2026-11-24', '13:00'],
    ['2026-11-24', '17:00', '2026-11-25', '07:30'],
    ['2026-11-27', '17:30', '2026-11-30', '07:30'],
    ['2026-02-13', '23:59', '2026-02-23', '07:30'],
  ])('after %s %s open next at %s %s', (date, time, openDate, openTime) => {
    expect(nextOpening(hue, at(date, time))).toBe(at(openDate, openTime));
  });

  it('count a day as eight hours and end at the closing, not at the next opening', () => {
    expect(addWorkingMinutes(hue, at('2026-11-23', '07:30'), 480)).toBe(at('2026-11-23', '17:00'));
    expect(addWorkingMinutes(hue, at('2026-11-23', '09:10'), 3 * 480)).toBe(at('2026-11-26', '09:10'));
  });

  it('refuses a count that is not a number instead of running for ever', () => {
    expect(() => addWorkingMinutes(hue, 0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => addWorkingMinutes(hue, 0, Number.NaN)).toThrow(RangeError);
  });

  it('skips the weekend for the next working day', () => {
    expect(nextWorkingDay(hue, '2026-11-27')).toBe('2026-11-30');
    expect(nextWorkingDay(hue, '2026-11-28')).toBe('2026-11-30');
  });
});

describe('properties of working time', () => {
  const minutes = fc.integer({ min: 0, max: 30_000 });

  it('a longer count never ends earlier, a later start neither', () => {
    fc.assert(
      fc.property(instants, minutes, minutes, (start, a, b) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        expect(addWorkingMinutes(hue, start, short)).toBeLessThanOrEqual(addWorkingMinutes(hue, start, long));
        expect(addWorkingMinutes(hue, start, a)).toBeLessThanOrEqual(addWorkingMinutes(hue, start + b * 60_000, a));
      }),
    );
  });

  it('what was added is what lies between', () => {
    fc.assert(
      fc.property(instants, minutes, (start, count) => {
        expect(workingMinutesBetween(hue, start, addWorkingMinutes(hue, start, count))).toBeCloseTo(count, 6);
      }),
    );
  });

  it('two counts after another are one long count', () => {
    fc.assert(
      fc.property(instants, minutes, fc.integer({ min: 1, max: 9_000 }), (start, a, b) => {
        expect(addWorkingMinutes(hue, addWorkingMinutes(hue, start, a), b)).toBe(addWorkingMinutes(hue, start, a + b));
      }),
    );
  });

  it('the end of a count lies in opening hours or at a closing', () => {
    fc.assert(
      fc.property(instants, minutes, (start, count) => {
        const end = addWorkingMinutes(hue, start, count);
        expect(isOpenAt(hue, end) || isOpenAt(hue, end - 1)).toBe(true);
      }),
    );
  });

  it('between is the same backwards, negated', () => {
    fc.assert(
      fc.property(instants, minutes, (start, count) => {
        const end = start + count * 60_000;
        expect(workingMinutesBetween(hue, start, end) + workingMinutesBetween(hue, end, start)).toBe(0);
      }),
    );
  });

  it('the next opening is open and not before', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const open = nextOpening(hue, instant);
        expect(open).toBeGreaterThanOrEqual(instant);
        expect(isOpenAt(hue, open)).toBe(true);
      }),
    );
  });
});

describe('calendar data', () => {
  const changed = (change: Partial<CalendarData>) => makeCalendar(calendarDataSchema.parse({ ...hue.data, ...change }));

  it('takes a worked Saturday with the hours of a usual day, and the Friday off for it', () => {
    const calendar = changed({
      swappedDays: [
        { date: '2026-11-28', kind: 'worked' },
        { date: '2026-11-27', kind: 'off' },
      ],
    });
    expect(openingsOf(calendar, '2026-11-28')).toEqual(openingsOf(hue, '2026-11-24'));
    expect(isWorkingDay(calendar, '2026-11-27')).toBe(false);
    expect(nextOpening(calendar, at('2026-11-26', '18:00'))).toBe(at('2026-11-28', '07:30'));
  });

  it('lets a swapped day win over a holiday', () => {
    const calendar = changed({
      swappedDays: [{ date: '2026-09-03', kind: 'worked', openings: [{ from: '08:00', to: '11:00' }] }],
    });
    expect(localTime(closingOf(calendar, '2026-09-03') ?? 0)).toBe('11:00');
  });

  it('changes the hours on the day from which a new schedule is valid', () => {
    const [first] = hue.data.schedules;
    const weekly = {
      ...first?.weekly,
      monday: [{ from: '08:00', to: '12:00' }],
      saturday: [{ from: '08:00', to: '10:00' }],
    };
    const calendar = makeCalendar(
      calendarDataSchema.parse({
        ...hue.data,
        schedules: [...hue.data.schedules, { validFrom: '2026-12-01', weekly }],
      }),
    );
    expect(isWorkingDay(calendar, '2026-11-28')).toBe(false);
    expect(isWorkingDay(calendar, '2026-12-05')).toBe(true);
    expect(openingsOf(calendar, '2026-12-07')).toEqual([{ from: '08:00', to: '12:00' }]);
  });

  it('finds an opening even when a whole year is taken off', () => {
    const off = Array.from({ length: 400 }, (_, index) => ({
      date: localDate(at('2026-01-01', '00:00') + index * 86_400_000),
      kind: 'off' as const,
    }));
    expect(localDate(nextOpening(changed({ swappedDays: off }), at('2026-01-01', '08:00')))).toBe('2027-02-12');
  });

  it.each([
    ['not JSON', '{', 'MC-CAL-01'],
    ['too long', ' '.repeat(1_000_001), 'MC-CAL-01'],
    ['empty', '{}', 'MC-CAL-02'],
    ['hours that end before they begin', swapHours('17:00', '07:30'), 'MC-CAL-02'],
    [
      'a day that does not exist',
      JSON.stringify({ ...rawHue(), holidays: [{ date: '2026-02-30', name: 'x', nameEn: 'x' }] }),
      'MC-CAL-02',
    ],
    ['a week without any opening', JSON.stringify({ ...rawHue(), schedules: [closedSchedule()] }), 'MC-CAL-02'],
  ])('refuses a file: %s', (_, text, code) => {
    expect(parseCalendar(text)).toEqual({ ok: false, code });
  });

  it('never throws, whatever the file', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 2_000 }), fc.json()), (text) => !parseCalendar(text).ok));
  });
});

function rawHue(): CalendarData {
  return JSON.parse(readFileSync(new URL('../../assets/calendar/thua-thien-hue.json', import.meta.url), 'utf8'));
}

function swapHours(from: string, to: string): string {
  return JSON.stringify(rawHue()).replace('{"from":"07:30","to":"11:30"}', JSON.stringify({ from, to }));
}

function closedSchedule(): unknown {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return { validFrom: '2018-01-01', weekly: Object.fromEntries(days.map((day) => [day, []])) };
}
