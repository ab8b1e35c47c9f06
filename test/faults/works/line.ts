/** A station with its line open: an officer works while operations go out, papers go up and others' changes come in. */
import { setTimeout as pause } from 'node:timers/promises';
import { createStory, perform } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, openOffice, syncOf } from '../office.ts';
import { randomOf } from '../random.ts';
import type { CounterJob } from './counter.ts';

export interface LineJob extends CounterJob {
  /** Between two of the officer's commands, ms. */
  readonly paceMs: number;
}

export async function work({ address, seed, commands, known, paceMs }: LineJob): Promise<void> {
  const office = await openOffice(address);
  const sync = syncOf(address, office);
  const ledger = openLedger(ledgerFile(address));
  const story = createStory(randomOf(seed), known);
  for (let left = commands; left > 0; left -= 1) {
    const command = story.next(Date.now());
    ledger.begin(command);
    ledger.done(command, await perform(office, command));
    mark();
    sync.kick();
    await pause(paceMs);
  }
  while (office.store.outbox.counts().waiting > 0 || office.store.uploads.pending(1).length > 0) await pause(5);
}
