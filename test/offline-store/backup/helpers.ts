/** A small office with its folder, and a second place beside it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupKeysOf } from '../../../offline-store/backup/backup-keys.ts';
import type { BackupOrder } from '../../../offline-store/backup/make.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { temporaryKeys } from '../../../offline-store/protection/key-ring.ts';
import { AGENCY, actor, commit, folder, lease, NOW, nextId, openAt, STATION } from '../helpers.ts';

export const RING = temporaryKeys();
export const KEYS = backupKeysOf(RING);

export interface Office {
  readonly dataFolder: string;
  readonly file: string;
  readonly store: OfficeStore;
}

/** Station.json among them, as on a real PC. */
export const newOffice = (dataFolder: string = folder()): Office => {
  const file = join(dataFolder, 'office.db');
  const store = openAt(file);
  store.leases.add(lease());
  writeFileSync(join(dataFolder, 'station.json'), JSON.stringify({ station: STATION, agency: AGENCY }));
  return { dataFolder, file, store };
};

export const takeIn = (store: OfficeStore): { readonly id: string; readonly code: string } => {
  const { received } = store.receiveDossier(commit(), actor());
  return { id: received.id, code: received.code };
};

/** A scanned paper of a dossier, its bytes on the disk. */
export const scan = async (office: Office, dossierId: string): Promise<string> => {
  const { sha256, bytes } = await createBlobStore(join(office.dataFolder, 'blobs'), RING).put(randomBytes(5_000));
  office.store.attachDocument({ id: nextId(), dossierId, title: 'Tờ khai', sha256, pages: 1, bytes }, actor());
  return sha256;
};

export const secondPlace = (): string => {
  const place = join(folder(), 'o-sao-luu');
  mkdirSync(place);
  return place;
};

export const orderOf = (
  office: Pick<Office, 'dataFolder'>,
  place: string,
  over: Partial<BackupOrder> = {},
): BackupOrder => ({
  dataFolder: office.dataFolder,
  folder: place,
  station: STATION,
  agency: AGENCY,
  version: '0.1.0',
  now: NOW,
  keep: { hours: 24, days: 14 },
  ...over,
});
