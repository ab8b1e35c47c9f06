/** A PC whose clock is set back or forward under an officer at work, and a database that a newer program left. */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createStory, perform, refusalOf } from '../commands.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { openLedger } from '../ledger.ts';
import { ledgerFile, type OfficeAddress, openOffice, storeFile, syncOf } from '../office.ts';
import { newOffice } from '../offices.ts';
import { exchangeAll } from '../rest.ts';
import { workHere } from '../works/counter.ts';

const HOUR_MS = 3_600_000;
const COMMANDS = 12;
/** What is left of the offset once the station knows it: the way to the portal and back. */
const CLOSE_MS = 5_000;

/** The officer's window stamps with the corrected clock, as the station's does. */
async function withClock(round: Round, shift: number): Promise<Verdict> {
  const address = await newOffice(round, round.folder);
  let by = 0;
  const now = (): number => Date.now() + by;
  const office = await openOffice(address, now);
  const sync = syncOf(address, office, { now });
  const ledger = openLedger(ledgerFile(address));
  const story = createStory(round.random);
  const corrected = (): number => now() + (sync.state().clockOffset ?? 0);
  const work = async (): Promise<void> => {
    for (let left = COMMANDS; left > 0; left -= 1) {
      const command = story.next(corrected());
      ledger.begin(command);
      ledger.done(command, await perform(office, command));
    }
  };
  try {
    await work();
    by = shift; // somebody sets the clock, or the battery of the board is empty
    sync.kick();
    await until(() => Math.abs(corrected() - Date.now()) < CLOSE_MS);
    const off = Math.abs(corrected() - Date.now());
    await work();
    await sync.stop();
    const missing = await exchangeAll(address, office, round.province, { now });
    const verdict = await judge(address, office, round.province);
    const wrong = off < CLOSE_MS ? [] : [`the corrected clock stays wrong by ${Math.round(off / 1_000)} s`];
    return { ...verdict, findings: [...verdict.findings, ...wrong, ...(missing === undefined ? [] : [missing])] };
  } finally {
    await sync.stop();
    ledger.close();
    office.store.close();
  }
}

async function until(is: () => boolean): Promise<void> {
  const end = performance.now() + 15_000;
  while (!is() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Refused, and not touched: neither its rows nor a byte of its file. */
async function newerDatabase(round: Round): Promise<Verdict> {
  const address = await newOffice(round, round.folder);
  await workHere({ address, seed: round.random.whole(2 ** 31), commands: COMMANDS, known: [] });
  const before = versionOf(address, (version) => version + 1 + round.random.whole(5));
  const bytes = readFileSync(storeFile(address));
  const refusal = await openOffice(address).then(() => 'opened', refusalOf);
  const untouched = readFileSync(storeFile(address)).equals(bytes);
  versionOf(address, () => before);
  const office = await openOffice(address);
  try {
    const missing = await exchangeAll(address, office, round.province);
    const verdict = await judge(address, office, round.province);
    const findings = [
      ...verdict.findings,
      ...(refusal === 'MC-STO-02' ? [] : [`a newer program’s database is ${refusal}`]),
      ...(untouched ? [] : ['a newer program’s database was changed']),
      ...(missing === undefined ? [] : [missing]),
    ];
    return { ...verdict, findings };
  } finally {
    office.store.close();
  }
}

/** Answers the version that it had. */
function versionOf(address: OfficeAddress, next: (version: number) => number): number {
  const db = new Database(storeFile(address));
  const version = Number(db.pragma('user_version', { simple: true }));
  db.pragma(`user_version = ${next(version)}`);
  db.close();
  return version;
}

export const clocks = (): readonly Scenario[] => [
  { name: 'clock-back-3-hours', kind: 'clock', times: { each: 1 }, run: (round) => withClock(round, -3 * HOUR_MS) },
  { name: 'clock-on-a-year', kind: 'clock', times: { each: 1 }, run: (round) => withClock(round, 365 * 24 * HOUR_MS) },
  { name: 'newer-database', kind: 'version', times: { each: 1 }, run: newerDatabase },
];
