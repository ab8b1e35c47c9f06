import { describe, expect, test } from 'vitest';
import { fromLocal, localDate, weekday } from '../../../domain/local-time.ts';
import { dueChoices, isLaterDue, parseDue, writeDue } from '../../../renderer/counter/home/due-input.ts';

const now = fromLocal('2026-11-27', '10:00'); // a Friday

describe('a new due time', () => {
  test.each(['09:00 30/11/2026', '9:00 30/11/2026', '9h00 30/11/2026'])('%s is understood', (text) => {
    expect(parseDue(text)).toBe(fromLocal('2026-11-30', '09:00'));
  });
  test.each(['', '30/11/2026', '25:00 30/11/2026', '09:00 31/11/2026', '09:00 11-30-2026'])('“%s” is refused', (text) =>
    expect(parseDue(text)).toBeUndefined(),
  );
  test('is written as it is read', () => expect(parseDue(writeDue(now))).toBe(now));
  test('must be in the future and after the old one', () => {
    expect(isLaterDue(now + 60_000, now, now - 60_000)).toBe(true);
    expect(isLaterDue(now - 1, now, now - 60_000)).toBe(false);
    expect(isLaterDue(now + 60_000, now, now + 120_000)).toBe(false);
    expect(isLaterDue(undefined, now, 0)).toBe(false);
  });
});

test('the offered times are weekdays to come', () => {
  const offered = dueChoices(now);
  expect(offered).toHaveLength(6);
  for (const at of offered) {
    expect(at).toBeGreaterThan(now);
    expect(weekday(localDate(at))).toBeLessThanOrEqual(5);
  }
});
