/** What the store's topics need of the keys: sealing, look-up words, and whether people's data may be stored at all. */
import type { StoredScope } from '../../domain/station-config.ts';
import { type BlindIndex, createBlindIndex } from './blind-index.ts';
import type { KeyRing } from './key-ring.ts';
import { createSealer, type Sealer } from './sealing.ts';

export interface Protection {
  readonly sealer: Sealer;
  readonly blind: BlindIndex;
  /** `public`: a kiosk's or display's PC, which keeps nothing of any person. */
  readonly stores: StoredScope;
}

export const createProtection = (keys: KeyRing, stores: StoredScope = 'office'): Protection => ({
  sealer: createSealer(keys),
  blind: createBlindIndex(keys.index),
  stores,
});
