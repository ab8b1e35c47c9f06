/** A station at work, and a backup of it again and again: what was in the store when one began is in it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupKeysOf } from '../../../offline-store/backup/backup-keys.ts';
import { type BackupOrder, type BackupResult, makeBackup } from '../../../offline-store/backup/make.ts';
import { mark } from '../mark.ts';
import { KEYS, type OfficeAddress, openOffice } from '../office.ts';
import { dossiersOf } from '../offices.ts';
import { type CounterJob, workAt } from './counter.ts';

/** Another disk, in a story: beside the data, never in it. */
export const secondPlace = ({ folder }: OfficeAddress): string => join(folder, 'second-place');

export function backUp(address: OfficeAddress): Promise<BackupResult> {
  const order: BackupOrder = {
    ...{ dataFolder: address.data, folder: secondPlace(address), station: address.station, agency: address.agency },
    ...{ version: '0.1.0', now: Date.now(), keep: { hours: 24, days: 14 } },
  };
  return makeBackup(order, backupKeysOf(KEYS));
}

/** Backups that were called made, each with how many dossiers had been acknowledged when it began. */
export const backupsFile = ({ folder }: OfficeAddress): string => join(folder, 'backups');

export interface Made {
  readonly name: string;
  readonly dossiers: number;
}

export const backupsMade = (address: OfficeAddress): readonly Made[] =>
  existsSync(backupsFile(address))
    ? readFileSync(backupsFile(address), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Made)
    : [];

/** Written down only after it was called made. */
export async function backUpAndNote(address: OfficeAddress): Promise<void> {
  const dossiers = dossiersOf(address).length;
  const { name } = await backUp(address);
  writeFileSync(backupsFile(address), `${JSON.stringify({ name, dossiers })}\n`, { flag: 'a', flush: true });
}

export interface BackupJob extends CounterJob {
  readonly times: number;
}

export async function work(job: BackupJob): Promise<void> {
  const office = await openOffice(job.address);
  for (let left = job.times; left > 0; left -= 1) {
    await workAt(office, { ...job, seed: job.seed + left }, mark);
    await backUpAndNote(job.address);
    mark();
  }
}
