/** A station as the province simulation runs it: the real store, the real scans and the real synchronisation, many to a process. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { finishSwap } from '../../offline-store/backup/swap.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import { createBlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { startSync } from '../../offline-store/sync/sync.ts';
import type { FaultyLine } from './line.ts';
import type { Office } from './offices.ts';
import { randomOf } from './random.ts';
import type { SimulatedClock } from './timeline.ts';

/** Between two looks at the feed; a kick comes before. */
const POLL_MS = 4_000;
const CLOCK_LOOK_MS = 1_000;

/** What the province shares, and this station's own folder and line. */
export interface StationParts {
  readonly office: Office;
  readonly folder: string;
  readonly portalUrl: string;
  readonly seed: string;
  readonly clock: SimulatedClock;
  readonly line: FaultyLine;
}

export interface SimulatedStation {
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly files: StationFiles;
  /** Its own clock, right or wrong, and the portal's as far as it knows it. */
  now(): number;
  corrected(): number;
  /** How wrong its own clock is, ms. */
  setClockError(ms: number): void;
  kick(): void;
  /** What its synchronisation last complained of. */
  trouble(): string;
  /** The line is let go; the store stays open. */
  stopSync(): Promise<void>;
  /** Closed in order: the exchange first, then the store. */
  close(): Promise<void>;
  /** Closed as if the process had gone: the store at once, whatever is under way. Resolves when nothing of it runs any more. */
  crash(): Promise<void>;
}

export interface StationFiles {
  readonly database: string;
  readonly blobs: string;
}

/** A station's data folder. */
export const homeOf = (folder: string, { station }: Office): string => join(folder, station);

const filesOf = (folder: string, office: Office): StationFiles => {
  const home = homeOf(folder, office);
  return { database: join(home, 'office.db'), blobs: join(home, 'blobs') };
};

export const openSimulatedStation = async (parts: StationParts): Promise<SimulatedStation> => {
  const { office, clock, line } = parts;
  const files = filesOf(parts.folder, office);
  mkdirSync(dirname(files.database), { recursive: true });
  // A restore that was killed half-way.
  finishSwap(dirname(files.database));
  let error = 0;
  let offset = 0;
  let trouble = '';
  const now = (): number => clock.now() + error;
  const keys = temporaryKeys();
  const blobs = createBlobStore(files.blobs, keys);
  await blobs.clean();
  const store = openOfficeStore({ file: files.database, station: office.station, agency: office.agency, now, keys });
  const sync = startSync({
    store,
    blobs,
    portalUrl: parts.portalUrl,
    token: office.token,
    station: office.station,
    agency: office.agency,
    now,
    onState: ({ clockOffset }) => {
      offset = clockOffset ?? offset;
    },
    log: {
      info: () => undefined,
      warn: (fields, message) => {
        trouble = `${message} ${JSON.stringify(fields)}`.slice(0, 300);
      },
    },
    fetch: line.fetch,
    // Pauses are simulated time, too; a wrong clock is noticed against it.
    steady: clock.now,
    clockLookMs: CLOCK_LOOK_MS,
    pollMs: POLL_MS,
    random: randomOf(parts.seed, 'back-off', office.index).unit,
  });
  offset = sync.state().clockOffset ?? 0;
  return {
    store,
    blobs,
    files,
    now,
    corrected: () => now() + offset,
    setClockError: (ms) => {
      error = ms;
    },
    kick: sync.kick,
    trouble: () => trouble,
    stopSync: sync.stop,
    close: async () => {
      await sync.stop();
      store.close();
    },
    crash: async () => {
      store.close();
      await sync.stop();
    },
  };
};
