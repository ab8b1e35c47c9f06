/** Offices that live through several rounds, as a PC lives through several power cuts: what an early one left must last. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from './contract.ts';
import { readLedger } from './ledger.ts';
import { ledgerFile, type OfficeAddress, openOffice } from './office.ts';
import { exchangeAll } from './rest.ts';

/** Then the office is as full as a round may take to look at. */
const ROUNDS_EACH = 8;

interface Held {
  readonly address: OfficeAddress;
  rounds: number;
}

/** A new office with numbers to give out: it has met its portal once. */
export async function newOffice(
  { province }: Pick<Round, 'province'>,
  folder: string,
  placed: (address: OfficeAddress) => OfficeAddress = (address) => address,
): Promise<OfficeAddress> {
  const address = placed(province.office(folder));
  mkdirSync(address.data, { recursive: true });
  const office = await openOffice(address);
  // Numbers come with the first exchange; an empty feed alone is no sign of them.
  const missing = await exchangeAll(address, office, province, {}, ({ store }) => store.leases.left(today()) > 0);
  office.store.close();
  if (missing !== undefined) throw new Error(`a new office does not come to rest: ${missing}`);
  return address;
}

const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export interface Offices {
  of(round: Round): Promise<OfficeAddress>;
}

export function createOffices(name: string): Offices {
  const held = new Map<number, Held>();
  return {
    of: async (round) => {
      const before = held.get(round.lane);
      if (before && before.rounds < ROUNDS_EACH) {
        before.rounds += 1;
        return before.address;
      }
      if (before) rmSync(before.address.folder, { recursive: true, force: true });
      held.delete(round.lane);
      const folder = join(round.home, `${name}-${round.lane}-${round.number}`);
      const address = await newOffice(round, folder);
      held.set(round.lane, { address, rounds: 1 });
      return address;
    },
  };
}

/** The dossiers that an officer of this office knows of. */
export const dossiersOf = (address: OfficeAddress): readonly string[] =>
  readLedger(ledgerFile(address)).acknowledged.flatMap(({ command }) =>
    command.what === 'receive' ? [command.dossierId] : [],
  );
