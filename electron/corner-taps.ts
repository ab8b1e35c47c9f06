/** Recognises five taps in the upper right corner within four seconds: unlikely by chance, easy when known. */
export interface Tap {
  /** CSS pixels from the window's upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Milliseconds of any steady clock. */
  readonly at: number;
}

const CORNER = 120;
const TAPS = 5;
const WITHIN_MS = 4_000;

export class CornerTaps {
  #times: readonly number[] = [];

  /** True with the tap that completes the five; a tap anywhere else starts over. */
  tap({ x, y, at }: Tap, windowWidth: number): boolean {
    const inCorner = y <= CORNER && x >= windowWidth - CORNER;
    this.#times = inCorner ? [...this.#times, at].slice(-TAPS) : [];
    const first = this.#times[0];
    const complete = this.#times.length === TAPS && first !== undefined && at - first <= WITHIN_MS;
    if (complete) this.#times = [];
    return complete;
  }
}
