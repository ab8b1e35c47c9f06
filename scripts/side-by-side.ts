/** Lanes of work that go on side by side, and the table of how long their parts took. */
import type { StepTaken } from './run.ts';

export type Part = () => Promise<void>;

/** What went wrong in more than one lane. */
export class SeveralFailed extends Error {
  readonly reasons: readonly unknown[];

  constructor(reasons: readonly unknown[]) {
    super(`${reasons.length} parts failed`);
    this.name = 'SeveralFailed';
    this.reasons = reasons;
  }
}

/**
 * The parts of a lane one after the other, the lanes at once. After a failure no further part begins; what has begun goes on
 * to its end, so that nothing is left running and both failures are told. Rejects with the failure, or with SeveralFailed.
 */
export async function sideBySide(...lanes: readonly (readonly Part[])[]): Promise<void> {
  const failures: unknown[] = [];
  const walk = async (lane: readonly Part[]): Promise<void> => {
    for (const part of lane) if (failures.length === 0) await part().catch((error: unknown) => failures.push(error));
  };
  await Promise.all(lanes.map(walk));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new SeveralFailed(failures);
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** One line a step: when it began, counted from the start of the program, and how long it took. */
export function tableOf(steps: readonly StepTaken[]): string {
  const width = Math.max(0, ...steps.map(({ name }) => name.length));
  const lines = steps.map(
    ({ name, from, seconds }) =>
      `${name.padEnd(width)}  ${clock(from).padStart(6)}  ${seconds.toFixed(1).padStart(8)} s`,
  );
  return [`${'part'.padEnd(width)}  ${'from'.padStart(6)}  ${'took'.padStart(10)}`, ...lines].join('\n');
}
