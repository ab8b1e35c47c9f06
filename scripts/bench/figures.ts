/** How a figure is taken: five rounds, ours and its reference in turn (A B A B …), and the medians of the five. */

/** One line of out/bench.json. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** What stands beside it, measured in the same run: a peer doing the bare minimum, or what physics allows. */
  readonly reference: number;
  /** Of both. A rate (…/s) is better high, a time better low. */
  readonly unit:
    | 'ms'
    | 'intakes/s'
    | 'changes/s'
    | 'operations/s'
    | 'of pages'
    | 'of results'
    | 'pages'
    | 'MB'
    | 'bytes';
  /** Ours over reference, each round by itself, then the median: a machine that slows down in between slows both. */
  readonly ratio: number;
  /** What each of the two did. */
  readonly note: string;
}

export const ROUNDS = 5;

export interface Pair {
  readonly ours: number;
  readonly reference: number;
}

/** The nearest-rank quantile, `q` from 0 to 1. NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Five rounds, in each of them every measure once, one after the other, never at the same time. */
export async function inTurn<Name extends string, Value>(
  measures: Readonly<Record<Name, () => Value | Promise<Value>>>,
): Promise<readonly Readonly<Record<Name, Value>>[]> {
  const rounds: Record<Name, Value>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const taken: Partial<Record<Name, Value>> = {};
    for (const name of Object.keys(measures) as Name[]) taken[name] = await measures[name]();
    rounds.push(taken as Record<Name, Value>);
  }
  return rounds;
}

export function figure(about: Pick<Figure, 'name' | 'unit' | 'note'>, rounds: readonly Pair[]): Figure {
  return {
    ...about,
    ours: rounded(median(rounds.map(({ ours }) => ours))),
    reference: rounded(median(rounds.map(({ reference }) => reference))),
    ratio: rounded(median(rounds.map(({ ours, reference }) => ours / reference))),
  };
}

/** Milliseconds of each of `count` runs. */
export function timeEach(count: number, work: (index: number) => void): readonly number[] {
  return Array.from({ length: count }, (_, index) => {
    const started = performance.now();
    work(index);
    return performance.now() - started;
  });
}

/** The same for work that waits; one at a time. */
export async function timeEachAsync(
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    await work(index);
    times.push(performance.now() - started);
  }
  return times;
}

/** Three figures say what such a measurement knows; a fourth would be noise. */
const rounded = (value: number): number => Number(value.toPrecision(3));
