import { describe, expect, test } from 'vitest';
import { dayLine } from '../../../renderer/counter/intake/day-line.ts';

const HOURS = [
  ['07:30', '11:30'],
  ['13:00', '17:00'],
] as const;

describe('the line of a day', () => {
  test('runs only through opening hours', () => {
    const line = dayLine(HOURS, '10:42', '16:30', '11:00');
    expect(line?.run).toHaveLength(2);
    expect(line?.run[0]?.from).toBeCloseTo(line?.received ?? 0);
    expect(line?.run[0]?.to).toBeCloseTo(line?.open[0]?.to ?? 0);
    expect(line?.run[1]?.to).toBeCloseTo(line?.due ?? 0);
  });
  test('everything lies on it, in order', () => {
    const line = dayLine(HOURS, '10:42', '16:30', '11:00');
    const places = [line?.received, line?.cut, line?.due].map((place) => place ?? -1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const place of places) expect(place > 0 && place < 100).toBe(true);
  });
  test('an early receipt stretches it', () => {
    expect(dayLine(HOURS, '06:45', '16:30', '11:00')?.received).toBeGreaterThan(0);
  });
  test('a closed day has none', () => expect(dayLine([], '10:42', '16:30', undefined)).toBeUndefined());
});
