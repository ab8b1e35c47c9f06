/** A desk with a feeder, in a story: the real scan session on a real store, and a driver that writes its files as one does. */
import { join } from 'node:path';
import type { DeviceHub } from '../../../devices/contract.ts';
import type { DocumentScanner } from '../../../devices/document-scanner/contract.ts';
import { createCatalogue, takeProgramCatalogue } from '../../../station/catalogue.ts';
import { demoConfig } from '../../../station/demo/commune.ts';
import { createEventBus } from '../../../station/events.ts';
import { createScanSessions, type ScanSessions } from '../../../station/services/scan-sessions.ts';
import { createFeeder, createTestPipeline, type Feeder } from '../../station/scan-desk.ts';
import { KEYS, type OfficeAddress, type OpenOffice, openOffice } from '../office.ts';

/** Sheets that went through the feeder, by number: the paper's own truth, outside the store. */
export const sheetsFile = ({ folder }: OfficeAddress): string => join(folder, 'sheets');

const ASSETS = join(import.meta.dirname, '..', '..', '..', 'assets');
const MS_PER_SIDE = 2;
const MS_PER_PAGE = 6;

export interface Desk extends OpenOffice {
  readonly sessions: ScanSessions;
  readonly feeder: Feeder;
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

export async function openDesk(address: OfficeAddress, onPage: () => void = () => undefined): Promise<Desk> {
  const office = await openOffice(address);
  const { data } = address;
  takeProgramCatalogue(office.store.catalogue, ASSETS, Date.now());
  const tmpDir = join(data, 'tmp');
  const feeder = createFeeder(tmpDir, { ledger: sheetsFile(address), msPerSide: MS_PER_SIDE });
  const errors: unknown[] = [];
  const sessions = await createScanSessions({
    ...{ dir: join(data, 'scans'), tmpDir, now: Date.now, bus: createEventBus(), ...office },
    config: { ...demoConfig(undefined), station: address.station, agency: address.agency },
    catalogue: createCatalogue(office.store.catalogue, Date.now),
    keys: KEYS,
    isFull: () => false,
    pipeline: createTestPipeline(MS_PER_PAGE),
    hub: hubWith(marked(feeder, onPage)),
    onError: (error) => void errors.push(error),
  });
  const close = async (): Promise<void> => {
    await sessions.close();
    office.store.close();
  };
  return { ...office, sessions, feeder, errors, close };
}

const marked = (feeder: Feeder, onPage: () => void): DocumentScanner => ({
  ...feeder,
  scan: (options, take, signal) =>
    feeder.scan(
      options,
      async (page) => {
        await take(page);
        onPage();
      },
      signal,
    ),
});

const hubWith = (driver: DocumentScanner): DeviceHub =>
  ({ documentScanner: () => ({ id: 'feeder', driver }), note: () => undefined }) as unknown as DeviceHub;
