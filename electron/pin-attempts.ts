/** Counts wrong PINs across openings of the pad, so that closing it does not buy new tries. The clock is handed in. */
import { pinWaitSeconds } from './backoff.ts';

export class PinAttempts {
  readonly #now: () => number;
  #wrongInARow = 0;
  #blockedUntil = 0;

  /** `now` gives milliseconds of a clock that never runs backwards. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whole seconds until the next try is looked at; 0 when it may come now. */
  waitSeconds(): number {
    return Math.max(0, Math.ceil((this.#blockedUntil - this.#now()) / 1000));
  }

  /** Notes a wrong PIN and returns how long the next try has to wait, seconds. */
  wrong(): number {
    this.#wrongInARow += 1;
    const wait = pinWaitSeconds(this.#wrongInARow);
    this.#blockedUntil = this.#now() + wait * 1000;
    return wait;
  }

  right(): void {
    this.#wrongInARow = 0;
    this.#blockedUntil = 0;
  }
}
