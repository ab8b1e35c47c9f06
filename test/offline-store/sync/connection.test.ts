import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff, exchanged, failed, offsetFrom, starting } from '../../../offline-store/sync/connection.ts';

describe('what the connection has shown', () => {
  it('is unknown at first, with the clock’s offset of the last time', () => {
    expect(starting(1_000, -250)).toEqual({ state: 'starting', since: 1_000, clockOffset: -250 });
  });

  it('is online since the first answer, and remembers the last', () => {
    const first = exchanged(starting(1_000, undefined), 2_000, 40);
    expect(exchanged(first, 3_000)).toEqual({ state: 'online', since: 2_000, lastExchangeAt: 3_000, clockOffset: 40 });
  });

  it('is offline since the first failure, with the latest reason', () => {
    const online = exchanged(starting(1_000, undefined), 2_000, 40);
    const cut = failed(online, 5_000, 'MC-NET-01');
    expect(cut).toEqual({ state: 'offline', since: 5_000, code: 'MC-NET-01', lastExchangeAt: 2_000, clockOffset: 40 });
    expect(failed(cut, 9_000, 'MC-NET-04')).toMatchObject({ since: 5_000, code: 'MC-NET-04' });
    expect(exchanged(failed(cut, 9_000, 'MC-NET-04'), 10_000)).not.toHaveProperty('code');
  });
});

describe('the clock’s offset', () => {
  it('takes the answer as made half-way', () => {
    expect(offsetFrom(10_500, 10_000, 10_200)).toBe(400);
    expect(offsetFrom(9_000, 10_000, 10_200)).toBe(-1_100);
  });

  it('is not taken from a trip too long to tell, or a clock that jumped', () => {
    expect(offsetFrom(10_500, 10_000, 30_000)).toBeUndefined();
    expect(offsetFrom(10_500, 10_000, 9_000)).toBeUndefined();
  });
});

it('backs off from one second to a minute, never more, never less than half', () => {
  expect([1, 2, 3, 7, 1_000].map((failures) => backOff(failures, 0))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const full = backOff(failures, 0);
      expect(backOff(failures, random)).toBeGreaterThanOrEqual(full / 2);
      expect(backOff(failures, random)).toBeLessThanOrEqual(full);
    }),
  );
});
