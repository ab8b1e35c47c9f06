import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidayOn, isOpenAt, isWorkingDay, makeCalendar, openingsOf } from '../../domain/calendar.ts';
import {
  calendarWith,
  type EffectiveSetting,
  parseSettings,
  priorityAt,
  settingAt,
} from '../../domain/effective-setting.ts';
import { fromLocal } from '../../domain/local-time.ts';
import { hue } from './samples.ts';

const made = (id: string, madeAt = 1) => ({ id, decision: '12/QĐ-UBND', reason: '', madeAt, madeBy: 'Cán bộ mẫu' });
const day = (id: string, from: string, value: object, madeAt = 1) =>
  ({ ...made(id, madeAt), key: 'day', from, value }) as EffectiveSetting;
const queue = (id: string, from: string, value: object, madeAt = 1) =>
  ({ ...made(id, madeAt), key: 'queue-priority', from, value }) as EffectiveSetting;
const withdrawal = (id: string, of: string): EffectiveSetting => ({ ...made(id), key: 'withdrawal', of });
const strict = { mode: 'strict' } as const;
const oneIn = (every: number) => ({ mode: 'interleaved', every }) as const;
const calendar = (...settings: readonly EffectiveSetting[]) => makeCalendar(calendarWith(hue.data, settings));

const FRIDAY = '2026-11-27';
const SATURDAY = '2026-11-28';

describe('what was decided for a date on', () => {
  const at = fromLocal(FRIDAY, '09:00');

  it('counts from midnight of its date, the latest date over the earlier', () => {
    const settings = [queue('b', FRIDAY, oneIn(3)), queue('a', '2026-01-01', oneIn(2))];
    expect(settingAt(settings, 'queue-priority', fromLocal(FRIDAY, '00:00'))?.id).toBe('b');
    expect(settingAt(settings, 'queue-priority', fromLocal(FRIDAY, '00:00') - 1)?.id).toBe('a');
    expect(settingAt(settings, 'queue-priority', fromLocal('2025-12-31', '23:59'))).toBeUndefined();
    expect(priorityAt(settings, fromLocal('2025-01-01', '08:00'), strict)).toEqual(strict);
  });

  it('of one date what was made last counts, in whatever order it came; what is withdrawn does not', () => {
    const [first, last] = [queue('first', FRIDAY, oneIn(2), 1), queue('last', FRIDAY, oneIn(5), 2)];
    for (const settings of [
      [first, last],
      [last, first],
    ]) {
      expect(priorityAt(settings, at, strict)).toEqual(oneIn(5));
      expect(priorityAt([...settings, withdrawal('x', 'last')], at, strict)).toEqual(oneIn(2));
    }
    expect(priorityAt([withdrawal('x', 'first'), first], at, strict)).toEqual(strict);
  });
});

describe('the calendar with what was decided', () => {
  it('has swapped days and holidays, and a day that is usual again', () => {
    const swapped = calendar(
      day('off', FRIDAY, { kind: 'off' }),
      day('worked', SATURDAY, { kind: 'worked' }),
      day('lunch', '2026-11-29', { kind: 'worked', openings: [{ from: '08:00', to: '09:00' }] }),
      day('feast', '2026-12-01', { kind: 'holiday', name: 'Ngày hội mẫu', nameEn: 'Sample feast' }),
    );
    expect(isWorkingDay(swapped, FRIDAY)).toBe(false);
    expect(openingsOf(swapped, SATURDAY)).toEqual(openingsOf(hue, FRIDAY));
    expect(openingsOf(swapped, '2026-11-29')).toEqual([{ from: '08:00', to: '09:00' }]);
    expect(holidayOn(swapped, '2026-12-01')?.name).toBe('Ngày hội mẫu');
    expect(isWorkingDay(hue, '2026-04-30')).toBe(false);
    expect(isWorkingDay(calendar(day('work', '2026-04-30', { kind: 'usual' })), '2026-04-30')).toBe(true);
    expect(isWorkingDay(calendar(day('off', FRIDAY, { kind: 'off' }), withdrawal('x', 'off')), FRIDAY)).toBe(true);
    expect(
      isWorkingDay(calendar(day('a', FRIDAY, { kind: 'off' }), day('b', FRIDAY, { kind: 'usual' }, 2)), FRIDAY),
    ).toBe(true);
  });

  it('has other hours from their date on, the last decision over the one before', () => {
    const week = (from: string) => {
      const usual = [{ from, to: '11:00' }];
      const days = { monday: usual, tuesday: usual, wednesday: usual, thursday: usual, friday: usual };
      return { ...days, saturday: [], sunday: [] };
    };
    const hours = (id: string, from: string, opens: string, madeAt: number) =>
      ({ ...made(id, madeAt), key: 'opening-hours', from, value: week(opens) }) as EffectiveSetting;
    const settings = [hours('b', FRIDAY, '09:00', 2), hours('a', FRIDAY, '08:00', 1)];
    expect(isOpenAt(calendar(...settings), fromLocal(FRIDAY, '08:30'))).toBe(false);
    expect(isOpenAt(calendar(...settings), fromLocal(FRIDAY, '09:30'))).toBe(true);
    expect(openingsOf(calendar(...settings), '2026-11-26')).toEqual(openingsOf(hue, '2026-11-26'));
    expect(isOpenAt(calendar(...settings, withdrawal('x', 'b')), fromLocal(FRIDAY, '08:30'))).toBe(true);
  });

  it('is the program’s while nothing was decided', () => {
    expect(calendar()).toEqual(hue);
  });
});

describe('files of settings', () => {
  const file = (settings: readonly unknown[]) => JSON.stringify({ version: 1, settings });
  const good = day('nghi', FRIDAY, { kind: 'off' });

  it('are read', () => {
    expect(parseSettings(file([good]))).toEqual({ ok: true, value: [good] });
  });

  it.each([
    ['a day that does not exist', { ...good, from: '2026-02-30' }],
    ['an unknown key', { ...good, key: 'fee' }],
    ['a week without an opening', { ...good, key: 'opening-hours', value: {} }],
    ['openings that overlap', { ...good, value: { kind: 'worked', openings: [{ from: '10:00', to: '09:00' }] } }],
    ['no author', { ...good, madeBy: undefined }],
  ])('with %s are refused whole', (_, bad) => {
    expect(parseSettings(file([good, { ...bad, id: 'xau' }]))).toEqual({ ok: false, code: 'MC-SET-02' });
  });

  it('that name an id twice, are too long or not JSON are refused, and nothing is thrown', () => {
    expect(parseSettings(file([good, good]))).toEqual({ ok: false, code: 'MC-SET-02' });
    expect(parseSettings('{')).toEqual({ ok: false, code: 'MC-SET-01' });
    expect(parseSettings(' '.repeat(1_000_001))).toEqual({ ok: false, code: 'MC-SET-01' });
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 2_000 }), fc.json()), (text) => !parseSettings(text).ok));
  });
});
