/** SIGKILL at any instant of intake, push and pull. The next start is the recovery; then the judge looks. */
import { readFileSync } from 'node:fs';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { waitMicroseconds } from '../crew.ts';
import { judge } from '../judge.ts';
import { ledgerFile, type OfficeAddress, openOffice } from '../office.ts';
import { createOffices, dossiersOf } from '../offices.ts';
import { askAgain, exchangeAll } from '../rest.ts';
import type { WorkName } from '../station.ts';
import type { CounterJob } from '../works/counter.ts';
import type { LineJob } from '../works/line.ts';

/** Lets a process come so many steps far at most, and kills it at some microsecond; says where in its work that was. */
export async function killDuring(
  round: Round,
  work: WorkName,
  job: object,
  steps: number,
  withinMicroseconds = 12_000,
): Promise<'in the middle' | 'after its work'> {
  const victim = round.crew.take(work);
  await victim.begin(job);
  await victim.reached(round.random.whole(steps));
  await waitMicroseconds(round.random.next() * withinMicroseconds);
  const when = victim.finished() ? 'after its work' : 'in the middle';
  await victim.kill();
  return when;
}

/** Starts again, finishes what was left, and hands the office to the judge. */
export async function recoverAndJudge(round: Round, address: OfficeAddress, when: string): Promise<Verdict> {
  const office = await openOffice(address);
  try {
    const refused = await askAgain(address, office);
    const missing = await exchangeAll(address, office, round.province);
    const verdict = await judge(address, office, round.province);
    const findings = [...verdict.findings, ...refused, ...(missing === undefined ? [] : [missing])];
    return { ...verdict, findings, note: when };
  } finally {
    office.store.close();
  }
}

const jobOf = ({ random }: Round, address: OfficeAddress): CounterJob => ({
  ...{ address, seed: random.whole(2 ** 31), commands: 14, known: dossiersOf(address) },
});

/** What this round alone was told; the office's earlier rounds are proven again beside it. */
export async function counted(address: OfficeAddress, run: () => Promise<Verdict>): Promise<Verdict> {
  const before = linesOf(address);
  const verdict = await run();
  return { ...verdict, acknowledged: linesOf(address) - before };
}
const linesOf = (address: OfficeAddress): number =>
  readFileSync(ledgerFile(address), { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .filter((line) => line.startsWith('{"done"')).length;

function intake(): Scenario {
  const offices = createOffices('kill-intake');
  return {
    ...{ name: 'kill-intake', kind: 'kill', times: { share: 22 }, victim: 'counter' },
    run: async (round) => {
      const address = await offices.of(round);
      return counted(address, async () => {
        const when = await killDuring(round, 'counter', jobOf(round, address), 14);
        return recoverAndJudge(round, address, when);
      });
    },
  };
}

function push(): Scenario {
  const offices = createOffices('kill-push');
  return {
    ...{ name: 'kill-push', kind: 'kill', times: { share: 19 }, victim: 'line' },
    run: async (round) => {
      const address = await offices.of(round);
      const job: LineJob = { ...jobOf(round, address), paceMs: round.random.whole(6) };
      return counted(address, async () => {
        const when = await killDuring(round, 'line', job, 14, 40_000);
        return recoverAndJudge(round, address, when);
      });
    },
  };
}

export const counterKills = (): readonly Scenario[] => [intake(), push()];
