import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCalendar } from '../../station/catalogue.ts';
import { createClock } from '../../station/clock.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { scanRate } from '../../station/line.ts';

const calendar = loadCalendar(join(import.meta.dirname, '../../assets'));
/** A Tuesday in Việt Nam. */
const at = (hour: number) => Date.UTC(2026, 10, 24, hour - 7);
const rateAt = (hour: number, scanKbps?: number) =>
  scanRate({ config: { ...demoConfig(undefined), scanKbps }, calendar, clock: createClock(at(hour)) })();

it('leaves part of the line to the office while it is open, and takes all of it at noon and at night', () => {
  expect([rateAt(9, 800), rateAt(15, 800)]).toEqual([100_000, 100_000]);
  expect([rateAt(12, 800), rateAt(20, 800), rateAt(3, 800)]).toEqual([undefined, undefined, undefined]);
});

it('is 2 Mbit/s unless station.json says otherwise, and without a limit where it says 0', () => {
  expect([rateAt(9), rateAt(9, 0)]).toEqual([250_000, undefined]);
});

it('goes by the corrected time, not by a PC’s clock that is hours wrong', () => {
  const clock = createClock(at(3), 6 * 3_600_000);
  expect(scanRate({ config: demoConfig(undefined), calendar, clock })()).toBe(250_000);
});
