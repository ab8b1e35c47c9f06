/** A bucket of tokens for each key: `burst` at once, then one each `everyMs`. Keys are few (windows), the map is capped. */
export function createRateLimit(burst: number, everyMs: number, now: () => number = Date.now) {
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
