/** Plugging in and out, over and over: nothing may pile up in the program or its host processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, delays, devicesOf, plug, report, type Unit, unplug } from './desk.ts';
import type { ProcessFigures, TreeFigures } from './process-figures.ts';
import type { UnderTest } from './under-test.ts';

/** Rounds after which everything is loaded and warm, and the first measure is taken. */
const WARM_UP = 10;
const SCAN_EVERY = 10;
/** What a process may grow by over all cycles: what a JavaScript heap keeps unused before it gives it back. */
const MEMORY_BOUND_MB = 24;
/** A connection being made or closed at the moment of counting. */
const FILE_BOUND = 2;
const LOOKS = 5;
const LOOK_MS = 400;

/** A round is one plug cycle of each of the two units, at the same time. */
export async function plugCycles(desk: Desk, rounds: number): Promise<void> {
  const { recorder, program } = desk;
  const noticed: number[] = [];
  const resumed: number[] = [];
  let first = await atRest(program);
  const started = recorder.now();
  for (let round = 1; round <= rounds; round += 1) {
    const one = await oneRound(desk);
    noticed.push(...one.noticed);
    resumed.push(...one.resumed);
    if (round % SCAN_EVERY === 0) await scanBoth(desk, round);
    if (round === Math.min(WARM_UP, rounds)) first = await atRest(program);
  }
  recorder.event(`${rounds * 2} plug cycles in ${recorder.now() - started} ms`);
  spread(desk, 'cycles.noticed', noticed, 2000);
  spread(desk, 'cycles.resumed', resumed, 5000);
  compare(desk, first, await atRest(program));
}

/** What is open for a moment only, such as a look at the buses, is not left behind: the fewest of some looks. */
async function atRest(program: UnderTest): Promise<TreeFigures> {
  let found = await program.figures();
  for (let look = 1; look < LOOKS; look += 1) {
    await sleep(LOOK_MS);
    const before = found;
    const fewest = (now: ProcessFigures): number =>
      Math.min(now.openFiles, before.find(({ pid }) => pid === now.pid)?.openFiles ?? now.openFiles);
    found = (await program.figures()).map((now) => ({ ...now, openFiles: fewest(now) }));
  }
  return found;
}

async function oneRound(
  desk: Desk,
): Promise<{ readonly noticed: readonly number[]; readonly resumed: readonly number[] }> {
  const { a, b } = desk;
  const outA = await unplug(desk, a);
  const outB = await unplug(desk, b);
  const noticed = await both(desk, 'noticed', outA, outB);
  const inA = await plug(desk, a, 0);
  const inB = await plug(desk, b, 1);
  return { noticed, resumed: await both(desk, 'resumed', inA, inB) };
}

async function both(
  desk: Desk,
  word: 'noticed' | 'resumed',
  sinceA: number,
  sinceB: number,
): Promise<readonly number[]> {
  const found = await Promise.all([delays(desk, desk.a, word, sinceA), delays(desk, desk.b, word, sinceB)]);
  const known = found.flat().filter((ms) => ms !== undefined);
  if (known.length < found.flat().length) throw new Error(`a plug cycle was not ${word} by every device`);
  return known;
}

async function scanBoth(desk: Desk, round: number): Promise<void> {
  const { program } = desk;
  const from = program.scans.length;
  const send = async ({ gadget }: Unit): Promise<void> => {
    await gadget.report(report(`ROUND-${round}`, false));
    await gadget.send(`ROUND-${round}\r`);
  };
  await Promise.all([send(desk.a), send(desk.b)]);
  if (!(await program.untilScans(from + 4))) throw new Error(`not every scan of round ${round} arrived`);
}

function spread({ recorder }: Desk, name: string, ms: readonly number[], aim: number): void {
  const sorted = ms.toSorted((x, y) => x - y);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  recorder.figure(`${name}.p50`, at(0.5), 'ms', aim);
  recorder.figure(`${name}.p95`, at(0.95), 'ms', aim);
  recorder.figure(`${name}.max`, at(1), 'ms', aim);
}

function compare({ recorder, a, b }: Desk, before: TreeFigures, after: TreeFigures): void {
  const pairs = before.flatMap((was) => {
    const is = after.find(({ pid }) => pid === was.pid);
    return is ? [{ was, is }] : [];
  });
  const listed = (all: TreeFigures): string => all.map(({ name, pid }) => `${name} ${pid}`).join(', ');
  recorder.check(
    'same-processes',
    pairs.length === before.length && before.length === after.length && before.length > 1,
    `before: ${listed(before)}; after: ${listed(after)}; devices: ${devicesOf(a).length + devicesOf(b).length}`,
  );
  const tell = (unit: string, of: (one: ProcessFigures) => number): string =>
    pairs.map(({ was, is }) => `${is.name}: ${of(was).toFixed(0)} → ${of(is).toFixed(0)} ${unit}`).join(', ');
  recorder.check(
    'no-file-leak',
    pairs.every(({ was, is }) => is.openFiles <= was.openFiles + FILE_BOUND),
    tell('files', ({ openFiles }) => openFiles),
  );
  recorder.check(
    'no-memory-leak',
    pairs.every(({ was, is }) => is.residentMb <= was.residentMb + MEMORY_BOUND_MB),
    `${tell('MB', ({ residentMb }) => residentMb)}; bound ${MEMORY_BOUND_MB} MB each`,
  );
  for (const { was, is } of pairs) recorder.figure(`growth.${is.name}`, is.residentMb - was.residentMb, 'MB');
}
