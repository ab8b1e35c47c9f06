/** The run itself: what it plans, what it replays, and that a story which breaks off is never called passed. */
import { expect, test } from 'vitest';
import type { Scenario, Verdict } from './contract.ts';
import { randomOf, seedOf } from './random.ts';
import { planOf, runFaults } from './run.ts';

const sound: Verdict = { acknowledged: 3, lost: [], doubled: [], findings: [] };
const scenario = (name: string, times: Scenario['times'], run: Scenario['run'] = async () => sound): Scenario => ({
  ...{ name, kind: 'kill', times, run },
});
const quiet = { rounds: 2, seed: 1, only: undefined, round: undefined, say: () => undefined };

test('a hundred rounds are shared out, each other fault comes at least once, and long ones only in a long run', () => {
  const all = [scenario('a', { share: 60 }), scenario('b', { each: 2 }), scenario('c', { long: 1 })];
  const counted = (rounds: number) => {
    const plan = planOf(all, { rounds, seed: 1, only: undefined });
    return ['a', 'b', 'c'].map((name) => plan.filter((one) => one.scenario.name === name).length);
  };
  expect(counted(100)).toEqual([60, 2, 0]);
  expect(counted(10)).toEqual([6, 1, 0]);
  expect(counted(1_000)).toEqual([600, 20, 1]);
});

test('one alone gets every round; a name that there is not is an error', () => {
  const all = [scenario('a', { share: 60 }), scenario('c', { long: 1 })];
  expect(planOf(all, { rounds: 5, seed: 1, only: 'c' }).map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  expect(() => planOf(all, { rounds: 5, seed: 1, only: 'x' })).toThrow('no fault is called x; there are a, c');
});

test('a round’s seed is its own, and draws the same story again', () => {
  expect(seedOf(1, 'a', 0)).toBe(seedOf(1, 'a', 0));
  const seeds = [seedOf(1, 'a', 0), seedOf(1, 'a', 1), seedOf(1, 'b', 0), seedOf(2, 'a', 0)];
  expect(new Set(seeds).size).toBe(4);
  const drawn = () => Array.from({ length: 9 }, randomOf(77).next);
  expect(drawn()).toEqual(drawn());
});

test('the summary counts what was found, and a story that breaks off is a finding', async () => {
  const all = [
    scenario('well', { each: 1 }),
    scenario('loses', { each: 1 }, async () => ({ ...sound, lost: ['one'] })),
    scenario('doubles', { each: 1 }, async () => ({ ...sound, doubled: ['one', 'two'] })),
    scenario('breaks', { each: 1 }, () => Promise.reject(new Error('cable out'))),
    scenario('cannot', { each: 1 }, async () => ({ skipped: 'no root' })),
  ];
  const said: string[] = [];
  const summary = await runFaults(all, { ...quiet, say: (line) => said.push(line) });
  expect(summary).toMatchObject({ faults: 'failed', rounds: 4, acknowledged: 9, lost: 1, doubled: 2, findings: 1 });
  expect(summary.skipped).toEqual(['cannot: no root']);
  expect(said.join('\n')).toContain('cable out');
  expect(said.filter((line) => line.startsWith('ok well'))).toHaveLength(1);
}, 60_000);
