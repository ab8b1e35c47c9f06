/** Waits for a fact instead of for a time: asks again and again until it holds, and says what it saw when it never did. */
import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_MS = 100;

export async function until<T>(ask: () => T | Promise<T>, holds: (value: T) => boolean, limitMs = 30_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > end)
      throw new Error(`did not come true within ${limitMs} ms; last seen: ${JSON.stringify(value)}`);
    await pause(BETWEEN_MS);
  }
}
