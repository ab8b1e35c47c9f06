/**
 * Station time in the page. The PC's wall clock may be wrong or jump; the station's is corrected, so the page takes one
 * reading (`desk.info().now`) and counts on with the monotonic clock.
 */
import { useEffect, useState } from 'react';
import type { Instant } from '../../domain/ids.ts';

let offset = Date.now() - performance.now();
const listeners = new Set<() => void>();

/** Called with every answer that carries the station's `now`. */
export const syncClock = (now: Instant): void => {
  offset = now - performance.now();
  for (const listener of listeners) listener();
};

/** The station's time, in epoch milliseconds. */
export const stationNow = (): Instant => Math.round(performance.now() + offset);

/** Re-renders on every whole step of station time (default: a minute), so that a clock never lags behind its minute. */
export const useNow = (stepMs = 60_000): Instant => {
  const [now, setNow] = useState(stationNow);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      setNow(stationNow());
      timer = setTimeout(tick, stepMs - (stationNow() % stepMs) + 5);
    };
    tick();
    listeners.add(tick);
    return () => {
      listeners.delete(tick);
      clearTimeout(timer);
    };
  }, [stepMs]);
  return now;
};
