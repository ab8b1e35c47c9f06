/** Runs the scenarios of a plan, two at a time, says of each what came of it, and sums up. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultKind, Round, Scenario, Skipped, Verdict } from './contract.ts';
import { createCrew } from './crew.ts';
import { type Province, startProvince } from './province.ts';
import { randomOf, seedOf } from './random.ts';

export interface RunOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly only: string | undefined;
  /** This round of the plan alone, to see it again. */
  readonly round: number | undefined;
  readonly say: (line: string) => void;
}

export interface Summary {
  readonly faults: 'passed' | 'failed';
  readonly seed: number;
  readonly rounds: number;
  readonly kills: number;
  readonly inTheMiddle: number;
  readonly byKind: Readonly<Partial<Record<FaultKind, number>>>;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly findings: number;
  readonly skipped: readonly string[];
  readonly portal: string;
  readonly seconds: number;
}

export interface Planned {
  readonly scenario: Scenario;
  readonly number: number;
  readonly seed: number;
}

const LANES = 2;
const LONG_RUN = 1_000;
/** Of what a round found; all of it is counted. */
const SHOWN = 8;

/** How often a scenario comes in a run of so many rounds; `only` makes all of them its own. */
export function timesOf({ times }: Scenario, rounds: number, isOnly: boolean): number {
  if (isOnly) return rounds;
  if ('long' in times) return rounds >= LONG_RUN ? times.long : 0;
  return Math.max(1, Math.round((('share' in times ? times.share : times.each) * rounds) / 100));
}

export function planOf(
  scenarios: readonly Scenario[],
  options: Pick<RunOptions, 'rounds' | 'seed' | 'only'>,
): readonly Planned[] {
  const chosen = scenarios.filter(({ name }) => options.only === undefined || name === options.only);
  if (chosen.length === 0)
    throw new Error(`no fault is called ${options.only}; there are ${scenarios.map(({ name }) => name).join(', ')}`);
  const each = chosen.map((scenario) =>
    Array.from({ length: timesOf(scenario, options.rounds, options.only !== undefined) }, (_, number) => ({
      ...{ scenario, number, seed: seedOf(options.seed, scenario.name, number) },
    })),
  );
  // Side by side, so that the kinds are spread over the run and a broken one shows at once.
  const longest = Math.max(...each.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => each.flatMap((list) => list[at] ?? [])).flat();
}

interface Result {
  readonly planned: Planned;
  readonly outcome: Verdict | Skipped;
}

export async function runFaults(scenarios: readonly Scenario[], options: RunOptions): Promise<Summary> {
  const started = performance.now();
  const home = mkdtempSync(join(tmpdir(), 'motcua-faults-'));
  const province = await startProvince();
  try {
    const plan = planOf(scenarios, options).filter(
      ({ number }) => options.round === undefined || number === options.round,
    );
    const beside = plan.filter(({ scenario }) => scenario.alone !== true);
    const alone = plan.filter(({ scenario }) => scenario.alone === true);
    const context = { province, home, options };
    const results = [
      ...(await Promise.all(
        Array.from({ length: LANES }, (_, lane) => runLane(context, lane, everyNth(beside, lane))),
      )),
      await runLane(context, LANES, alone),
    ].flat();
    return summaryOf(results, options, province, (performance.now() - started) / 1_000);
  } finally {
    await province.close();
    clearHome(home);
  }
}

/** A round that left it busy has said so among its findings, which this must not hide. */
function clearHome(home: string): void {
  try {
    rmSync(home, { recursive: true, force: true });
  } catch (error) {
    console.error(`faults: ${home} is left: ${String(error)}`);
  }
}

const everyNth = (plan: readonly Planned[], lane: number): readonly Planned[] =>
  plan.filter((_, at) => at % LANES === lane);

interface Context {
  readonly province: Province;
  readonly home: string;
  readonly options: RunOptions;
}

