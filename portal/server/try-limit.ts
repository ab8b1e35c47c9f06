/** Who tries codes at random is slowed down: so many wrong ones from an address, then none for a while. */

const MOST_WRONG = 10;
const PAUSE_MS = 600_000;
const MOST_ADDRESSES = 10_000;

export type TryLimit = {
  readonly isClosed: (address: string) => boolean;
  readonly wrong: (address: string) => void;
};

/** `steady`: a clock that only grows, ms. */
export function createTryLimit(steady: () => number = () => performance.now()): TryLimit {
  const tries = new Map<string, readonly number[]>();
  const recent = (address: string): readonly number[] =>
    (tries.get(address) ?? []).filter((at) => steady() - at < PAUSE_MS);
  return {
    isClosed: (address) => recent(address).length >= MOST_WRONG,
    wrong: (address) => {
      if (tries.size >= MOST_ADDRESSES) tries.clear();
      tries.set(address, [...recent(address), steady()]);
    },
  };
}
