/** A dossier's papers from hand to hand: one transaction each, and the same operation id does nothing the second time. */
import { type Chain, type ChainStart, chainOf } from '../domain/chain.ts';
import { MotcuaError } from '../domain/errors.ts';
import { isMovable, type Movement, mayMove } from '../domain/movement.ts';
import type { Operation } from '../domain/operation.ts';
import type { Actor, OfficeStore, StoredDossier, StoredEvent } from './contract.ts';
import type { Parts } from './parts.ts';

const LAST = Number.MAX_SAFE_INTEGER;

/** What the province took, in the order of its revisions, then ours in the order they were made; without what it refused. */
export const countedOf = (events: readonly StoredEvent[]): readonly Operation[] =>
  events
    .filter(({ state }) => state !== 'rejected' && state !== 'resolved')
    .toSorted((a, b) => (a.revision ?? LAST) - (b.revision ?? LAST))
    .map(({ operation }) => operation);

/** `unit`: where a dossier is taken in. */
export const startOf = ({ received }: StoredDossier, unit: string): ChainStart => ({
  holder: { unit, name: received.officer },
  receivedAt: received.receivedAt,
  dueAt: received.dueAt,
});

const mustExist = ({ dossiers }: Parts, id: string): StoredDossier => {
  const dossier = dossiers.get(id);
  if (dossier === undefined) throw new MotcuaError('MC-API-05', { dossier: id });
  return dossier;
};

const chainNow = ({ operations }: Parts, dossier: StoredDossier): Chain =>
  chainOf(startOf(dossier, ''), countedOf(operations.events(dossier.received.id)));

/** MC-DOS-01 when the dossier is over; MC-DOS-08 for a hand-over that does not wait (any more). */
const refuseUnlessAllowed = (parts: Parts, dossier: StoredDossier, movement: Movement): void => {
  if (!isMovable(dossier.status)) throw new MotcuaError('MC-DOS-01', { status: dossier.status, action: movement.move });
  if (!mayMove(dossier.status, chainNow(parts, dossier).waiting?.id, movement))
    throw new MotcuaError('MC-DOS-08', { move: movement.move });
};

const moveNew = (parts: Parts, dossierId: string, movement: Movement, by: Actor): StoredDossier => {
  const dossier = mustExist(parts, dossierId);
  refuseUnlessAllowed(parts, dossier, movement);
  parts.appender.append({ type: 'dossier.moved', payload: { ...movement, dossierId } }, by, dossier.received.code);
  return mustExist(parts, dossierId);
};

const moveAgain = (parts: Parts, { type, payload }: Operation, id: string, movement: Movement): StoredDossier => {
  if (type !== 'dossier.moved' || payload.dossierId !== id || payload.move !== movement.move)
    throw new MotcuaError('MC-API-03', { reason: 'operation id used before' });
  return mustExist(parts, id);
};

export const createMovements = (parts: Parts): Pick<OfficeStore, 'move'> => ({
  move: (dossierId, movement, by) =>
    parts.transact(() => {
      const before = parts.operations.get(by.operationId);
      return before === undefined
        ? moveNew(parts, dossierId, movement, by)
        : moveAgain(parts, before.operation, dossierId, movement);
    }),
});
