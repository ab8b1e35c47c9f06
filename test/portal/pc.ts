/** A PC with its own data folder, as the station has it: identity, store, blobs, synchronisation; its clock may be wrong. */
import { join } from 'node:path';
import { v7 as uuid7 } from 'uuid';
import { createBlobStore } from '../../offline-store/blobs.ts';
import type { Actor, OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { createSealer } from '../../offline-store/protection/sealing.ts';
import { type Sync, startSync } from '../../offline-store/sync/sync.ts';
import { demoConfig } from '../../station/demo/commune.ts';
import { openIdentity, type StationIdentity } from '../../station/identity/identity.ts';
import { takeUp } from '../../station/identity/take-up.ts';
import { AGENCY, COUNTER, received } from './samples.ts';

const KEYS = temporaryKeys();

export interface Pc {
  readonly identity: StationIdentity;
  readonly store: OfficeStore;
  /** The line by the present identity; MC-PAR-09 where there is none. */
  readonly connect: () => Sync;
  /** Takes a dossier in; its code. */
  readonly takeIn: () => string;
  readonly close: () => Promise<void>;
}

export interface PcOptions {
  readonly folder: string;
  /** The name in its station.json. */
  readonly station: string;
  readonly portalUrl: string;
  /** How far its clock is off, ms. */
  readonly off?: number;
}

export function openPc({ folder, station, portalUrl, off = 0 }: PcOptions): Pc {
  const now = () => Date.now() + off;
  const config = { ...demoConfig({ url: portalUrl }), station, agency: AGENCY };
  const identity = openIdentity({ config, dataFolder: folder, sealing: createSealer(KEYS) });
  const store = openOfficeStore({
    ...{ file: join(folder, 'office.db'), station: identity.station(), agency: AGENCY, keys: KEYS, now },
  });
  const blobs = createBlobStore(join(folder, 'blobs'), KEYS);
  let sync: Sync | undefined;
  const connect = (): Sync => {
    const way = identity.way();
    if (!way?.identity) throw new Error('not paired');
    takeUp(store, way.identity, now());
    sync = startSync({
      ...{
        store,
        blobs,
        now,
        agency: AGENCY,
        station: way.station,
        portalUrl: way.url,
        token: way.token,
        fetch: way.fetch,
      },
      onState: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      pollMs: 50,
      patience: 5_000,
      random: () => 0,
    });
    return sync;
  };
  const takeIn = (): string => {
    const sample = received(COUNTER, `${AGENCY}-260101-0001`).payload;
    const {
      id: _i,
      code: _c,
      secret,
      agency: _a,
      desk: _d,
      officer: _o,
      receivedAt: _r,
      dueAt: _u,
      ...intake
    } = sample;
    const commit = { dossierId: uuid7(), intake, dueAt: Date.now() + 86_400_000, secret, prints: [] };
    return store.receiveDossier(commit, actor()).received.code;
  };
  return {
    ...{ identity, store, connect, takeIn },
    close: async () => {
      await sync?.stop();
      store.close();
    },
  };
}

const actor = (): Actor => ({
  operationId: uuid7(),
  officer: 'Người Mẫu',
  desk: 1,
  madeAt: Date.now(),
  correctedAt: Date.now(),
});
