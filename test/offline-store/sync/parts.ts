/** What a part of synchronisation needs, on a store of its own, for its tests. */
import { join } from 'node:path';
import type { ErrorCode } from '../../../domain/errors.ts';
import { createBlobStore } from '../../../offline-store/blobs.ts';
import type { OfficeStore } from '../../../offline-store/contract.ts';
import { createOpening } from '../../../offline-store/opening.ts';
import { createClient, type PortalClient } from '../../../offline-store/sync/client.ts';
import type { SyncParts } from '../../../offline-store/sync/parts.ts';
import { AGENCY, folder, freshStore, KEYS, NOW, STATION } from '../helpers.ts';

export const TOKEN = 'khoa-thu-cua-tram-quay-1';
export const silent = { info: () => undefined, warn: () => undefined };

export interface Watched extends SyncParts {
  readonly exchanges: (ErrorCode | undefined)[];
}

export const clientOf = (
  portalUrl: string,
  exchanges: (ErrorCode | undefined)[] = [],
  patience = 5_000,
): PortalClient =>
  createClient({
    portalUrl,
    token: TOKEN,
    fetch,
    stop: new AbortController().signal,
    patience,
    onExchange: (code) => exchanges.push(code),
  });

export const partsFor = (portalUrl: string, store: OfficeStore = freshStore(), patience = 5_000): Watched => {
  const exchanges: (ErrorCode | undefined)[] = [];
  return {
    client: clientOf(portalUrl, exchanges, patience),
    store,
    blobs: createBlobStore(join(folder(), 'blobs'), KEYS),
    opening: createOpening(store.settings),
    station: STATION,
    agency: AGENCY,
    now: () => NOW,
    steady: () => performance.now(),
    corrected: () => NOW,
    log: silent,
    heardClock: () => undefined,
    exchanges,
  };
};
