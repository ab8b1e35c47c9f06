import { describe, expect, it } from 'vitest';
import { clockDoubt, createClockWatch, maySleep } from '../../../offline-store/sync/clock-watch.ts';
import { DAY, NOW } from '../helpers.ts';

const HOUR = 3_600_000;
const YEAR = 365 * DAY;

const watched = () => {
  let [wall, steady] = [NOW, 1_000];
  const look = createClockWatch(
    () => wall,
    () => steady,
  );
  return {
    look,
    pass: (ms: number) => {
      wall += ms;
      steady += ms;
    },
    set: (ms: number) => {
      wall += ms;
    },
  };
};

describe('the PC’s clock', () => {
  it('only goes on', () => {
    const { look, pass } = watched();
    for (const ms of [1_000, 1_500, 600_000]) {
      pass(ms);
      expect(look()).toBe(0);
    }
  });

  it('is kept right in small steps, which is nothing', () => {
    const { look, pass, set } = watched();
    for (let n = 0; n < 20; n += 1) {
      pass(1_000);
      set(n % 2 === 0 ? 20_000 : -20_000);
      expect(look()).toBe(0);
    }
  });

  it.each([-3 * HOUR, HOUR, YEAR, -YEAR])('was set by %s ms: seen once', (by) => {
    const { look, pass, set } = watched();
    pass(1_000);
    set(by);
    expect(look()).toBe(by);
    pass(1_000);
    expect(look()).toBe(0);
  });

  it('may have gone forward in its sleep, never back, and not for a year', () => {
    expect([HOUR, 3 * DAY, 40 * DAY, YEAR, -HOUR].map(maySleep)).toEqual([true, true, false, false, false]);
  });
});

describe('a clock that cannot be right', () => {
  it.each([
    ['nothing is known', { now: 0 }, undefined],
    ['all is well', { now: NOW, newest: NOW - DAY, madeAt: NOW - 90 * DAY }, undefined],
    ['it is a little behind the last entry', { now: NOW, newest: NOW + 60_000 }, undefined],
    ['it is behind the last entry', { now: NOW, newest: NOW + 3 * HOUR }, 'behind'],
    ['it is before this program was made', { now: NOW, madeAt: NOW + DAY }, 'behind'],
    ['its battery is empty', { now: Date.UTC(2009, 0, 1), newest: NOW, madeAt: NOW }, 'behind'],
    ['it is a year ahead', { now: NOW + YEAR, newest: NOW }, 'ahead'],
    ['the office was shut for Tết', { now: NOW + 14 * DAY, newest: NOW }, undefined],
  ] as const)('%s', (_what, facts, doubt) => {
    expect(clockDoubt(facts)).toBe(doubt);
  });
});
