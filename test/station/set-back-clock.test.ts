/** The PC's clock is set back by three hours while people wait: nobody is shut out for so long. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPinGuard, hashPin } from '../../station/pin.ts';
import { createRateLimit } from '../../station/rate-limit.ts';

const HOURS = 3 * 3_600_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const setBack = (): void => void vi.setSystemTime(Date.now() - HOURS);

test('the kiosk goes on giving numbers', () => {
  const may = createRateLimit(2, 1_000);
  expect([may('kiosk'), may('kiosk'), may('kiosk')]).toEqual([true, true, false]);
  setBack();
  expect(may('kiosk')).toBe(false);
  vi.advanceTimersByTime(1_100);
  expect(may('kiosk')).toBe(true);
});

test('the technician’s PIN is asked for again after its pause, and not sooner for a clock set forward', () => {
  const isPin = createPinGuard(hashPin('135790'));
  for (const wrong of ['1111', '2222', '3333']) expect(isPin(wrong)).toBe(false);
  vi.setSystemTime(Date.now() + HOURS);
  expect(isPin('135790')).toBe(false);
  vi.setSystemTime(Date.now() - 2 * HOURS);
  vi.advanceTimersByTime(1_100);
  expect(isPin('135790')).toBe(true);
});
