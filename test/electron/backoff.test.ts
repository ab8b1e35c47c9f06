import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayAfter, pinWaitSeconds, STATION_BACK_OFF } from '../../electron/backoff.ts';
import { PinAttempts } from '../../electron/pin-attempts.ts';

test('the first restart comes at once, later ones after growing pauses', () => {
  expect([0, 1, 2, 3].map((failures) => delayAfter(failures, STATION_BACK_OFF))).toEqual([0, 250, 500, 1000]);
});

test('a pause never shrinks and never passes its limit, however long the trouble lasts', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (failures) => {
      const delay = delayAfter(failures, STATION_BACK_OFF);
      return delay <= STATION_BACK_OFF.longestMs && delay >= delayAfter(failures - 1, STATION_BACK_OFF);
    }),
  );
});

test('two slips of the finger cost nothing, guessing soon does', () => {
  expect([1, 2, 3, 4, 5, 20].map(pinWaitSeconds)).toEqual([0, 0, 5, 10, 20, 300]);
});

test('wrong PINs are counted until the right one', () => {
  let now = 0;
  const attempts = new PinAttempts(() => now);
  expect([attempts.wrong(), attempts.wrong(), attempts.wrong()]).toEqual([0, 0, 5]);
  expect(attempts.waitSeconds()).toBe(5);
  now = 4_001;
  expect(attempts.waitSeconds()).toBe(1);
  now = 5_000;
  expect(attempts.waitSeconds()).toBe(0);
  attempts.right();
  expect(attempts.wrong()).toBe(0);
});
