/** How many requests one caller may make: so many at once, and so many a second after that. Each key has a budget of its own. */

export type Rate = { readonly burst: number; readonly perSecond: number };

export type RequestLimit = {
  /**
   * Counts a request of this key, or what weighs as much as `cost` requests, and returns 0; or counts nothing and returns
   * how long the key has to wait, ms. What costs more than the burst is never let through.
   */
  readonly take: (key: string, cost?: number) => number;
};

/** More than a province has stations; an address of IPv6 costs an attacker nothing, memory here is bounded all the same. */
const MOST_KEYS = 10_000;

/** `steady`: a clock that only grows, ms. A refused request costs nothing, so whoever waits as told gets through. */
export function createRequestLimit(
  { burst, perSecond }: Rate,
  { mostKeys = MOST_KEYS, steady = () => performance.now() }: { mostKeys?: number; steady?: () => number } = {},
): RequestLimit {
  const costMs = 1_000 / perSecond;
  /** When the key's budget will be whole again; whoever asked longest ago stands first. */
  const wholeAt = new Map<string, number>();
  const forgetOldest = (): void => {
    const [oldest] = wholeAt.keys();
    if (oldest !== undefined && wholeAt.size > mostKeys) wholeAt.delete(oldest);
  };
  return {
    take: (key, cost = 1) => {
      const now = steady();
      const after = Math.max(now, wholeAt.get(key) ?? now) + cost * costMs;
      const wait = after - now - burst * costMs;
      if (wait > 0) return wait;
      wholeAt.delete(key);
      wholeAt.set(key, after);
      forgetOldest();
      return 0;
    },
  };
}
