/** Doing what was planned through the store's own doors, as the station's services do for an officer. */
import { createHash } from 'node:crypto';
import { addWorkingMinutes, type WorkingCalendar } from '../../domain/calendar.ts';
import { type Catalogue, findProcedure } from '../../domain/catalogue.ts';
import { computeDue, remaining, resume, WORKING_DAY_MINUTES } from '../../domain/deadline.ts';
import type { CompleteIntake } from '../../domain/dossier.ts';
import type { ActionRequest } from '../../domain/dossier-actions.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { type Movement, movementSchema } from '../../domain/movement.ts';
import type { Actor, OfficeStore, StoredDossier } from '../../offline-store/contract.ts';
import { chainHere } from '../rig/hand-to-hand.ts';
import type { AckLog, Attempt } from './ack-log.ts';
import type { Office } from './offices.ts';
import type { PlannedAct } from './plan.ts';
import { contentOf } from './random.ts';
import type { SimulatedStation } from './station.ts';

export interface DeedParts {
  readonly office: Office;
  readonly station: SimulatedStation;
  readonly log: AckLog;
  readonly calendar: WorkingCalendar;
  readonly catalogue: Catalogue;
}

/** `later`: not possible yet (the dossier has not come over, no numbers for what the clock says is today). */
export type DeedOutcome = 'done' | 'refused' | 'later';

const LATER = new Set(['MC-DOS-04']);
/** A new date is a day after what was promised, or after now where that has passed. */
const MOVED_BY = WORKING_DAY_MINUTES;

const dueOf = ({ calendar, catalogue }: DeedParts, intake: CompleteIntake, at: Instant): Instant => {
  const procedure = findProcedure(catalogue, intake.procedureCode);
  if (!procedure) throw new MotcuaError('MC-DOS-06');
  return computeDue(procedure.deadline, at, calendar).dueAt;
};

const mustHave = (store: OfficeStore, dossierId: string): StoredDossier => {
  const dossier = store.dossiers.get(dossierId);
  if (dossier === undefined) throw new MotcuaError('MC-API-05');
  return dossier;
};

const requestOf = (
  { calendar }: DeedParts,
  { action, reason, to }: Extract<PlannedAct['deed'], { kind: 'act' }>,
  dossier: StoredDossier,
  at: Instant,
): ActionRequest => {
  if (action === 'receive-supplement')
    return { action, reason, to, dueAt: resume(calendar, dossier.minutesLeft ?? 0, at) };
  if (action === 'reschedule')
    return { action, reason, to, dueAt: addWorkingMinutes(calendar, Math.max(dossier.dueAt, at), MOVED_BY) };
  return { action, reason, to };
};

/** Of the hand-over that the desk shows as waiting at that moment; MC-DOS-08 where none does, as an officer finds. */
const movementOf = (
  { station, office }: DeedParts,
  { move, to }: Extract<PlannedAct['deed'], { kind: 'move' }>,
  dossierId: string,
): Movement => {
  const note = 'Dữ liệu mẫu';
  if (move === 'handed-over') return { move, to, note };
  const handOver = chainHere(station.store, dossierId)?.waiting?.id;
  if (handOver === undefined) throw new MotcuaError('MC-DOS-08', { move });
  return move === 'taken-back' ? { move, handOver } : { move, handOver, receiver: to.name || office.officer, note: '' };
};

const receivedPayload = (parts: DeedParts, act: PlannedAct, at: Instant): Attempt['payload'] => {
  if (act.deed.kind !== 'receive') throw new TypeError('not an intake');
  const { agency, desk, officer } = parts.office;
  const { intake, secret } = act.deed;
  const dueAt = dueOf(parts, intake, at);
  return { ...intake, id: act.dossierId, secret, agency, desk, officer, receivedAt: at, dueAt };
};

