/** An officer takes dossiers in, and their slips are printed. */
import { setTimeout as pause } from 'node:timers/promises';
import { perform } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress, openOffice } from '../office.ts';
import { randomOf } from '../random.ts';
import { openPrinting } from './printing.ts';

export interface PrintJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  readonly dossiers: number;
  readonly printerPort: number;
}

export async function work({ address, seed, dossiers, printerPort }: PrintJob): Promise<void> {
  const office = await openOffice(address);
  const { service } = openPrinting(office, printerPort, mark);
  const random = randomOf(seed);
  const ledger = openLedger(ledgerFile(address));
  for (let left = dossiers; left > 0; left -= 1) {
    const at = Date.now();
    const ids = { operationId: random.uuid7(at), dossierId: random.uuid7(at) };
    const command = { what: 'receive', ...ids, printId: random.uuid7(at), at } as const;
    ledger.begin(command);
    ledger.done(command, await perform(office, command));
    service.kick('phieu');
    await pause(random.whole(6));
  }
  while (office.store.prints.waitingFor().length > 0 || office.store.prints.printing().length > 0) await pause(3);
}
