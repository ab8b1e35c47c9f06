/** One station's backups on the other disk of its office, by the program's own hands (offline-store/backup). */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupKeysOf } from '../../offline-store/backup/backup-keys.ts';
import { makeBackup } from '../../offline-store/backup/make.ts';
import { findBackups, restoreBackup } from '../../offline-store/backup/restore.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import type { Office } from './offices.ts';
import { homeOf } from './station.ts';

export interface SecondPlace {
  make(now: number): Promise<void>;
  /** There is a backup, and it was not put back yet. */
  holdsOne(): boolean;
  /** Puts it back, whatever happened since, and throws it away; the station must be closed. A killed restore is begun again. */
  putBack(now: number): Promise<void>;
}

const KEEP = { hours: 1, days: 1 };

export const secondPlaceOf = (folder: string, office: Office): SecondPlace => {
  const { station, agency } = office;
  const place = join(folder, 'second-place', station);
  const dataFolder = homeOf(folder, office);
  const holdsOne = (): boolean => existsSync(place);
  return {
    holdsOne,
    make: async (now) => {
      mkdirSync(place, { recursive: true });
      const order = { dataFolder, folder: place, station, agency, version: '0.0.0', now, keep: KEEP };
      await makeBackup(order, backupKeysOf(temporaryKeys()));
    },
    putBack: async (now) => {
      const [newest] = await findBackups(place);
      if (newest !== undefined) await restoreBackup({ file: newest.file, dataFolder, agency, now }, temporaryKeys());
      rmSync(place, { recursive: true, force: true });
    },
  };
};
