/** The demo's clock: the real one while the desk is open, else set to a working morning, so that there is always a desk to see. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { isOpenAt, type WorkingCalendar, workingDayFrom } from '../../domain/calendar.ts';
import { fromLocal, localDate, MINUTE_MS } from '../../domain/local-time.ts';

const keptSchema = z.object({ shift: z.number().int() });
/** A morning with some of the day behind it and more ahead. */
const MORNING = '08:42';
/** With less than this to go before closing, the next look might find the desk shut. */
const ENOUGH_MS = 30 * MINUTE_MS;

/** Milliseconds to add to this machine's clock. Kept in the data folder, so that a restart goes on where it was. */
export function demoClockShift(
  file: string,
  calendar: WorkingCalendar,
  wanted: number | undefined,
  real = Date.now(),
): number {
  const kept = readShift(file);
  if (kept !== undefined && isGood(calendar, real + kept)) return kept;
  const shift = wanted !== undefined ? wanted - real : isGood(calendar, real) ? 0 : nextMorning(calendar, real) - real;
  writeFileSync(file, JSON.stringify({ shift }));
  return shift;
}

const isGood = (calendar: WorkingCalendar, at: number) => isOpenAt(calendar, at) && isOpenAt(calendar, at + ENOUGH_MS);

function nextMorning(calendar: WorkingCalendar, from: number): number {
  const today = fromLocal(workingDayFrom(calendar, localDate(from)), MORNING);
  return today > from ? today : fromLocal(workingDayFrom(calendar, localDate(from + 24 * 60 * MINUTE_MS)), MORNING);
}

function readShift(file: string): number | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).shift;
  } catch {
    return undefined; // the first start, or a file somebody spoiled: chosen anew
  }
}
