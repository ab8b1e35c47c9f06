/** An office as it stands after some years: half a million dossiers, brought in by the change feed as on a new PC. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { localDate } from '../../domain/local-time.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { AGENCY, changeOf, STATION } from './people.ts';

export const DOSSIERS = Number(process.env['MOTCUA_BENCH_DOSSIERS'] ?? 500_000);
/** A folder of so few is an ordinary one; its size does not count yet. */
export const FEW = 100;
/** As many as the feed brings at a time. */
const BATCH = 1_000;

export const databaseOf = (folder: string): string => join(folder, 'office.db');

/** Beside the data of the measurement, which goes when it ends. */
export const keyFileOf = (folder: string): string => join(folder, 'station.key');

export const keysOf = (folder: string): KeyRing =>
  openStationKeys({ dataFolder: folder, keyFile: keyFileOf(folder), now: Date.now }).ring;

export const openOffice = (folder: string): OfficeStore =>
  openOfficeStore({ file: databaseOf(folder), station: STATION, agency: AGENCY, now: Date.now, keys: keysOf(folder) });

/** Dossiers, and a full day's numbers. `now` fixes their dates and so their codes. */
export function fillOffice(folder: string, dossiers: number, now: number): void {
  mkdirSync(folder, { recursive: true });
  const store = openOffice(folder);
  for (let from = 0; from < dossiers; from += BATCH) {
    const changes = Array.from({ length: Math.min(BATCH, dossiers - from) }, (_, index) => changeOf(from + index, now));
    const { quarantined } = store.inbox.apply(changes, `c${from + changes.length}`, now);
    if (quarantined > 0) throw new Error(`${quarantined} of the seeded dossiers were not fit`);
  }
  store.close();
  giveNumbers(folder, now);
}

/** A day's numbers behind those that the station has leased by itself. */
export function giveNumbers(folder: string, now: number): void {
  const store = openOffice(folder);
  store.leases.add({ id: uuidv7(), agency: AGENCY, day: localDate(now), from: 1_000, to: 9_999 });
  store.close();
}

/** What a technician leaves behind: who this PC is, and its devices. Without a portal where the line is not what is measured. */
export function furnish(
  folder: string,
  devices: readonly DeviceConfig[],
  portal?: { readonly url: string; readonly token: string },
): void {
  mkdirSync(join(folder, 'pages'), { recursive: true });
  writeFileSync(join(folder, 'station.json'), JSON.stringify(demoConfig(portal)));
  writeFileSync(join(folder, 'devices.json'), JSON.stringify({ devices }));
}
