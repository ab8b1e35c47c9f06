/** The parts of a station's line to the bench's portal, as startSync makes them, for measurements of one of its lanes. */
import { join } from 'node:path';
import { createBlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { createOpening } from '../../offline-store/opening.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { createClient } from '../../offline-store/sync/client.ts';
import type { SyncParts } from '../../offline-store/sync/parts.ts';

/** A quiet machine answers in milliseconds; a busy one must not spoil a figure by a repeat. */
const PATIENCE_MS = 60_000;

export interface LineTo {
  readonly url: string;
  readonly token: string;
  readonly station: string;
  readonly agency: string;
}

export function lineTo(
  { url, token, station, agency }: LineTo,
  store: OfficeStore,
  folder: string,
  keys: KeyRing,
): SyncParts {
  const client = createClient({
    portalUrl: url,
    token,
    fetch: (address, init) => fetch(address, init),
    stop: new AbortController().signal,
    patience: PATIENCE_MS,
    onExchange: (code) => {
      if (code !== undefined) throw new Error(`the line to the portal broke while measuring: ${code}`);
    },
  });
  const blobs = createBlobStore(join(folder, 'blobs'), keys);
  return {
    client,
    store,
    blobs,
    opening: createOpening(store.settings),
    station,
    agency,
    now: Date.now,
    corrected: Date.now,
    steady: () => performance.now(),
    heardClock: () => undefined,
    log: { info: () => undefined, warn: refuse },
  };
}

/** Whatever is worth a warning would spoil the figure. */
const refuse = (fields: object, message: string): never => {
  throw new Error(`${message} while measuring: ${JSON.stringify(fields)}`);
};
