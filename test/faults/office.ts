/** A commune's office in a story: where its data lies, who it is at the portal, and its real parts when it is open. */
import { join } from 'node:path';
import { type BlobStore, createBlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { type Sync, type SyncOptions, startSync } from '../../offline-store/sync/sync.ts';

/** Plain data: it is handed to the process that is going to be killed. */
export interface OfficeAddress {
  readonly folder: string;
  /** The station's data; the ledger lies beside it, never in it. */
  readonly data: string;
  readonly station: string;
  readonly agency: string;
  readonly token: string;
  readonly portalUrl: string;
}

export interface OpenOffice {
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
}

/** The same in every process of a story. */
export const KEYS = temporaryKeys();

export const storeFile = ({ data }: OfficeAddress): string => join(data, 'office.db');
export const blobFolder = ({ data }: OfficeAddress): string => join(data, 'blobs');
/** Outside the data: it must tell the truth when the data does not. */
export const ledgerFile = ({ folder }: OfficeAddress): string => join(folder, 'ledger');

/** As a station starts: the store brought up to date, and what a killed one left half-written swept away. */
export async function openOffice(address: OfficeAddress, now: () => number = Date.now): Promise<OpenOffice> {
  const { station, agency } = address;
  const store = openOfficeStore({ file: storeFile(address), station, agency, now, keys: KEYS });
  const blobs = createBlobStore(blobFolder(address), KEYS);
  await blobs.clean();
  return { store, blobs };
}

const silent = { info: () => undefined, warn: () => undefined };

export const syncOf = (address: OfficeAddress, { store, blobs }: OpenOffice, over: Partial<SyncOptions> = {}): Sync =>
  startSync({
    ...{ store, blobs, station: address.station, agency: address.agency },
    ...{ portalUrl: address.portalUrl, token: address.token },
    ...{ now: Date.now, onState: () => undefined, log: silent, pollMs: 20, patience: 2_000, random: () => 1 },
    ...over,
  });
