/** One backup put back on two PCs, which both go to work: a technician's slip on the worst of days. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { restoreBackup } from '../../../offline-store/backup/restore.ts';
import type { Round, Scenario, Verdict } from '../contract.ts';
import { judge } from '../judge.ts';
import { readLedger } from '../ledger.ts';
import { KEYS, ledgerFile, type OfficeAddress, type OpenOffice, openOffice, storeFile } from '../office.ts';
import { dossiersOf, newOffice } from '../offices.ts';
import type { Province } from '../province.ts';
import { exchangeAll } from '../rest.ts';
import { backUp, secondPlace } from '../works/backup.ts';
import { workAt, workHere } from '../works/counter.ts';
import { ownPlace } from './kill-backup.ts';

const COMMANDS = 10;

/** The same station, with its own folder and its own ledger. */
async function putBack(of: OfficeAddress, folder: string): Promise<OfficeAddress> {
  const address = { ...of, folder, data: join(folder, 'data') };
  mkdirSync(folder, { recursive: true });
  const [newest = ''] = readdirSync(ownPlace(of))
    .filter((name) => name.endsWith('.motcua'))
    .sort()
    .reverse();
  const order = { file: join(ownPlace(of), newest), dataFolder: address.data, now: Date.now() };
  await restoreBackup(order, KEYS);
  return address;
}

/** Numbers first, then an officer at work: on both PCs, neither knowing of the other. */
async function workOn(round: Round, address: OfficeAddress): Promise<OpenOffice> {
  const office = await openOffice(address);
  const missing = await exchangeAll(address, office, round.province, {}, hasNumbers);
  if (missing !== undefined) throw new Error(`${storeFile(address)}: ${missing}`);
  await workAt(office, { address, seed: round.random.whole(2 ** 31), commands: COMMANDS, known: [] });
  return office;
}

const hasNumbers = ({ store }: OpenOffice): boolean => store.leases.left(localDay()) > 0;
const localDay = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** Each answers for what was acknowledged at it; what the other did came by the feed. */
async function judged(
  province: Province,
  address: OfficeAddress,
  office: OpenOffice,
  others: Set<string>,
): Promise<Verdict> {
  const missing = await exchangeAll(address, office, province);
  const verdict = await judge(address, office, province, { alsoOurs: ({ id }) => others.has(id) });
  return { ...verdict, findings: [...verdict.findings, ...(missing === undefined ? [] : [missing])] };
}

const operationsOf = (address: OfficeAddress): readonly string[] =>
  readLedger(ledgerFile(address)).acknowledged.map(({ command }) => command.operationId);

async function twins(round: Round): Promise<Verdict> {
  const first = await newOffice(round, join(round.folder, 'before'));
  await workHere({ address: first, seed: round.random.whole(2 ** 31), commands: COMMANDS, known: [] });
  mkdirSync(secondPlace(first), { recursive: true });
  await backUp(first);
  // Done after the backup, and handed over: the backup knows nothing of it, the portal does.
  await workHere({ address: first, seed: round.random.whole(2 ** 31), commands: COMMANDS, known: dossiersOf(first) });
  const office = await openOffice(first);
  await exchangeAll(first, office, round.province);
  office.store.close();
  const both = [await putBack(first, join(round.folder, 'a')), await putBack(first, join(round.folder, 'b'))];
  const open = await Promise.all(both.map((address) => workOn(round, address)));
  try {
    const all = new Set([first, ...both].flatMap(operationsOf));
    // Twice around: what the second hands over, the first has to fetch.
    for (const [at, address] of both.entries()) await exchangeAll(address, open[at] ?? office, round.province);
    const verdicts = await Promise.all(
      both.map((address, at) => judged(round.province, address, open[at] ?? office, all)),
    );
    return {
      acknowledged: verdicts.reduce((sum, one) => sum + one.acknowledged, 0),
      lost: verdicts.flatMap(({ lost }) => lost),
      doubled: verdicts.flatMap(({ doubled }) => doubled),
      findings: verdicts.flatMap(({ findings }) => findings),
    };
  } finally {
    for (const { store } of open) store.close();
  }
}

export const restores = (): readonly Scenario[] => [
  { name: 'restored-twice', kind: 'restore', times: { each: 1 }, run: twins },
];
