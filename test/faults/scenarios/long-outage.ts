/**
 * Thirty days without a line, and then a bad one: while it breaks in every way, officers go on, and what a month has left goes
 * out at last, once, in its order, at the pace that was set, in bounded memory.
 *
 * Simulated: the month (operations carry times of thirty days; nobody waits for them; numbers for new dossiers are those of the
 * first day) and the size of its scans (some 30 MB in a short run, some hundred in a long one, not 20 GB). Real: store, files,
 * synchronisation, portal, line.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../../../domain/operation.ts';
import { type LineFault, startFaultLine } from '../../rig/fault-line.ts';
import { createStory, perform, type Story } from '../commands.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { openLedger } from '../ledger.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, openOffice, syncOf } from '../office.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import { exchangeAll } from '../rest.ts';

const LONG = 10;
const MONTH = { days: 30, operations: 5_000, papers: 4, paperBytes: 48_000_000 } as const;
const SHORT = { days: 30, operations: 120, papers: 1, paperBytes: 6_000_000 } as const;
const DAY_MS = 86_400_000;
const TAKEN_IN = 40;
/** Ways in which the line comes back; requests meet each of them, and an officer takes a dossier in meanwhile. */
const BAD: readonly LineFault[] = ['cut-request', 'lost-answer', 'error-500', 'half-answer', 'duplicated', 'reordered'];
const BAD_MS = 200;
/** Bytes a second that scans may take for a while, how long, and what a part may be more. */
const CAP = { rate: 500_000, ms: 1_200, slack: 1_500_000 } as const;
const MOST_MEMORY = 900_000_000;
const TRIES = 12;

interface Office extends OpenOffice {
  readonly address: OfficeAddress;
  readonly ledger: ReturnType<typeof openLedger>;
}

async function act(office: Office, story: Story, at: number): Promise<void> {
  const command = story.next(at);
  office.ledger.begin(command);
  office.ledger.done(command, await perform(office, command));
}

async function liveThrough(office: Office, { random }: Round, month: typeof MONTH | typeof SHORT): Promise<void> {
  const first = Date.now();
  const opening = createStory(random);
  for (let done = 0; done < TAKEN_IN; done += 1) await act(office, opening, Date.now());
  const known = dossiersOf(office.address);
  const rest = createStory(random, known, undefined, true);
  const each = (month.days * DAY_MS) / month.operations;
  for (let done = TAKEN_IN; done < month.operations; done += 1)
    await act(office, rest, first + Math.round(done * each));
  for (let paper = 0; paper < month.papers; paper += 1) {
    const at = Date.now();
    const ids = { operationId: random.uuid7(at), documentId: random.uuid7(at), dossierId: random.pick(known) };
    const command = { what: 'attach', at, ...ids, bytes: month.paperBytes, seed: random.whole(2 ** 31) } as const;
    office.ledger.begin(command);
    office.ledger.done(command, await perform(office, command));
  }
}

/** The officer's work is acknowledged while nothing gets through as it should. */
async function workOnBadLine(office: Office, round: Round, set: (fault: LineFault) => void): Promise<void> {
  const sync = syncOf(office.address, office);
  const story = createStory(round.random, dossiersOf(office.address), 2);
  try {
    for (const fault of BAD) {
      set(fault);
      await act(office, story, Date.now());
      sync.kick();
      await pause(BAD_MS);
      await act(office, story, Date.now());
    }
  } finally {
    set('none');
    await sync.stop();
  }
}

/** What went up while a pace was set. */
async function workUnderCap(office: Office): Promise<readonly string[]> {
  let sent = 0;
  const counting: typeof fetch = (url, init) => {
    if (init?.method === 'PATCH' && init.body instanceof Uint8Array) sent += init.body.byteLength;
    return fetch(url, init);
  };
  const started = performance.now();
  const sync = syncOf(office.address, office, {
    fetch: (url, init) => counting(url, init),
    uploadRate: () => CAP.rate,
  });
  await pause(CAP.ms);
  await sync.stop();
  const allowed = (CAP.rate * (performance.now() - started)) / 1_000 + CAP.slack;
  return sent > allowed ? [`${sent} bytes of scans went up where ${Math.round(allowed)} might`] : [];
}

const inOrder = (operations: readonly Operation[], { station }: OfficeAddress): readonly string[] => {
  const ours = operations.filter((one) => one.station === station).map(({ sequence }) => sequence);
  const early = ours.find((sequence, at) => at > 0 && sequence < (ours[at - 1] ?? 0));
  return early === undefined ? [] : [`operation ${early} came out of its order`];
};

function watchMemory() {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  return () => {
    clearInterval(timer);
    return most - before;
  };
}

async function comeBack(office: Office, round: Round): Promise<string | undefined> {
  let missing: string | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    missing = await exchangeAll(office.address, office, round.province);
    if (missing === undefined) return undefined;
  }
  return missing;
}

async function longOutage(round: Round): Promise<Verdict> {
  const month = round.scale >= LONG ? MONTH : SHORT;
  const straight = await newOffice(round, round.folder);
  const line = await startFaultLine({ target: round.province.url, chance: round.random.next });
  const address = { ...straight, portalUrl: line.url };
  const opened = await openOffice(address);
  const office: Office = { ...opened, address, ledger: openLedger(ledgerFile(address)) };
  try {
    await liveThrough(office, round, month);
    const grown = watchMemory();
    await workOnBadLine(office, round, line.set);
    const paced = await workUnderCap(office);
    const missing = await comeBack(office, round);
    const memory = grown();
    const verdict = await judge(straight, office, round.province);
    const feed = (await round.province.feed(straight)).map(({ operation }) => operation);
    const large = memory > MOST_MEMORY ? [`memory grew by ${memory} bytes`] : [];
    const wrong = [...paced, ...inOrder(feed, straight), ...large, ...(missing === undefined ? [] : [missing])];
    const note = `${month.operations} operations of ${month.days} days; memory + ${Math.round(memory / 1e6)} MB`;
    return { ...verdict, findings: [...verdict.findings, ...wrong], note };
  } finally {
    office.ledger.close();
    office.store.close();
    await line.close();
  }
}

export const longOutages = (): readonly Scenario[] => [
  { name: 'long-outage', kind: 'offline', times: { each: 0.1 }, alone: true, run: longOutage },
];
