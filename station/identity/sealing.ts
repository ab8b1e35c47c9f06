/** What seals the station's private key on disk. `place` says what it is, so that a sealed value moved elsewhere does not open. */
export interface Sealing {
  seal(place: string, value: Uint8Array): Uint8Array;
  /** Throws when it was changed, belongs elsewhere, or was sealed by keys that this PC does not have. */
  open(place: string, sealed: Uint8Array): Uint8Array;
}