async function runLane(
  { province, home, options }: Context,
  lane: number,
  plan: readonly Planned[],
): Promise<readonly Result[]> {
  const crew = createCrew();
  const results: Result[] = [];
  for (const [at, planned] of plan.entries()) {
    const { scenario, number, seed } = planned;
    const folder = join(home, `round-${lane}-${at}`);
    mkdirSync(folder);
    const next = plan[at + 1]?.scenario.victim;
    const round: Round = {
      ...{ number, seed, random: randomOf(seed), province, crew, lane, home, folder },
      scale: options.rounds / 100,
    };
    const taken = performance.now();
    const running = outcomeOf(scenario, round);
    if (next !== undefined) crew.warm(next);
    const outcome = cleared(folder, await running);
    results.push({ planned, outcome });
    tell(options, planned, outcome, performance.now() - taken);
  }
  await crew.close();
  return results;
}

/** What somebody still holds open cannot be cleared: a finding of that round, and the others go on. */
function cleared(folder: string, outcome: Verdict | Skipped): Verdict | Skipped {
  try {
    rmSync(folder, { recursive: true, force: true });
    return outcome;
  } catch (error) {
    if ('skipped' in outcome) throw error;
    return { ...outcome, findings: [...outcome.findings, `its folder cannot be cleared: ${String(error)}`] };
  }
}

/** A scenario that breaks off has proven nothing: that is a finding like any other. */
async function outcomeOf(scenario: Scenario, round: Round): Promise<Verdict | Skipped> {
  try {
    return await scenario.run(round);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { acknowledged: 0, lost: [], doubled: [], findings: [`the story broke off: ${why}`] };
  }
}

function tell({ say, seed }: RunOptions, { scenario, number }: Planned, outcome: Verdict | Skipped, ms: number): void {
  const name = `${scenario.name} ${number} (--seed ${seed} --only ${scenario.name} --round ${number})`;
  if ('skipped' in outcome) {
    say(`skipped ${name}: ${outcome.skipped}`);
    return;
  }
  const { acknowledged, lost, doubled, findings, note } = outcome;
  const bad = [
    ...lost.map((what) => `  lost: ${what}`),
    ...doubled.map((what) => `  doubled: ${what}`),
    ...findings.map((what) => `  finding: ${what}`),
  ];
  const told = `${acknowledged} acknowledged${note ? `, ${note}` : ''}, ${Math.round(ms)} ms`;
  say(`${bad.length === 0 ? 'ok' : 'FAILED'} ${name}: ${told}`);
  for (const line of bad.slice(0, SHOWN)) say(line);
  if (bad.length > SHOWN) say(`  and ${bad.length - SHOWN} more`);
}

function summaryOf(results: readonly Result[], options: RunOptions, province: Province, seconds: number): Summary {
  const verdicts = results.flatMap(({ outcome }) => ('skipped' in outcome ? [] : [outcome]));
  const skipped = results.flatMap(({ planned, outcome }) =>
    'skipped' in outcome ? [`${planned.scenario.name}: ${outcome.skipped}`] : [],
  );
  const byKind: Partial<Record<FaultKind, number>> = {};
  for (const { planned, outcome } of results)
    if (!('skipped' in outcome)) byKind[planned.scenario.kind] = (byKind[planned.scenario.kind] ?? 0) + 1;
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((all, verdict) => all + of(verdict), 0);
  const [lost, doubled, findings] = [
    sum((one) => one.lost.length),
    sum((one) => one.doubled.length),
    sum((one) => one.findings.length),
  ];
  return {
    faults: lost + doubled + findings === 0 ? 'passed' : 'failed',
    ...{ seed: options.seed, rounds: verdicts.length, kills: byKind.kill ?? 0 },
    inTheMiddle: verdicts.filter(({ note }) => note?.includes('in the middle')).length,
    ...{ byKind, acknowledged: sum(({ acknowledged }) => acknowledged), lost, doubled, findings },
    ...{ skipped: [...new Set(skipped)], portal: province.engine, seconds: Math.round(seconds * 10) / 10 },
  };
}
