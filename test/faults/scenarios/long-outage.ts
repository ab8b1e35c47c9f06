/**
 * Thirty days without a line, and then a bad one: while it breaks in every way and the station is killed on top of it,
 * officers go on, and what a month has left goes out at last, once, in its order, at the pace that was set, in bounded memory.
 *
 * Simulated: the month (the clocks of station and portal are moved on; nobody waits for them) and the size of its scans
 * (sparse-papers.ts: 20 GB in a long run, read and hashed whole by the station and by the portal, of each only the ends through the line). Real:
 * store, files, synchronisation, portal, line, and a process of its own for the station.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addDays, type LocalDate, localDate, weekday } from '../../../domain/local-time.ts';
import type { Operation } from '../../../domain/operation.ts';
import { type FaultLine, type LineFault, startFaultLine } from '../../rig/fault-line.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { readLedger } from '../ledger.ts';
import { blobFolder, ledgerFile, type OfficeAddress, openOffice } from '../office.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import { type Province, startProvince } from '../province.ts';
import { askAgain, exchangeAll } from '../rest.ts';
import { type Carrier, createCarrier, LARGE, takeAway } from '../sparse-papers.ts';
import { mostMemory } from '../works/memory.ts';
import { type MonthJob, opensOn } from '../works/month.ts';
import type { ReturnJob } from '../works/return.ts';

interface Size {
  readonly days: number;
  readonly operations: number;
  readonly papers: number;
  readonly paperBytes: number;
  /** Between two cuts, ms, on the average. */
  readonly goodMs: number;
  /** Lives of the station after the month that end by SIGKILL, besides the one at a set pace. */
  readonly kills: number;
}

const LONG = 10;
const MONTH: Size = { days: 30, operations: 5_000, papers: 250, paperBytes: 80_000_000, kills: 4, goodMs: 20_000 };
const SHORT: Size = { days: 30, operations: 150, papers: 4, paperBytes: 50_000_000, kills: 1, goodMs: 3_000 };
const SATURDAY = 6;

/** Ways in which the line comes back; requests meet each of them again and again while everything goes up. */
const BAD: readonly LineFault[] = ['cut-request', 'lost-answer', 'error-500', 'half-answer', 'duplicated', 'reordered'];
const BAD_MS = 250;
const LOOK_MS = 50;
const KILLED_WITHIN_MS = 3_000;
const COMMANDS = 4;
/** Bytes a second that scans may take for a while, how long, and what a part may be more. */
const CAP = { rate: 500_000, ms: 1_000, slack: 1_000_000 } as const;
/** Megabytes of the station's process, Node and the program's modules among them; what waits to go up is gigabytes. */
const MOST_MEMORY = 300;

interface Away {
  readonly round: Round;
  readonly size: Size;
  readonly province: Province;
  /** Behind the fault line. */
  readonly address: OfficeAddress;
  readonly line: FaultLine;
  readonly carrier: Carrier;
  readonly clock: ReturnType<typeof createClock>;
}

/** Of the portal, and of the station after its month: so far ahead of this machine's. */
function createClock() {
  let ahead = 0;
  return {
    to: (at: number): void => {
      ahead = at - Date.now();
    },
    ahead: () => ahead,
    now: () => Date.now() + ahead,
  };
}

/** To come, so that nothing of the story lies before this machine's own time. */
function nextWorkingDay(): LocalDate {
  let day = addDays(localDate(Date.now()), 1);
  while (weekday(day) >= SATURDAY) day = addDays(day, 1);
  return day;
}

/** It has what a station keeps for an outage: numbers for each working day of a month. */
async function officeWithNumbers(province: Province, folder: string): Promise<OfficeAddress> {
  const address = await newOffice({ province }, folder);
  const office = await openOffice(address);
  const missing = await exchangeAll(
    address,
    office,
    province,
    {},
    ({ store }) => store.leases.left(nextWorkingDay()) > 0,
  );
  office.store.close();
  if (missing !== undefined) throw new Error(`an office without numbers: ${missing}`);
  return address;
}

/** Answers what the station's process said. */
async function liveThroughMonth({ round, size, address, clock }: Away): Promise<string> {
  const first = nextWorkingDay();
  const job: MonthJob = { ...size, address, seed: round.random.whole(2 ** 31), firstDay: first };
  const victim = round.crew.take('month');
  await victim.begin(job);
  await victim.through();
  await victim.kill();
  clock.to(opensOn(addDays(first, size.days)));
  return victim.said();
}

const returnJob = ({ round, address, clock }: Away, over: Partial<ReturnJob> = {}): ReturnJob => ({
  ...{ address, aheadMs: clock.ahead(), known: dossiersOf(address), commands: COMMANDS },
  ...{ seed: round.random.whole(2 ** 31), ...over },
});

/** What went up while a pace was set. */
async function workUnderCap(away: Away): Promise<{ readonly said: string; readonly findings: readonly string[] }> {
  const { round, line, carrier } = away;
  const victim = round.crew.take('return');
  line.set('none');
  await victim.begin(returnJob(away, { rate: CAP.rate }));
  const started = performance.now();
  await pause(CAP.ms);
  await victim.kill();
  const allowed = (CAP.rate * (performance.now() - started)) / 1_000 + CAP.slack;
  const over = carrier.sent() > allowed;
  const what = `${carrier.sent()} bytes of scans went up where ${Math.round(allowed)} might`;
  return { said: victim.said(), findings: over ? [what] : [] };
}

