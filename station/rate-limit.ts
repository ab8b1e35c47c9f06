/**
 * A bucket of tokens for each key: `burst` at once, then one each `everyMs`. Keys are few (windows), the map is capped.
 * Counted by a clock that only grows: a PC whose time is set back would be shut for as long.
 */
export function createRateLimit(burst: number, everyMs: number, now: () => number = () => performance.now()) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key: string): boolean => {
    const at = now();
    const known = buckets.get(key) ?? { tokens: burst, at };
    const tokens = Math.min(burst, known.tokens + (at - known.at) / everyMs);
    if (buckets.size > 1_000) buckets.clear();
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    return tokens >= 1;
  };
}
