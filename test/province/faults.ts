/** What will go wrong, where and when, from the seed alone. */

import type { ProvinceSize } from './plan.ts';
import { type Random, randomOf } from './random.ts';
import type { Timeline } from './timeline.ts';

/** `from` and `to`: ticks, both included. */
interface Window {
  readonly from: number;
  readonly to: number;
}

export interface OfficeFaults {
  /** No line at all. */
  readonly cut: readonly Window[];
  /** A line on which anything may happen to a request: see line.ts. */
  readonly flaky: readonly Window[];
  /** The station is closed in the middle of its work, without warning, and opened again. */
  readonly crashes: readonly number[];
  /** Its clock is wrong by so many ms. */
  readonly clock: readonly (Window & { readonly by: number })[];
  /** A backup made in the one half hour is put back in the other, or as soon after as everything was sent. */
  readonly restores: readonly { readonly made: number; readonly putBack: number }[];
}

export interface WorkerKill {
  readonly tick: number;
  readonly worker: number;
  /** How long after the tick was told, ms of the machine. */
  readonly afterMs: number;
}

export interface FaultPlan {
  readonly offices: readonly OfficeFaults[];
  readonly kills: readonly WorkerKill[];
  /** Ticks in which the portal's process is killed and started again. */
  readonly portalKills: readonly number[];
}

export const NO_FAULTS: OfficeFaults = { cut: [], flaky: [], crashes: [], clock: [], restores: [] };

const HOUR_MS = 3_600_000;
const CLOCK_JUMPS = [-3 * HOUR_MS, 365 * 24 * HOUR_MS] as const;
const LONGEST_KILL_MS = 600;
const RESTORED = 0.03;

const windowOf = (random: Random, ticks: number, least: number, most: number): Window => {
  const from = random.between(0, ticks - 1);
  return { from, to: Math.min(ticks - 1, from + random.between(least, most) - 1) };
};

const restoreOf = (random: Random, ticks: number, ofDay: number): OfficeFaults['restores'][number] => {
  const made = random.between(0, Math.floor(ticks / 2));
  return { made, putBack: Math.min(ticks - 1, made + random.between(2, ofDay)) };
};

/** A day's worth of `share` means that each day such a thing happens to that share of the stations. */
const times = (random: Random, days: number, share: number): readonly number[] =>
  Array.from({ length: days }).flatMap(() => (random.chance(share) ? [0] : []));

const officeFaults = (random: Random, ticks: number, ofDay: number): OfficeFaults => {
  const days = Math.max(1, Math.round(ticks / ofDay));
  const some = <T>(share: number, make: () => T): readonly T[] => times(random, days, share).map(make);
  return {
    cut: [
      ...some(0.3, () => windowOf(random, ticks, 1, 6)),
      ...some(0.04, () => windowOf(random, ticks, ofDay, 3 * ofDay)),
    ],
    flaky: some(0.5, () => windowOf(random, ticks, 3, ofDay)),
    crashes: some(0.08, () => random.between(0, ticks - 1)),
    clock: some(0.06, () => ({ ...windowOf(random, ticks, 2, 8), by: random.pick(CLOCK_JUMPS) })),
    restores: some(RESTORED, () => restoreOf(random, ticks, ofDay)).slice(0, 1),
  };
};

export const planFaults = (size: ProvinceSize, timeline: Timeline, workers: number): FaultPlan => {
  const ticks = timeline.ticks.length;
  const random = randomOf(size.seed, 'kills');
  const kill = (): WorkerKill => ({
    tick: random.between(1, ticks - 1),
    worker: random.between(0, workers - 1),
    afterMs: random.between(0, LONGEST_KILL_MS),
  });
  return {
    offices: Array.from({ length: size.stations }, (_, index) =>
      officeFaults(randomOf(size.seed, 'faults', index), ticks, timeline.ofDay),
    ),
    kills: Array.from({ length: size.days * 2 - 1 }, kill),
    portalKills: Array.from({ length: Math.ceil(size.days / 2) }, () => random.between(1, ticks - 1)),
  };
};

/** The calm province of `--faults off`. */
export const withoutFaults = (stations: number): FaultPlan => ({
  offices: Array.from({ length: stations }, () => NO_FAULTS),
  kills: [],
  portalKills: [],
});

export type LineMode = 'up' | 'cut' | 'flaky';

const within = (tick: number) => (window: Window) => window.from <= tick && tick <= window.to;

export const lineModeAt = ({ cut, flaky }: OfficeFaults, tick: number): LineMode => {
  if (cut.some(within(tick))) return 'cut';
  return flaky.some(within(tick)) ? 'flaky' : 'up';
};

export const clockErrorAt = ({ clock }: OfficeFaults, tick: number): number => clock.find(within(tick))?.by ?? 0;
