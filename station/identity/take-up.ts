/**
 * What a new key asks of the store, once: to go on behind the numbers that the portal has seen of this station, and, where
 * another PC spoke for it or held the same store, to use no dossier number that this one may still hold. Before the first
 * exchange with the key.
 */
import type { Instant } from '../../domain/ids.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { PARTED, SHARED_KEY, sharedKeyOf } from '../../offline-store/opening.ts';
import { SEQUENCE_FLOOR } from '../../offline-store/outbox-entry.ts';
import type { Identity } from './files.ts';

const TAKEN_UP = 'identity.taken-up';
/** Left free for what the PC before had not sent: it may still hand it over, under the numbers it gave. */
const ROOM_FOR_UNSENT = 1_000_000;

export function takeUp(store: OfficeStore, identity: Identity, at: Instant): void {
  const { keyId, lastSequence, replaced, station } = identity;
  if (store.settings.get(TAKEN_UP) === keyId) return;
  const kept = Number(store.settings.get(SEQUENCE_FLOOR) ?? 0);
  const floor = Math.max(kept, lastSequence + (replaced ? ROOM_FOR_UNSENT : 0));
  store.settings.set(SEQUENCE_FLOOR, String(floor));
  const shared = sharedKeyOf(store.settings.get(SHARED_KEY));
  const bothHold = shared !== undefined && store.settings.get(PARTED) !== String(shared.since);
  if (replaced || bothHold) store.leases.giveUp();
  if (shared) store.settings.set(SHARED_KEY, '');
  store.audit.add({ at, who: station, what: replaced ? 'station.took-over' : 'station.paired', about: keyId });
  store.settings.set(TAKEN_UP, keyId);
}
