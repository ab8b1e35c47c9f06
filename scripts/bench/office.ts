/** An office as it stands after some years: 50,000 dossiers, brought in by the change feed as on a new PC. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { localDate } from '../../domain/local-time.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { AGENCY, changeOf, STATION } from './people.ts';

export const DOSSIERS = 50_000;
/** A folder of so few is an ordinary one; its size does not count yet. */
export const FEW = 100;
/** As many as the feed brings at a time. */
const BATCH = 1_000;

export const databaseOf = (folder: string): string => join(folder, 'office.db');

export const openOffice = (folder: string): OfficeStore =>
  openOfficeStore({ file: databaseOf(folder), station: STATION, agency: AGENCY, now: Date.now });

/** Dossiers, and a full day's numbers. `now` fixes their dates and so their codes. */
export function fillOffice(folder: string, dossiers: number, now: number): void {
  mkdirSync(folder, { recursive: true });
  const store = openOffice(folder);
  for (let from = 0; from < dossiers; from += BATCH) {
    const changes = Array.from({ length: Math.min(BATCH, dossiers - from) }, (_, index) => changeOf(from + index, now));
    const { quarantined } = store.inbox.apply(changes, `c${from + changes.length}`, now);
    if (quarantined > 0) throw new Error(`${quarantined} of the seeded dossiers were not fit`);
  }
  store.leases.add({ id: uuidv7(), agency: AGENCY, day: localDate(now), from: 1, to: 9_999 });
  store.close();
}

/** What a technician leaves behind: who this PC is, and its devices. No portal: the line is not what is measured. */
export function furnish(folder: string, devices: readonly DeviceConfig[]): void {
  mkdirSync(join(folder, 'pages'), { recursive: true });
  writeFileSync(join(folder, 'station.json'), JSON.stringify(demoConfig(undefined)));
  writeFileSync(join(folder, 'devices.json'), JSON.stringify({ devices }));
}
