/** Chance from a seed: the same pages on every machine. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  real(): number;
  between(low: number, high: number): number;
  below(count: number): number;
  /** Around 0, with a deviation of 1, nearly normal. */
  bell(): number;
}

/** Mulberry32: 32 bits of state, good enough for noise, and fast. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const real = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    real,
    between: (low, high) => low + (high - low) * real(),
    below: (count) => Math.floor(real() * count),
    bell: () => (real() + real() + real() + real() - 2) * Math.sqrt(3),
  };
}
