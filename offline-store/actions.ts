/** What an officer does to dossiers: one transaction each, and the same operation id does nothing the second time. */
import type { ReceivedDossier } from '../domain/dossier.ts';
import { type ActionRequest, nextStatus } from '../domain/dossier-actions.ts';
import { MotcuaError } from '../domain/errors.ts';
import { localDate } from '../domain/local-time.ts';
import type { Operation } from '../domain/operation.ts';
import type { Actor, IntakeCommit, OfficeStore, StoredDossier } from './contract.ts';
import type { Leases } from './leases.ts';
import type { KnownOperation } from './operations.ts';
import type { Parts } from './parts.ts';
import { mayReschedule, received } from './standing.ts';

export interface ActionParts extends Parts {
  readonly leases: Leases;
  /** Inside the caller's transaction: what is to be printed of a new dossier becomes waiting jobs. */
  readonly addPrints: (commit: IntakeCommit, dossier: ReceivedDossier) => void;
}

type Actions = Pick<OfficeStore, 'receiveDossier' | 'act' | 'rate'>;

const reused = (): MotcuaError => new MotcuaError('MC-API-03', { reason: 'operation id used before' });

const mustExist = (dossier: StoredDossier | undefined, id: string): StoredDossier => {
  if (dossier === undefined) throw new MotcuaError('MC-API-05', { dossier: id });
  return dossier;
};

/** As it was once operation number `number` had come in: what its first call answered. */
const asOf = ({ dossiers, standings }: Parts, id: string, number: number): StoredDossier => {
  const now = mustExist(dossiers.get(id), id);
  const { received, unsent, rejected } = now;
  return { received, ...standings.compute(received, number).standing, unsent, rejected };
};

const notPast = (dueAt: number, by: Actor): void => {
  if (dueAt < by.correctedAt) throw new MotcuaError('MC-DOS-02', { dueAt });
};

const needsDate = (request: ActionRequest): number => {
  if (request.dueAt === undefined) throw new MotcuaError('MC-API-03', { field: 'dueAt' });
  return request.dueAt;
};

/** MC-DOS-01 where the table does not allow the action, MC-DOS-02/03 for what its date must be. */
const refuseUnlessAllowed = (dossier: StoredDossier, request: ActionRequest, by: Actor): void => {
  if (nextStatus(dossier.status, request.action) === undefined)
    throw new MotcuaError('MC-DOS-01', { status: dossier.status, action: request.action });
  if (request.action === 'receive-supplement') needsDate(request);
  if (request.action !== 'reschedule') return;
  if (!mayReschedule(dossier)) throw new MotcuaError('MC-DOS-03');
  notPast(needsDate(request), by);
};

const dossierFrom = (
  { agency, leases }: ActionParts,
  { dossierId: id, intake, dueAt, secret, catalogueVersion }: IntakeCommit,
  by: Actor,
): ReceivedDossier => ({
  ...intake,
  id,
  code: leases.takeCode(localDate(by.correctedAt)),
  secret,
  agency,
  desk: by.desk,
  officer: by.officer,
  receivedAt: by.correctedAt,
  dueAt,
  // Left out rather than undefined: as it would be read from the row.
  ...(catalogueVersion !== undefined && { catalogueVersion }),
});

/** What the outbox's schema let through. */
const receivedBy = ({ type, payload }: Operation): ReceivedDossier => {
  if (type !== 'dossier.received') throw new TypeError(`an intake became ${type}`);
  return payload;
};

/** Answers what it wrote, without reading it back. */
const receiveNew = (parts: ActionParts, commit: IntakeCommit, by: Actor): StoredDossier => {
  if (parts.protection.stores === 'public') throw new MotcuaError('MC-STO-15');
  notPast(commit.dueAt, by);
  const payload = dossierFrom(parts, commit, by);
  const taken = receivedBy(parts.appender.append({ type: 'dossier.received', payload }, by, payload.code));
  if (!parts.dossiers.insert(taken, true)) throw new MotcuaError('MC-API-03', { reason: 'dossier id used before' });
  parts.addPrints(commit, taken);
  return { received: taken, ...received(taken), unsent: true };
};

const receiveAgain = (
  parts: ActionParts,
  { type, dossierId, number }: KnownOperation,
  commit: IntakeCommit,
): StoredDossier => {
  if (type !== 'dossier.received' || dossierId !== commit.dossierId) throw reused();
  return asOf(parts, commit.dossierId, number);
};

const actNew = (
  parts: Parts,
  id: string,
  request: ActionRequest,
  by: Actor,
  minutesLeft: number | undefined,
): StoredDossier => {
  const dossier = mustExist(parts.dossiers.get(id), id);
  refuseUnlessAllowed(dossier, request, by);
  parts.appender.append(
    { type: 'dossier.acted', payload: { ...request, dossierId: id } },
    by,
    dossier.received.code,
    minutesLeft,
  );
  parts.standings.refresh(id);
  return mustExist(parts.dossiers.get(id), id);
};

const actAgain = (
  parts: Parts,
  operation: Operation,
  number: number,
  id: string,
  request: ActionRequest,
): StoredDossier => {
  const same =
    operation.type === 'dossier.acted' &&
    operation.payload.dossierId === id &&
    operation.payload.action === request.action;
  if (!same) throw reused();
  return asOf(parts, id, number);
};

export const createActions = (parts: ActionParts): Actions => {
  const { transact, operations, appender } = parts;
  return {
    receiveDossier: (commit, by) =>
      transact(() => {
        const before = operations.find(by.operationId);
        return before === undefined ? receiveNew(parts, commit, by) : receiveAgain(parts, before, commit);
      }),
    act: (id, request, by, kept) =>
      transact(() => {
        const before = operations.get(by.operationId);
        return before === undefined
          ? actNew(parts, id, request, by, kept?.minutesLeft)
          : actAgain(parts, before.operation, before.number, id, request);
      }),
    rate: (rating, by) =>
      transact(() => {
        const before = operations.get(by.operationId);
        if (before === undefined) appender.append({ type: 'rating.given', payload: rating }, by, rating.dossierId);
        else if (before.operation.type !== 'rating.given') throw reused();
      }),
  };
};
