/**
 * Which opening of the store speaks to the province. Its id lives in memory alone; kept is only which one was answered last, so
 * that the next one can say what it goes on from. By it the portal notices one store at work on two PCs, and what it then
 * says is kept for whoever asks (docs/decisions/0034).
 */
import { v7 as uuid7 } from 'uuid';
import { uuid7Schema } from '../domain/ids.ts';
import { type Opening, type SharedKey, sharedKeySchema } from '../domain/sync.ts';
import type { OfficeStore } from './contract.ts';

const ANSWERED = 'opening.answered';
/** Set where the store took another's place; it counts until the province has answered. */
export const PUT_BACK = 'opening.put-back';
/** What the province said last of this PC's key; empty: that it is at one PC alone. */
export const SHARED_KEY = 'opening.shared-key';
/** Since when the key was shared that this PC has numbers of its own for. */
export const PARTED = 'opening.parted';
/** Set once the key was at another PC, for good: of this PC's name are operations in the book that it never made. */
export const WAS_SHARED = 'opening.was-shared';

type Settings = OfficeStore['settings'];

export interface StoreOpening {
  /** What goes with each push. */
  said(): Opening;
  /** A push was answered; `shared` is what the portal said of the key. */
  answered(shared: SharedKey | undefined): void;
}

export const createOpening = (settings: Settings): StoreOpening => {
  const id = uuid7();
  const after = uuid7Schema.safeParse(settings.get(ANSWERED)).data;
  const opening: Opening = {
    id,
    ...(after === undefined ? {} : { after }),
    ...(settings.get(PUT_BACK) ? { restored: true } : {}),
  };
  const keep = (key: string, value: string): void => {
    if ((settings.get(key) ?? '') !== value) settings.set(key, value);
  };
  return {
    said: () => opening,
    answered: (shared) => {
      keep(ANSWERED, id);
      keep(PUT_BACK, '');
      keep(SHARED_KEY, shared === undefined ? '' : JSON.stringify(shared));
      if (shared !== undefined) keep(WAS_SHARED, 'yes');
    },
  };
};

/** Undefined where this PC's key is at no other PC, as far as the province has said. */
export const sharedKeyOf = (kept: string | undefined): SharedKey | undefined =>
  kept ? sharedKeySchema.parse(JSON.parse(kept)) : undefined;
