/**
 * Station time in the page. The PC's wall clock may be wrong or jump; the station's is corrected, so the page takes one
 * reading (`desk.info().now`) and counts on with the monotonic clock.
 */
import { useEffect, useState } from 'react';
import type { Instant } from '../../domain/ids.ts';

let offset = Date.now() - performance.now();

/** Called with every answer that carries the station's `now`. */
export const syncClock = (now: Instant): void => {
  offset = now - performance.now();
};

/** The station's time, in epoch milliseconds. */
export const stationNow = (): Instant => Math.round(performance.now() + offset);

/** Re-renders on every whole step of station time (default: a minute), so that a clock never lags behind its minute. */
export const useNow = (stepMs = 60_000): Instant => {
  const [now, setNow] = useState(stationNow);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNow(stationNow());
      timer = setTimeout(tick, stepMs - (stationNow() % stepMs) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [stepMs]);
  return now;
};
