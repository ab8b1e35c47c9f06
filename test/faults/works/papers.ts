/** A desk whose officer hands papers on, takes them and takes them back, while the other desk of the office does the same. */
import { setTimeout as pause } from 'node:timers/promises';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { chainHere } from '../../rig/hand-to-hand.ts';
import { type Command, movementOf, perform } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, openOffice, syncOf } from '../office.ts';
import { type Random, randomOf } from '../random.ts';

export interface PapersJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  readonly moves: number;
  readonly dossiers: readonly string[];
  /** Between two of the officer's movements, ms at the most. */
  readonly paceMs: number;
}

export async function work(job: PapersJob): Promise<void> {
  const office = await openOffice(job.address);
  await movePapers(office, job, mark);
}

/** By what the desk shows at that instant: the other desk may have been there meanwhile, or be there now. */
export function nextMove(store: OfficeStore, random: Random, dossiers: readonly string[], at: number): Command {
  const dossierId = random.pick(dossiers);
  const chain = chainHere(store, dossierId);
  if (chain === undefined) throw new Error(`dossier ${dossierId} has not come over`);
  const movement = movementOf(random, chain.waiting?.id);
  return { what: 'move', operationId: random.uuid7(at), at, dossierId, movement };
}

/** Until everything is handed over. */
export async function movePapers(
  office: OpenOffice,
  { address, seed, moves, dossiers, paceMs }: PapersJob,
  onDone: () => void = () => undefined,
): Promise<void> {
  const { store } = office;
  const random = randomOf(seed);
  const sync = syncOf(address, office);
  const ledger = openLedger(ledgerFile(address));
  try {
    for (let left = moves; left > 0; left -= 1) {
      const command = nextMove(store, random, dossiers, Date.now());
      ledger.begin(command);
      ledger.done(command, await perform(office, command));
      onDone();
      sync.kick();
      await pause(random.whole(paceMs));
    }
    while (store.outbox.counts().waiting > 0) await pause(5);
  } finally {
    ledger.close();
    await sync.stop();
  }
}
