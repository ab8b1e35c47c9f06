/** An officer at work with the line cut: dossiers in, forwarded, papers attached, tickets, drafts, as fast as it goes. */
import { createStory, perform, refusalOf } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, openOffice } from '../office.ts';
import { randomOf } from '../random.ts';

export interface CounterJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  readonly commands: number;
  /** Dossiers of an earlier life that may be acted on. */
  readonly known: readonly string[];
  /** No new dossier is taken in: the numbers of the day are short. */
  readonly onlyKnown?: boolean;
}

export async function work(job: CounterJob): Promise<void> {
  const office = await openOffice(job.address);
  await workAt(office, job, mark);
}

/** On a store that is open already. */
export async function workAt(
  office: OpenOffice,
  { address, seed, commands, known, onlyKnown }: CounterJob,
  onDone: () => void = () => undefined,
): Promise<void> {
  const ledger = openLedger(ledgerFile(address));
  const story = createStory(randomOf(seed), known, undefined, onlyKnown);
  try {
    for (let left = commands; left > 0; left -= 1) {
      const command = story.next(Date.now());
      ledger.begin(command);
      ledger.done(command, await perform(office, command));
      onDone();
    }
  } finally {
    ledger.close();
  }
}

/** In this very process, and closed afterwards. */
export async function workHere(job: CounterJob): Promise<void> {
  const office = await openOffice(job.address);
  try {
    await workAt(office, job);
  } finally {
    office.store.close();
  }
}

/** Until the disk says no: what was refused was not acknowledged, and the officer stops. */
export async function workUntilRefused(run: () => Promise<void>): Promise<string> {
  try {
    await run();
    return 'not refused';
  } catch (error) {
    return refusalOf(error);
  }
}
