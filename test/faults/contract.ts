/**
 * Faults that must be survived with nothing lost and nothing doubled. A scenario makes a real fault (a killed process, a full
 * disk, a line that fails) around a real station, lets it come back, and hands in what a judge found.
 */
import type { Crew } from './crew.ts';
import type { Province } from './province.ts';
import type { Random } from './random.ts';
import type { WorkName } from './station.ts';

export type FaultKind =
  | 'kill'
  | 'power'
  | 'disk'
  | 'damage'
  | 'portal'
  | 'network'
  | 'clock'
  | 'restore'
  | 'offline'
  | 'version';

/** What was proven. Every sentence in `lost`, `doubled` or `findings` is a defect. */
export interface Verdict {
  /** Calls that had answered: what must be there, once. */
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly findings: readonly string[];
  /** What a reader should know of it: how far it got, what it was told. */
  readonly note?: string;
}

/** Not possible on this machine, with the reason; never silent. */
export interface Skipped {
  readonly skipped: string;
}

export interface Round {
  readonly number: number;
  readonly seed: number;
  readonly random: Random;
  readonly province: Province;
  readonly crew: Crew;
  /** Rounds with the same lane never run at the same time. */
  readonly lane: number;
  /** Lives as long as the run: for what several rounds share. */
  readonly home: string;
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  /** How much larger than in CI the costly scenarios may be: 1 there, 10 with `--rounds 1000`. */
  readonly scale: number;
}

export interface Scenario {
  readonly name: string;
  readonly kind: FaultKind;
  /**
   * `share`: how many of a hundred rounds are this one. `each`: so many times for each hundred rounds, at least once. `long`: so
   * many times, but only in a run of a thousand rounds or more, since it takes its time.
   */
  readonly times: { readonly share: number } | { readonly each: number } | { readonly long: number };
  /** The process that a round kills, so that one is ready. */
  readonly victim?: WorkName;
  /** Does not run beside another one: it wants the processor, or a disk of its own, for itself. */
  readonly alone?: true;
  run(round: Round): Promise<Verdict | Skipped>;
}

export const NOTHING: Verdict = { acknowledged: 0, lost: [], doubled: [], findings: [] };

export const together = (verdicts: readonly Verdict[]): Verdict => ({
  acknowledged: verdicts.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
  lost: verdicts.flatMap(({ lost }) => lost),
  doubled: verdicts.flatMap(({ doubled }) => doubled),
  findings: verdicts.flatMap(({ findings }) => findings),
  note: verdicts.flatMap(({ note }) => note ?? []).join('; '),
});
