/** An officer at work with the line cut: dossiers in, forwarded, papers attached, tickets, drafts, as fast as it goes. */
import { createStory, perform, refusalOf } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress, openOffice } from '../office.ts';
import { randomOf } from '../random.ts';

export interface CounterJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  readonly commands: number;
  /** Dossiers of an earlier life that may be acted on. */
  readonly known: readonly string[];
}

export async function work({ address, seed, commands, known }: CounterJob): Promise<void> {
  const office = await openOffice(address);
  const ledger = openLedger(ledgerFile(address));
  const story = createStory(randomOf(seed), known);
  for (let left = commands; left > 0; left -= 1) {
    const command = story.next(Date.now());
    ledger.begin(command);
    ledger.done(command, await perform(office, command));
    mark();
  }
}

/** The same, until the disk says no: what was refused was not acknowledged, and the officer stops. */
export async function workUntilRefused(job: CounterJob): Promise<string | undefined> {
  try {
    await work(job);
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}