/** Good for a while, bad for a moment, in a way that is drawn, until `isOver`. */
async function spoil({ round: { random }, size: { goodMs }, line }: Away, isOver: () => boolean): Promise<number> {
  let times = 0;
  while (!isOver()) {
    for (let left = goodMs / 2 + random.whole(goodMs); left > 0 && !isOver(); left -= LOOK_MS) await pause(LOOK_MS);
    if (isOver()) break;
    line.set(random.pick(BAD));
    await pause(BAD_MS);
    line.set('none');
    times += 1;
  }
  return times;
}

async function liveUntilKilled(away: Away): Promise<string> {
  const victim = away.round.crew.take('return');
  await victim.begin(returnJob(away));
  const until = performance.now() + away.round.random.whole(KILLED_WITHIN_MS);
  await spoil(away, () => performance.now() > until || victim.finished());
  await victim.kill();
  return victim.said();
}

async function liveToTheEnd(away: Away): Promise<{ readonly said: string; readonly cuts: number }> {
  const victim = away.round.crew.take('return');
  await victim.begin(returnJob(away));
  let isOver = false;
  const through = victim.through().finally(() => {
    isOver = true;
  });
  const [cuts] = await Promise.all([spoil(away, () => isOver), through]);
  await victim.kill();
  return { said: victim.said(), cuts };
}

interface Back {
  readonly memory: number;
  readonly cuts: number;
  readonly findings: readonly string[];
}

/** Between two lives the officer's window asks again what it heard no answer to. */
async function askBetween({ address, clock }: Away): Promise<readonly string[]> {
  const office = await openOffice(address, clock.now);
  const refused = await askAgain(address, office);
  office.store.close();
  return refused;
}

async function comeBack(away: Away): Promise<Back> {
  const capped = await workUnderCap(away);
  const findings = [...capped.findings, ...(await askBetween(away))];
  const said = [capped.said];
  for (let left = away.size.kills; left > 0; left -= 1) {
    said.push(await liveUntilKilled(away));
    findings.push(...(await askBetween(away)));
  }
  const last = await liveToTheEnd(away);
  return { memory: Math.max(...[...said, last.said].map(mostMemory)), cuts: last.cuts, findings };
}

const inOrder = (operations: readonly Operation[], { station }: OfficeAddress): readonly string[] => {
  const ours = operations.filter((one) => one.station === station).map(({ sequence }) => sequence);
  const early = ours.find((sequence, at) => at > 0 && sequence < (ours[at - 1] ?? 0));
  return early === undefined ? [] : [`operation ${early} came out of its order`];
};

const largePapersOf = (address: OfficeAddress): readonly string[] =>
  readLedger(ledgerFile(address)).acknowledged.flatMap(({ command, answered }) =>
    command.what === 'attach' && command.bytes >= LARGE ? (answered.sha256 ?? []) : [],
  );

async function judged({ province, clock }: Away, straight: OfficeAddress): Promise<Verdict> {
  const office = await openOffice(straight, clock.now);
  try {
    const missing = await exchangeAll(straight, office, province, { now: clock.now });
    await takeAway(blobFolder(straight), largePapersOf(straight));
    const verdict = await judge(straight, office, province);
    const feed = (await province.feed(straight)).map(({ operation }) => operation);
    const wrong = [...inOrder(feed, straight), ...(missing === undefined ? [] : [missing])];
    return { ...verdict, findings: [...verdict.findings, ...wrong] };
  } finally {
    office.store.close();
  }
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

const noteOf = ({ size, carrier }: Away, { cuts }: Back, memory: number): string =>
  [
    `${size.operations} operations in ${size.days} days`,
    `${gigabytes(carrier.sent() + carrier.carried())} GB of scans in ${size.papers} large papers and the small ones`,
    `${gigabytes(carrier.sent())} of them through the line`,
    `${size.kills + 1} kills and ${cuts} cuts on the way`,
    `gone on from where a scan stood ${carrier.resumed()} times`,
    `the station took ${memory} MB at the most`,
  ].join('; ');

async function longOutage(round: Round): Promise<Verdict> {
  const size = round.scale >= LONG ? MONTH : SHORT;
  const clock = createClock();
  // Of its own, since its clock is moved; the embedded database begins sooner, the server answers sooner.
  const province = await startProvince(size === MONTH ? 'last' : 'first', clock.now);
  const carrier = createCarrier(province.folder);
  const options = { target: province.url, chance: round.random.next, onPassed: carrier.passed };
  const line = await startFaultLine(options);
  try {
    const straight = await officeWithNumbers(province, round.folder);
    const away: Away = { round, size, province, line, carrier, clock, address: { ...straight, portalUrl: line.url } };
    line.set('down');
    const month = await liveThroughMonth(away);
    const back = await comeBack(away);
    const verdict = await judged(away, straight);
    const memory = Math.max(mostMemory(month), back.memory);
    const large = memory > MOST_MEMORY ? [`the station took ${memory} MB`] : [];
    const findings = [...verdict.findings, ...back.findings, ...large];
    return { ...verdict, findings, note: noteOf(away, back, memory) };
  } finally {
    await line.close();
    await province.close();
  }
}

export const longOutages = (): readonly Scenario[] => [
  { name: 'long-outage', kind: 'offline', times: { each: 0.1 }, alone: true, run: longOutage },
];
