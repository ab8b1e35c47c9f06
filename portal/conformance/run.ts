/** Looks at every point, one after the other: what was kept, what was broken, what could not be looked at. */
import { createBench, type Speakers } from './bench.ts';
import { Broken, sendTo } from './client.ts';
import type { Bench, Needs, Point } from './point.ts';
import { ANNOUNCEMENTS } from './points/announcements.ts';
import { DIGESTS } from './points/digests.ts';
import { FEED } from './points/feed.ts';
import { LEASES } from './points/leases.ts';
import { OFFICERS } from './points/officers.ts';
import { PAIRING } from './points/pairing.ts';
import { PUSH } from './points/push.ts';
import { RATES } from './points/rates.ts';
import { SCANS } from './points/scans.ts';
import { SHARED_KEY } from './points/shared-key.ts';
import { TALK } from './points/talk.ts';

export const POINTS: readonly Point[] = [
  ...TALK,
  // Before the key that it is about is replaced.
  ...SHARED_KEY,
  ...PAIRING,
  ...LEASES,
  ...PUSH,
  ...FEED,
  ...DIGESTS,
  ...SCANS,
  ...OFFICERS,
  ...ANNOUNCEMENTS,
  // Last: a portal that then asks to wait for minutes would spoil what came after.
  ...RATES,
];

export type Verdict = 'kept' | 'broken' | 'left-out';

export interface Finding {
  readonly id: string;
  readonly promise: string;
  readonly section: string;
  readonly verdict: Verdict;
  /** What was seen where a promise is broken; what is missing where it was left out. */
  readonly seen: string;
  readonly ms: number;
}

export interface ConformanceReport {
  readonly url: string;
  readonly at: string;
  readonly kept: number;
  readonly broken: number;
  readonly leftOut: number;
  readonly findings: readonly Finding[];
}

export interface ConformanceOptions extends Speakers {
  readonly url: string;
  readonly points?: readonly Point[];
  readonly onFinding?: (finding: Finding) => void;
}

export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const bench = createBench(sendTo(options.url), options);
  const findings: Finding[] = [];
  for (const point of options.points ?? POINTS) {
    const finding = await lookAt(point, bench);
    options.onFinding?.(finding);
    findings.push(finding);
  }
  const count = (verdict: Verdict): number => findings.filter((one) => one.verdict === verdict).length;
  const at = new Date().toISOString();
  return { url: options.url, at, kept: count('kept'), broken: count('broken'), leftOut: count('left-out'), findings };
}

/** What has to be given for a point to be looked at. */
const GIVEN_BY: Readonly<Record<Needs, string>> = {
  colleague: '--colleague-token',
  stranger: '--stranger-token',
  pairing: '--pairing-code (or --admin-token)',
  replacing: '--replacing-code (or --admin-token)',
};

async function lookAt(point: Point, bench: Bench): Promise<Finding> {
  const { id, promise, section, needs } = point;
  const started = performance.now();
  const found = (verdict: Verdict, seen: string): Finding => ({
    ...{ id, promise, section, verdict, seen },
    ms: Math.round(performance.now() - started),
  });
  if (needs !== undefined && bench[needs] === undefined)
    return found('left-out', `not tried: no ${GIVEN_BY[needs]} was given`);
  try {
    await point.look(bench);
    return found('kept', '');
  } catch (error) {
    if (error instanceof Broken) return found('broken', error.message);
    throw error;
  }
}
