/** Who tries codes at random is slowed down: so many wrong ones from an address, then none for a while. */

const MOST_WRONG = 10;
const PAUSE_MS = 600_000;
const MOST_ADDRESSES = 10_000;

export type TryLimit = {
  /** How long this address may try no code, ms; 0 when it may. */
  readonly closedFor: (address: string) => number;
  readonly wrong: (address: string) => void;
};

/** `steady`: a clock that only grows, ms. */
export function createTryLimit(steady: () => number = () => performance.now(), most = MOST_ADDRESSES): TryLimit {
  /** The newest tries of each address; which address tried longest ago stands first. */
  const tries = new Map<string, readonly number[]>();
  const recent = (address: string): readonly number[] =>
    (tries.get(address) ?? []).filter((at) => steady() - at < PAUSE_MS);
  return {
    closedFor: (address) => {
      const first = recent(address).at(-MOST_WRONG);
      return first === undefined ? 0 : first + PAUSE_MS - steady();
    },
    wrong: (address) => {
      const now = [...recent(address), steady()].slice(-MOST_WRONG);
      tries.delete(address);
      tries.set(address, now);
      const [oldest] = tries.keys();
      if (oldest !== undefined && tries.size > most) tries.delete(oldest);
    },
  };
}
