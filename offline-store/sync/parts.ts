/** What the parts of synchronisation share. */
import type { Instant } from '../../domain/ids.ts';
import type { BlobStore } from '../blobs.ts';
import type { OfficeStore } from '../contract.ts';
import type { StoreOpening } from '../opening.ts';
import type { PortalClient } from './client.ts';

/** Of pino's shape. Codes and counts only: no name, no id of a citizen, no line of the feed. */
export interface SyncLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface SyncParts {
  readonly client: PortalClient;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  /** Of this run of the exchange. */
  readonly opening: StoreOpening;
  readonly station: string;
  readonly agency: string;
  readonly now: () => Instant;
  /** A clock that only grows, ms: pauses are counted by it, whatever the PC's clock is set to. */
  readonly steady: () => number;
  /** `now` on the portal's clock: which local day it is, and what an answer's time is compared with. */
  readonly corrected: () => Instant;
  readonly log: SyncLog;
  /** Told of the portal's clock in each answer that carries it. */
  readonly heardClock: (portalNow: Instant, sentAt: Instant) => void;
}
