/** Simulated time: half hours of opening, day after working day, at the pace that the machine can keep. */
import { nextWorkingDay, openingsOf, type WorkingCalendar, workingDayFrom } from '../../domain/calendar.ts';
import { addDays, fromLocal, type Instant, type LocalDate, MINUTE_MS } from '../../domain/local-time.ts';

/** A Monday without a holiday in its fortnight. */
const FIRST_DAY = '2026-06-08';
const TICK_MINUTES = 30;

/** The instant at which each half hour of opening begins; `ofDay` many a day. */
export interface Timeline {
  readonly ticks: readonly Instant[];
  readonly ofDay: number;
}

const daysFrom = (calendar: WorkingCalendar, count: number): readonly LocalDate[] => {
  const days = [workingDayFrom(calendar, FIRST_DAY)];
  while (days.length < count) days.push(nextWorkingDay(calendar, days.at(-1) ?? addDays(FIRST_DAY, 1)));
  return days;
};

const ticksOf = (calendar: WorkingCalendar, day: LocalDate): readonly Instant[] =>
  openingsOf(calendar, day).flatMap(({ from, to }) => {
    const begins = fromLocal(day, from);
    const count = Math.floor((fromLocal(day, to) - begins) / (TICK_MINUTES * MINUTE_MS));
    return Array.from({ length: count }, (_, index) => begins + index * TICK_MINUTES * MINUTE_MS);
  });

export const timelineOf = (calendar: WorkingCalendar, days: number): Timeline => {
  const ticks = daysFrom(calendar, days).map((day) => ticksOf(calendar, day));
  return { ticks: ticks.flat(), ofDay: ticks[0]?.length ?? 1 };
};

/** From the machine's instant `at` on it is `time` in the simulation. */
export interface ClockStep {
  readonly at: Instant;
  readonly time: Instant;
}

export interface SimulatedClock {
  now(): Instant;
  step(next: ClockStep): void;
}

/**
 * One clock for many processes: each is told of a step a little before it is due, so that all take it at the same
 * instant. Between two steps it runs as the machine's clock does.
 */
export const createSimulatedClock = (first: ClockStep): SimulatedClock => {
  let current = first;
  let coming: ClockStep[] = [];
  return {
    now: () => {
      const machine = Date.now();
      for (let next = coming[0]; next !== undefined && next.at <= machine; next = coming[0]) {
        current = next;
        coming = coming.slice(1);
      }
      return current.time + Math.max(0, machine - current.at);
    },
    step: (next) => coming.push(next),
  };
};
