import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  compactDate,
  daysBetween,
  expandCompactDate,
  formatDate,
  formatDateTime,
  fromIso,
  fromLocal,
  isRealDate,
  localDate,
  localTime,
  toIso,
  weekday,
} from '../../domain/local-time.ts';
import {
  dayInVietnamese,
  durationInVietnamese,
  formDay,
  formMoment,
  whenInEnglish,
  whenInVietnamese,
} from '../../domain/spoken.ts';
import { instants } from './samples.ts';

const at = fromLocal;

describe('local time', () => {
  it('is seven hours ahead of UTC, also over midnight', () => {
    expect(localDate(Date.UTC(2026, 10, 24, 16, 59))).toBe('2026-11-24');
    expect(localDate(Date.UTC(2026, 10, 24, 17, 0))).toBe('2026-11-25');
    expect(localTime(Date.UTC(2026, 10, 24, 9, 30))).toBe('16:30');
  });

  it('knows the weekday', () => {
    expect(weekday('2026-11-24')).toBe(2);
    expect(weekday('2026-11-29')).toBe(7);
    expect(weekday('1969-12-31')).toBe(3);
  });

  it('knows which days exist', () => {
    expect(isRealDate('2024-02-29')).toBe(true);
    expect(isRealDate('2023-02-29')).toBe(false);
    expect(isRealDate('2026-13-01')).toBe(false);
    expect(isRealDate('yesterday')).toBe(false);
  });

  it('writes dates and times as officers do', () => {
    expect(formatDate('2026-11-24')).toBe('24/11/2026');
    expect(formatDateTime(at('2026-11-24', '16:30'))).toBe('16:30 24/11/2026');
  });

  it('counts days over month and year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });

  it('comes back from local to instant and from instant to local', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const minute = Math.floor(instant / 60_000) * 60_000;
        expect(fromLocal(localDate(instant), localTime(instant))).toBe(minute);
        expect(fromIso(toIso(instant))).toBe(instant);
        expect(expandCompactDate(compactDate(localDate(instant)))).toBe(localDate(instant));
      }),
    );
  });

  it('refuses an instant without a zone', () => {
    expect(fromIso('2026-11-24T16:30:00')).toBeUndefined();
    expect(fromIso('24/11/2026')).toBeUndefined();
    expect(fromIso('2026-11-24T16:30:00+07:00')).toBe(at('2026-11-24', '16:30'));
  });
});

describe('in words', () => {
  it('speaks to a citizen', () => {
    expect(whenInVietnamese(at('2026-11-24', '16:30'))).toBe('16 giờ 30, thứ Ba ngày 24 tháng 11');
    expect(whenInVietnamese(at('2026-11-26', '09:00'))).toBe('9 giờ, thứ Năm ngày 26 tháng 11');
    expect(whenInVietnamese(at('2026-11-26', '09:05'))).toBe('9 giờ 05, thứ Năm ngày 26 tháng 11');
    expect(dayInVietnamese('2026-11-29')).toBe('Chủ nhật ngày 29 tháng 11');
  });

  it('speaks English', () => {
    expect(whenInEnglish(at('2026-11-24', '16:30'))).toBe('4:30 pm, Tuesday 24 November');
    expect(whenInEnglish(at('2026-11-24', '11:00'))).toBe('11 am, Tuesday 24 November');
    expect(whenInEnglish(at('2026-11-24', '00:05'))).toBe('12:05 am, Tuesday 24 November');
    expect(whenInEnglish(at('2026-11-24', '12:00'))).toBe('12 pm, Tuesday 24 November');
  });

  it('writes forms with the leading zeros of Decree 30/2020', () => {
    expect(formMoment(at('2026-11-24', '10:42'))).toBe('10 giờ 42 phút, ngày 24 tháng 11 năm 2026');
    expect(formMoment(at('2027-02-05', '11:00'))).toBe('11 giờ 00 phút, ngày 05 tháng 02 năm 2027');
    expect(formDay('2027-03-10')).toBe('ngày 10 tháng 3 năm 2027');
  });

  it('says how long', () => {
    expect(durationInVietnamese(127)).toBe('2 giờ 07 phút');
    expect(durationInVietnamese(18.9)).toBe('18 phút');
    expect(durationInVietnamese(180)).toBe('3 giờ');
    expect(durationInVietnamese(-5)).toBe('0 phút');
  });
});
