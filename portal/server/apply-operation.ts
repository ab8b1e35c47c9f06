/** What an accepted operation does to the dossiers. Whether it may is decided by the action table of domain/ alone. */
import { assertNever } from '../../domain/assert-never.ts';
import type { DossierStatus, ReceivedDossier } from '../../domain/dossier.ts';
import { type DossierAction, nextStatus } from '../../domain/dossier-actions.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { mayMove, movesByName, waitingAfter } from '../../domain/movement.ts';
import type { Operation } from '../../domain/operation.ts';
import { type Caller, canonicalAgency } from './caller.ts';
import type { Attached, Book, DossierState } from './dossier-book.ts';

type Refusal = ErrorCode | undefined;
type Acted = Extract<Operation, { type: 'dossier.acted' }>['payload'];
type Moved = Extract<Operation, { type: 'dossier.moved' }>;

/**
 * Applies an operation to the book, or says why not and leaves everything as it was: `MC-POR-01` the code belongs to
 * another dossier, `MC-POR-02` data that contradicts itself, `MC-POR-03` not possible at the dossier's step, `MC-POR-04`
 * no such dossier.
 */
export function applyToDossiers(book: Book, caller: Caller, operation: Operation, revision: number): Refusal {
  switch (operation.type) {
    case 'dossier.received':
      return receive(book, caller, operation.payload, revision);
    case 'dossier.acted':
      return act(book, caller, operation.payload, revision);
    case 'dossier.moved':
      return move(book, caller, operation, revision);
    case 'document.attached':
      return attach(book, caller, operation.payload);
    case 'rating.given':
      return rate(book, caller, operation.payload.dossierId);
    default:
      return assertNever(operation);
  }
}

function receive(book: Book, { agency }: Caller, dossier: ReceivedDossier, revision: number): Refusal {
  if (canonicalAgency(dossier.agency) !== agency) return 'MC-POR-02';
  if (book.dossier(dossier.id)) return 'MC-POR-03';
  if (book.isCodeTaken(dossier.code)) return 'MC-POR-01';
  book.receive(dossier, { agency, status: 'received', rescheduled: false, waiting: null, revision });
  return undefined;
}

function act(book: Book, caller: Caller, payload: Acted, revision: number): Refusal {
  const { dossierId, action, dueAt } = payload;
  const dossier = ownDossier(book, caller, dossierId);
  if (!dossier) return 'MC-POR-04';
  const status = allowedNext(dossier, action);
  if (!status) return 'MC-POR-03';
  const rescheduled = dossier.rescheduled || action === 'reschedule';
  const waiting = movesByName(payload) ? null : dossier.waiting;
  book.change(dossierId, { ...dossier, status, rescheduled, waiting, revision, dueAt: dueAt ?? dossier.dueAt });
  return undefined;
}

/** Papers go from hand to hand while the dossier is not over; only what waits can be taken, once. */
function move(book: Book, caller: Caller, { id, payload }: Moved, revision: number): Refusal {
  const dossier = ownDossier(book, caller, payload.dossierId);
  if (!dossier) return 'MC-POR-04';
  if (!mayMove(dossier.status, dossier.waiting ?? undefined, payload)) return 'MC-POR-03';
  book.change(payload.dossierId, { ...dossier, waiting: waitingAfter(id, payload) ?? null, revision });
  return undefined;
}

/** A dossier of another agency does not exist for this one. */
const ownDossier = (book: Book, { agency }: Caller, id: string): DossierState | undefined => {
  const dossier = book.dossier(id);
  return dossier?.agency === agency ? dossier : undefined;
};

/** The due date is moved once only (domain.md §1, step 6), also when two stations did it without knowing of each other. */
const allowedNext = (dossier: DossierState, action: DossierAction): DossierStatus | undefined =>
  action === 'reschedule' && dossier.rescheduled ? undefined : nextStatus(dossier.status, action);

function attach(book: Book, caller: Caller, document: Attached): Refusal {
  if (!ownDossier(book, caller, document.dossierId)) return 'MC-POR-04';
  if (book.isDocumentKnown(document.documentId)) return 'MC-POR-02';
  book.attach(document);
  return undefined;
}

const rate = (book: Book, caller: Caller, dossierId: string | undefined): Refusal =>
  dossierId === undefined || ownDossier(book, caller, dossierId) ? undefined : 'MC-POR-04';
