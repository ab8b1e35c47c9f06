/** A point of the contract: what is promised, and how it is looked at. */
import type { Uuid7 } from '../../domain/ids.ts';
import type { Lease } from '../../domain/sync.ts';
import type { Send } from './client.ts';
import type { PairingBench } from './pairing.ts';

/** Who speaks: a token with the station and the agency it was given out for. */
export interface Speaker {
  readonly token: string;
  readonly station: string;
  readonly agency: string;
}

export interface Bench {
  readonly send: Send;
  readonly me: Speaker;
  /** Another station of the same agency; points that need it are left out without it. */
  readonly colleague: Speaker | undefined;
  /** A station of another agency. */
  readonly stranger: Speaker | undefined;
  /** One-time codes for a station that the kit pairs. */
  readonly pairing: PairingBench | undefined;
  /** … and one that lets another key take its place. */
  readonly replacing: PairingBench | undefined;
  /** A dossier code that was never used, from numbers leased for today. */
  nextCode(): Promise<string>;
  /** The next sequence of `me`'s operations. */
  nextSequence(): number;
  lease(days: readonly string[], count: number, id?: Uuid7): Promise<readonly Lease[]>;
}

export type Needs = 'colleague' | 'stranger' | 'pairing' | 'replacing';

export interface Point {
  /** Stable: a vendor's bug report may name it. */
  readonly id: string;
  /** The promise, in one sentence. */
  readonly promise: string;
  /** Where docs/guides/portal-vendor.md explains it. */
  readonly section: string;
  readonly needs?: Needs;
  /** Throws `Broken` where the promise is not kept. */
  readonly look: (bench: Bench) => Promise<void>;
}
