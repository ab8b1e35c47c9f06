/** The line is back after weeks: an officer works on while everything that waits goes out and up. */
import { setTimeout as pause } from 'node:timers/promises';
import { localDate } from '../../../domain/local-time.ts';
import { createStory, perform } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress, openOffice, syncOf } from '../office.ts';
import { randomOf } from '../random.ts';
import { tellMemory } from './memory.ts';

export interface ReturnJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  /** The station's clock is so far ahead of this machine's, ms. */
  readonly aheadMs: number;
  readonly known: readonly string[];
  readonly commands: number;
  /** Bytes a second that scans may take. */
  readonly rate?: number;
}

const PACE_MS = 60;
const LOOK_MS = 20;
const SMALLER = 2;

export async function work({ address, seed, aheadMs, known, commands, rate }: ReturnJob): Promise<void> {
  const now = (): number => Date.now() + aheadMs;
  const office = await openOffice(address, now);
  const { store } = office;
  const ended = tellMemory();
  const sync = syncOf(address, office, { now, uploadRate: () => rate });
  const ledger = openLedger(ledgerFile(address));
  // Those of before the outage are used up: the line brings the first thing that the desk needs.
  while (store.leases.left(localDate(now())) === 0) await pause(LOOK_MS);
  const story = createStory(randomOf(seed), known, SMALLER);
  for (let left = commands; left > 0; left -= 1) {
    const command = story.next(now());
    ledger.begin(command);
    ledger.done(command, await perform(office, command));
    mark();
    sync.kick();
    await pause(PACE_MS);
  }
  while (store.outbox.counts().waiting > 0 || store.uploads.pending(1).length > 0) await pause(LOOK_MS);
  ended();
  ledger.close();
  await sync.stop();
  store.close();
}