const typeAndPayload = (parts: DeedParts, act: PlannedAct, at: Instant): Pick<Attempt, 'type' | 'payload'> => {
  const { deed, dossierId } = act;
  switch (deed.kind) {
    case 'receive':
      return { type: 'dossier.received', payload: receivedPayload(parts, act, at) };
    case 'act': {
      const request = requestOf(parts, deed, mustHave(parts.station.store, dossierId), at);
      return { type: 'dossier.acted', payload: { ...request, dossierId } };
    }
    case 'move':
      return { type: 'dossier.moved', payload: { ...movementOf(parts, deed, dossierId), dossierId } };
    case 'scan': {
      const { documentId, title, pages, bytes } = deed;
      const sha256 = createHash('sha256').update(contentOf(documentId, bytes)).digest('hex');
      return { type: 'document.attached', payload: { dossierId, documentId, title, pages, bytes, sha256 } };
    }
    case 'rate':
      return { type: 'rating.given', payload: { dossierId, desk: parts.office.desk, score: deed.score } };
  }
};

const attemptOf = (parts: DeedParts, act: PlannedAct): Attempt => {
  const { office, station } = parts;
  const correctedAt = station.corrected();
  return {
    operationId: act.operationId,
    dossierId: act.dossierId,
    officer: office.officer,
    desk: office.desk,
    madeAt: station.now(),
    correctedAt,
    ...typeAndPayload(parts, act, correctedAt),
  };
};

/** Hands the attempt to the store; the code where it gave one. */
const hand = async (parts: DeedParts, act: PlannedAct, attempt: Attempt): Promise<string | undefined> => {
  const { store, blobs } = parts.station;
  const { operationId, officer, desk, madeAt, correctedAt, payload } = attempt;
  const by: Actor = { operationId, officer, desk, madeAt, correctedAt };
  const { deed, dossierId } = act;
  switch (deed.kind) {
    case 'receive': {
      const dueAt = Number(payload['dueAt']);
      const { intake, secret } = deed;
      return store.receiveDossier({ dossierId, intake, dueAt, secret, prints: [] }, by).received.code;
    }
    case 'act': {
      const dossier = mustHave(store, dossierId);
      const stops = deed.action === 'request-supplement';
      const kept = stops ? { minutesLeft: remaining(parts.calendar, dossier.dueAt, correctedAt) } : undefined;
      store.act(dossierId, { ...deedRequest(payload), action: deed.action }, by, kept);
      return undefined;
    }
    case 'move':
      store.move(dossierId, movementSchema.parse(payload), by);
      return undefined;
    case 'scan': {
      const { sha256, bytes } = await blobs.put(contentOf(deed.documentId, deed.bytes));
      const { documentId: id, title, pages } = deed;
      store.attachDocument({ id, dossierId, title, pages, bytes, sha256 }, by);
      return undefined;
    }
    case 'rate':
      store.rate({ dossierId, desk, score: deed.score }, by);
      return undefined;
  }
};

const deedRequest = (payload: Attempt['payload']): Omit<ActionRequest, 'action'> => ({
  reason: String(payload['reason']),
  to: String(payload['to']),
  ...(payload['dueAt'] === undefined ? {} : { dueAt: Number(payload['dueAt']) }),
});

/** What an officer would be told, in a sentence; anything else is a fault of the program or of the simulation. */
const refusalOf = (error: unknown): string => {
  if (error instanceof MotcuaError && /^MC-(DOS|API-05)/.test(error.code)) return error.code;
  throw error;
};

const isHere = ({ station }: DeedParts, { deed, dossierId }: PlannedAct): boolean =>
  deed.kind === 'receive' || station.store.dossiers.get(dossierId) !== undefined;

const putDown = ({ log }: DeedParts, { operationId: id }: PlannedAct, code: string): DeedOutcome => {
  const later = LATER.has(code);
  log.write({ kind: later ? 'put-off' : 'refused', id, code });
  return later ? 'later' : 'refused';
};

/** A repeat after a kill hands over the very same request: the officer's window does so too. */
export const perform = async (parts: DeedParts, act: PlannedAct): Promise<DeedOutcome> => {
  const { log } = parts;
  if (!isHere(parts, act)) return 'later';
  const before = log.attempted(act.operationId);
  try {
    const attempt = before ?? attemptOf(parts, act);
    if (before === undefined) log.write({ kind: 'try', attempt });
    const code = await hand(parts, act, attempt);
    log.write({ kind: 'ack', id: act.operationId, ...(code === undefined ? {} : { code }) });
    return 'done';
  } catch (error) {
    return putDown(parts, act, refusalOf(error));
  }
};
