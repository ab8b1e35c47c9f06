/** An officer scans: a dossier, its sheets through the feeder, one document a paper, the next dossier. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../../../offline-store/contract.ts';
import { perform } from '../commands.ts';
import { openLedger } from '../ledger.ts';
import { mark } from '../mark.ts';
import { ledgerFile, type OfficeAddress } from '../office.ts';
import { randomOf } from '../random.ts';
import { type Desk, openDesk, sheetsFile } from './desk.ts';

export interface ScanJob {
  readonly address: OfficeAddress;
  readonly seed: number;
  readonly batches: number;
}

const MOST_SHEETS = 8;

export const fedSoFar = (address: OfficeAddress): readonly number[] =>
  existsSync(sheetsFile(address))
    ? readFileSync(sheetsFile(address), 'utf8').split('\n').filter(Boolean).map(Number)
    : [];

export const officerOf = (operationId: string): Actor => ({
  ...{ operationId, officer: 'Trần Văn Mẫu', desk: 2, madeAt: Date.now(), correctedAt: Date.now() },
});

export async function work({ address, seed, batches }: ScanJob): Promise<void> {
  const desk = await openDesk(address, mark);
  const random = randomOf(seed);
  const ledger = openLedger(ledgerFile(address));
  for (let left = batches; left > 0; left -= 1) {
    const at = Date.now();
    const [operationId, dossierId] = [random.uuid7(at), random.uuid7(at)];
    const command = { what: 'receive', operationId, dossierId, at, printId: '' } as const;
    ledger.begin(command);
    ledger.done(command, await perform(desk, command));
    mark();
    // One number is left out: that sheet may have been in the rollers when somebody pulled the plug.
    const first = Math.max(0, ...fedSoFar(address)) + 2;
    desk.feeder.load(...Array.from({ length: 1 + random.whole(MOST_SHEETS) }, (_, index) => ({ n: first + index })));
    desk.sessions.start({ dossierId, source: 'feeder' });
    await attachWhenStill(desk, dossierId);
    mark();
  }
}

/** Every page in its picture, then one document a paper. Harmless where no batch of this dossier is open. */
export async function attachWhenStill({ sessions }: Desk, dossierId: string): Promise<void> {
  for (;;) {
    const session = sessions.openOf(dossierId);
    if (!session) return;
    const isStill = session.state !== 'scanning' && session.pages.every(({ state }) => state !== 'processing');
    if (isStill) return void (await sessions.attach(session.id, officerOf));
    await pause(2);
  }
}
