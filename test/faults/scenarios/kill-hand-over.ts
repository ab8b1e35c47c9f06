/**
 * SIGKILL while papers go from hand to hand between two desks of an office. Both decide at the same time, so now and then
 * one takes what the other has just taken back: the portal lets the first one have it, and both desks show that.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, perform } from '../commands.ts';
import { type Round, type Scenario, together, type Verdict } from '../contract.ts';
import { isOvertaken } from '../hand-overs.ts';
import { judge } from '../judge.ts';
import { openLedger, readLedger } from '../ledger.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, openOffice } from '../office.ts';
import { createOffices, dossiersOf } from '../offices.ts';
import { askAgain, exchangeAll } from '../rest.ts';
import { movePapers, type PapersJob } from '../works/papers.ts';
import { killDuring } from './kills.ts';

/** Few, so that both desks meet over them. */
const DOSSIERS = 3;
const MOVES = 10;
const PACE_MS = 8;

interface Desk {
  readonly address: OfficeAddress;
  readonly office: OpenOffice;
}

const otherDesk = ({ province }: Round, first: OfficeAddress): OfficeAddress =>
  province.colleague(first, join(first.folder, 'second'));

async function takeIn({ random }: Round, { address, office }: Desk): Promise<void> {
  const ledger = openLedger(ledgerFile(address));
  for (let left = DOSSIERS; left > 0; left -= 1) {
    const at = Date.now();
    const ids = { operationId: random.uuid7(at), dossierId: random.uuid7(at) };
    const command: Command = { what: 'receive', ...ids, printId: '', at };
    ledger.begin(command);
    ledger.done(command, await perform(office, command));
  }
  ledger.close();
}

/** Both hand over and read, then each reads what the other handed over last; answers what does not come to rest. */
async function exchange({ province }: Round, desks: readonly Desk[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const round of ['first', 'again'])
    await Promise.all(
      desks.map(async ({ address, office }) => {
        const what = await exchangeAll(address, office, province);
        if (what !== undefined) missing.add(`${round}, ${address.station}: ${what}`);
      }),
    );
  return [...missing];
}

const open = (addresses: readonly OfficeAddress[]): Promise<readonly Desk[]> =>
  Promise.all(addresses.map(async (address) => ({ address, office: await openOffice(address) })));
const close = (desks: readonly Desk[]): void => {
  for (const { office } of desks) office.store.close();
};

/** Two desks that know the same three dossiers. */
async function desksOf(round: Round, first: OfficeAddress): Promise<readonly OfficeAddress[]> {
  const addresses = [first, otherDesk(round, first)];
  if (existsSync(addresses[1]?.data ?? '')) return addresses;
  for (const { data } of addresses) mkdirSync(data, { recursive: true });
  const desks = await open(addresses);
  try {
    const [desk] = desks;
    if (desk) await takeIn(round, desk);
    const missing = await exchange(round, desks);
    if (missing.length > 0) throw new Error(`two desks do not come to rest: ${missing.join(', ')}`);
  } finally {
    close(desks);
  }
  return addresses;
}

const acknowledgedBy = (addresses: readonly OfficeAddress[]): number =>
  addresses.reduce((sum, address) => sum + readLedger(ledgerFile(address)).acknowledged.length, 0);

async function recover(round: Round, addresses: readonly OfficeAddress[]): Promise<Verdict> {
  const desks = await open(addresses);
  try {
    const refused: string[] = [];
    for (const { address, office } of desks) refused.push(...(await askAgain(address, office)));
    const missing = await exchange(round, desks);
    const verdicts: Verdict[] = [];
    for (const { address, office } of desks)
      verdicts.push(await judge(address, office, round.province, { mayBeRefused: isOvertaken }));
    const verdict = together(verdicts);
    const late = desks.reduce((sum, { office }) => sum + office.store.outbox.counts().rejected, 0);
    const note = `${late} so far refused since the other desk was first`;
    return { ...verdict, findings: [...verdict.findings, ...refused, ...missing], note };
  } finally {
    close(desks);
  }
}

/** The one that is killed is a process of its own; the other goes on, and hears of it by the feed. */
async function workAndKill(round: Round, killed: OfficeAddress, other: OfficeAddress, dossiers: readonly string[]) {
  const { random } = round;
  const job = (address: OfficeAddress): PapersJob => ({
    ...{ address, dossiers, seed: random.whole(2 ** 31), moves: MOVES, paceMs: PACE_MS },
  });
  const [mine, theirs] = [job(killed), job(other)];
  const office = await openOffice(other);
  try {
    const [when] = await Promise.all([killDuring(round, 'papers', mine, MOVES, 30_000), movePapers(office, theirs)]);
    return when;
  } finally {
    office.store.close();
  }
}

export function killHandOver(): Scenario {
  const offices = createOffices('kill-hand-over');
  return {
    ...{ name: 'kill-hand-over', kind: 'kill', times: { share: 6 }, victim: 'papers' },
    run: async (round) => {
      const addresses = await desksOf(round, await offices.of(round));
      const [killed, other] = round.random.next() < 0.5 ? addresses : addresses.toReversed();
      if (killed === undefined || other === undefined) throw new Error('an office of two desks has two');
      const before = acknowledgedBy(addresses);
      const when = await workAndKill(round, killed, other, addresses.flatMap(dossiersOf));
      const verdict = await recover(round, addresses);
      return { ...verdict, acknowledged: acknowledgedBy(addresses) - before, note: `${when}; ${verdict.note}` };
    },
  };
}
