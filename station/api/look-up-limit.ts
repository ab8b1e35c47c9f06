import { createRateLimit } from '../rate-limit.ts';

/** Ten look-ups at once, then one each six seconds: enough for a family, useless for guessing. */
export const mayLookUp = createRateLimit(10, 6_000);
