/** Brings an office to rest after a fault: what was left open is asked again, and the line does its work to the end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SyncOptions } from '../../offline-store/sync/sync.ts';
import { perform, refusalOf } from './commands.ts';
import { openLedger, readLedger } from './ledger.ts';
import { ledgerFile, type OfficeAddress, type OpenOffice, syncOf } from './office.ts';
import type { Province } from './province.ts';

/** Generous: only a station that hangs gets here. */
const LONGEST_MS = 30_000;
const LOOK_EVERY_MS = 5;

/** The window asks again what it heard no answer to, with the same ids. */
export async function askAgain(address: OfficeAddress, office: OpenOffice): Promise<readonly string[]> {
  const { open } = readLedger(ledgerFile(address));
  const ledger = openLedger(ledgerFile(address));
  const refused: string[] = [];
  for (const command of open) {
    try {
      ledger.done(command, await perform(office, command));
    } catch (error) {
      // A forward of a dossier whose own intake was never begun again would be a defect of the story, not of the store.
      refused.push(`asked again, ${command.what} ${command.operationId} is refused with ${refusalOf(error)}`);
    }
  }
  ledger.close();
  return refused;
}

/** Undefined once everything is handed over and everything there is here; else what was still missing. */
export async function exchangeAll(
  address: OfficeAddress,
  office: OpenOffice,
  province: Province,
  over: Partial<SyncOptions> = {},
  also: (office: OpenOffice) => boolean = () => true,
  papersThatMayWait = 0,
): Promise<string | undefined> {
  const sync = syncOf(address, office, over);
  try {
    return await atRest(address, office, province, also, papersThatMayWait);
  } finally {
    await sync.stop();
  }
}

async function atRest(
  address: OfficeAddress,
  office: OpenOffice,
  province: Province,
  also: (office: OpenOffice) => boolean,
  papersThatMayWait: number,
): Promise<string | undefined> {
  const { store } = office;
  const end = performance.now() + LONGEST_MS;
  const unsent = (): string | undefined => {
    const { waiting } = store.outbox.counts();
    if (waiting > 0) return `${waiting} operations wait`;
    const papers = store.uploads.pending(10).length;
    return papers > papersThatMayWait ? `${papers} papers wait` : undefined;
  };
  const left = async (): Promise<string | undefined> => {
    const before = unsent();
    if (before !== undefined) return before;
    const head = (await province.feed(address)).at(-1)?.cursor;
    if (head !== undefined && head !== store.inbox.cursor()) return 'the feed is not read to its end';
    // What the feed brought last may have brought something to send.
    return unsent() ?? (also(office) ? undefined : 'what the story waits for has not come');
  };
  for (;;) {
    const missing = await left();
    if (missing === undefined || performance.now() > end) return missing;
    await pause(LOOK_EVERY_MS);
  }
}
