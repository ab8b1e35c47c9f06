/** What a search sees, before anybody says what it is. */
import type { SeenPort } from './ports/contract.ts';

/** A scanner in the network that speaks eSCL. */
export interface SeenEscl {
  readonly url: string;
  readonly label: string;
  readonly serialNumber?: string | undefined;
  /** SHA-256 of the certificate that it showed, for `https`. */
  readonly certificate?: string | undefined;
}

/** A monitor of this PC. */
export interface SeenScreen {
  readonly place: string;
  readonly label: string;
  /** What our shell shows on it: the calling board makes it one. */
  readonly shows: 'board' | 'other' | 'nothing';
}

/** One thing, where it is and what it calls itself. */
export type SeenThing =
  | { readonly source: 'port'; readonly port: SeenPort }
  | { readonly source: 'cups'; readonly queue: string; readonly uri: string }
  | { readonly source: 'sane'; readonly device: string; readonly vendor: string; readonly model: string }
  | ({ readonly source: 'escl' } & SeenEscl)
  | ({ readonly source: 'screen' } & SeenScreen);
