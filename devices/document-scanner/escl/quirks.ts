/** What single makers do otherwise, as data, each with the report it was read in. None of it was tried on the device itself. */

export interface Quirks {
  /** Before each page but the first. */
  readonly pauseMs: number;
  /** 404 and 410 mean "not yet" while the scanner calls itself busy, as often as 503 does. */
  readonly againOnGone: boolean;
}

const NONE: Quirks = { pauseMs: 0, againOnGone: false };

const BY_MODEL: readonly (readonly [RegExp, Partial<Quirks>])[] = [
  // Asked for a page at once, it answers 404 after two or three (alexpevzner/sane-airscan#39); other makers lose half their
  // speed by the same pause (#347).
  [/^brother/i, { pauseMs: 1000 }],
  // "Again" as 404 or 410 (sane-airscan, quirks of its eSCL part).
  [/xerox|versalink|workcentre/i, { againOnGone: true }],
];

export function quirksOf(model: string): Quirks {
  const found = BY_MODEL.filter(([pattern]) => pattern.test(model)).map(([, quirks]) => quirks);
  return Object.assign({ ...NONE }, ...found);
}
