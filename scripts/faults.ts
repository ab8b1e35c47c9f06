/**
 * `npm run faults -- --rounds 1000 [--seed S] [--only name] [--round N]`: real faults around real stations, and what was lost
 * or doubled by them. A line for each round, one JSON line at the end; the exit code is 1 when anything was found.
 */
import { parseArgs } from 'node:util';
import { SCENARIOS } from '../test/faults/index.ts';
import { runFaults } from '../test/faults/run.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    only: { type: 'string' },
    round: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});

const whole = (text: string, name: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} wants a whole number, not ${text}`);
  return number;
};

/** Quiet: only what is not well. */
const say = (line: string): void => {
  if (!values.quiet || !line.startsWith('ok ')) console.error(`faults: ${line}`);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const summary = await runFaults(SCENARIOS, {
  rounds: whole(values.rounds, 'rounds'),
  seed: values.seed === undefined ? Date.now() % 2 ** 31 : whole(values.seed, 'seed'),
  only: values.only,
  round: values.round === undefined ? undefined : whole(values.round, 'round'),
  say,
});
console.log(JSON.stringify(summary));
process.exitCode = summary.faults === 'passed' ? 0 : 1;
