import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFlow } from '../../../devices/ports/flow.ts';

const line = {
  reading: true,
  pause: () => {
    line.reading = false;
  },
  resume: () => {
    line.reading = true;
  },
};
let slowed = 0;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  line.reading = true;
  slowed = 0;
});
afterEach(() => vi.useRealTimers());
const flowOf = () =>
  createFlow(line, () => {
    slowed += 1;
  });
const MB = 1_000_000;

test('a device’s largest burst is taken at once; what a device can send for long is never slowed', () => {
  const flow = flowOf();
  flow.took(MB);
  expect(line.reading).toBe(true);
  vi.advanceTimersByTime(4000);
  for (let second = 0; second < 60; second += 1) {
    flow.took(64_000);
    vi.advanceTimersByTime(1000);
  }
  expect([line.reading, slowed]).toEqual([true, 0]);
});

test('a line that sends without end is read at a quarter of a megabyte a second, however fast it sends', () => {
  const flow = flowOf();
  let taken = 0;
  for (let ms = 0; ms < 59_000; ms += 1) {
    if (line.reading) {
      flow.took(65_536);
      taken += 65_536;
    }
    vi.advanceTimersByTime(1);
  }
  expect(taken).toBeLessThan(MB + 60 * 256_000 + 65_536);
  expect(taken).toBeGreaterThan(10 * MB);
  // Noted once a minute: a log must not drown in it.
  expect(slowed).toBe(1);
});

test('it is never left unread for long: a line that nobody reads is not seen to be unplugged', () => {
  const flow = flowOf();
  flow.took(MB + 65_536);
  expect(line.reading).toBe(false);
  vi.advanceTimersByTime(500);
  expect(line.reading).toBe(true);
});

test('what cannot be passed on is not read, whether slowed or not; a closed line is not touched', () => {
  const flow = flowOf();
  flow.hold();
  expect(line.reading).toBe(false);
  flow.release();
  expect(line.reading).toBe(true);
  flow.took(2 * MB);
  flow.hold();
  vi.advanceTimersByTime(60_000);
  expect(line.reading).toBe(false);
  flow.release();
  expect(line.reading).toBe(true);
  flow.took(2 * MB);
  flow.hold();
  flow.stop();
  vi.advanceTimersByTime(60_000);
  flow.release();
  expect(line.reading).toBe(false);
});
