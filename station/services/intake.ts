/** Taking a dossier in: what it would give (preview), and the one commit after which nothing can lose it. */
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { openingsOf } from '../../domain/calendar.ts';
import type { Procedure } from '../../domain/catalogue.ts';
import { factsInNumber } from '../../domain/citizen-card.ts';
import { computeDue } from '../../domain/deadline.ts';
import { type CompleteIntake, completeIntakeSchema, type IntakeDraft } from '../../domain/dossier.ts';
import { MotcuaError } from '../../domain/errors.ts';
import { computeFee, explainFee, type Fee } from '../../domain/fee.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import { secretFromBytes } from '../../domain/receipt-qr.ts';
import type { Explanation } from '../../domain/views/explanation.ts';
import type { IntakePreview, TakenIn } from '../../domain/views/intake.ts';
import type { Actor, StoredDossier } from '../../offline-store/contract.ts';
import type { Station } from '../station.ts';
import { dossierOf, UNDO_MS, undoUntil } from './dossier-view.ts';

type Parts = Pick<
  Station,
  'store' | 'catalogue' | 'calendar' | 'clock' | 'config' | 'shift' | 'hub' | 'prints' | 'bus' | 'line'
>;

export function actorOf(parts: Pick<Station, 'config' | 'clock' | 'shift'>, operationId: Uuid7): Actor {
  const { desk } = parts.config;
  return {
    operationId,
    officer: parts.shift.name(),
    desk,
    madeAt: parts.clock.now(),
    correctedAt: parts.clock.corrected(),
  };
}

export function feeOf(procedure: Procedure, intake: Pick<IntakeDraft, 'papers'>): Fee {
  return computeFee(
    procedure.fee,
    intake.papers.map(({ name, pages, copies }) => ({ label: name, pages, copies })),
  );
}

export function previewIntake(parts: Parts, draft: IntakeDraft): IntakePreview {
  const now = parts.clock.corrected();
  const procedure = parts.catalogue.find(draft.procedureCode);
  const due = procedure ? computeDue(procedure.deadline, now, parts.calendar) : undefined;
  const fee = procedure ? feeOf(procedure, draft) : undefined;
  return {
    receivedAt: now,
    dueAt: due?.dueAt,
    dueExplanation: due?.explanation,
    openings: openingsOf(parts.calendar, localDate(now)).map(({ from, to }): [string, string] => [from, to]),
    fee: {
      total: fee?.total ?? 0,
      explanation: fee?.lines[0] ? explainFee(fee.lines[0].part) : '',
      lines: (fee?.lines ?? []).map(({ amount, part }) => ({ amount, explanation: explainFee(part) })),
    },
    missing: missingIn(parts, draft),
    warnings: warningsOf(draft),
    numbersLeft: parts.store.leases.left(localDate(now)),
  };
}

/** A procedure that the version in effect does not have is to be chosen anew. */
function missingIn({ catalogue }: Parts, draft: IntakeDraft): readonly string[] {
  const known = catalogue.find(draft.procedureCode) !== undefined;
  return [...lackingIn(draft), ...(known ? [] : ['missing.procedure'])];
}

function lackingIn({ applicant, papers }: IntakeDraft): readonly string[] {
  return [
    ...(applicant.name.trim() === '' ? ['missing.name'] : []),
    ...(papers.length === 0 ? ['missing.papers'] : []),
  ];
}

/** The number has no check digit: a digit that disagrees is shown, never refused (domain.md §4). */
function warningsOf({ applicant }: IntakeDraft): readonly Explanation[] {
  if (applicant.citizenId.length !== 12) return [];
  const facts = factsInNumber(applicant.citizenId);
  return [
    ...(applicant.sex && facts.sex !== applicant.sex ? [{ key: 'warning.sex', values: {} }] : []),
    ...(applicant.birthDate && facts.birthYear !== Number(applicant.birthDate.slice(0, 4))
      ? [{ key: 'warning.birth-year', values: {} }]
      : []),
  ];
}

/** 64 random bytes always hold eight usable ones; the loop is for the day they do not. */
function newSecret(): string {
  for (;;) {
    const secret = secretFromBytes(randomBytes(64));
    if (secret) return secret;
  }
}

export interface CommitRequest {
  readonly dossierId: Uuid7;
  readonly operationId: Uuid7;
  readonly draft: IntakeDraft;
}

/** Commits, then lets the printers work. Repeating the same operation id gives the same dossier and prints nothing more. */
export function commitIntake(parts: Parts, request: CommitRequest): TakenIn {
  const { procedure, version: catalogueVersion } = announcedFor(parts, request);
  const intake = completeOf(procedure, request.draft);
  const by = actorOf(parts, request.operationId);
  const due = computeDue(procedure.deadline, by.correctedAt, parts.calendar);
  const dossier = parts.store.receiveDossier(
    {
      dossierId: request.dossierId,
      intake,
      dueAt: due.dueAt,
      catalogueVersion,
      secret: newSecret(),
      prints: printsFor(parts),
    },
    by,
  );
  parts.prints.kick();
  parts.line.kick();
  parts.bus.emit({ type: 'work-changed', at: by.correctedAt });
  return takenIn(parts, dossier);
}

/** What counts now; for a request that comes again, what counted when it came first, were it struck off since. */
function announcedFor({ catalogue, store }: Parts, { draft, dossierId }: CommitRequest) {
  const before = catalogue.find(draft.procedureCode) ? undefined : store.dossiers.get(dossierId)?.received;
  const first = before && catalogue.ofDossier(before)?.procedure;
  const found = first
    ? { procedure: first, version: before.catalogueVersion }
    : catalogue.announced(draft.procedureCode);
  if (found) return found;
  if (draft.procedureCode === '') throw new MotcuaError('MC-API-03', { missing: 'missing.procedure' });
  throw new MotcuaError('MC-DOS-06');
}

function completeOf(procedure: Procedure, draft: IntakeDraft): CompleteIntake {
  const complete = completeIntakeSchema.safeParse(draft);
  const missing = lackingIn(draft).join(',');
  if (!complete.success || missing !== '') throw new MotcuaError('MC-API-03', { missing });
  const amount = feeOf(procedure, complete.data).total;
  const method = amount === 0 ? 'none' : complete.data.payment.method;
  return { ...complete.data, procedureCode: procedure.code, payment: { amount, method } };
}

/** Form 01 on the page printer, the slip on the receipt printer: whichever this PC has. */
function printsFor({ hub }: Parts) {
  const page = hub.pagePrinter();
  const receipt = hub.receiptPrinter();
  return [
    ...(page ? [{ id: uuidv7(), document: 'receipt' as const, printerId: page.id, copies: 1 }] : []),
    ...(receipt ? [{ id: uuidv7(), document: 'slip' as const, printerId: receipt.id, copies: 1 }] : []),
  ];
}

function takenIn(parts: Parts, dossier: StoredDossier): TakenIn {
  const { id, code, receivedAt } = dossier.received;
  const prints = parts.store.prints.ofDossier(id).map((job) => parts.prints.view(job));
  return { dossierId: id, code, dueAt: dossier.dueAt, undoUntil: receivedAt + UNDO_MS, prints };
}

/** Takes an intake back within its time: the dossier is cancelled, its code stays spent, jobs not yet printed are dropped. */
export function undoIntake(parts: Parts, dossierId: Uuid7, operationId: Uuid7): StoredDossier {
  const dossier = dossierOf(parts, dossierId);
  if (dossier.status === 'cancelled') return dossier;
  if (undoUntil(dossier, parts.clock.corrected()) === undefined) throw new MotcuaError('MC-DOS-05');
  const by = actorOf(parts, operationId);
  const undone = parts.store.act(
    dossierId,
    { action: 'cancel', reason: 'Hoàn tác ngay sau khi tiếp nhận', to: '' },
    by,
  );
  parts.prints.dropFor(dossierId, by.officer);
  parts.line.kick();
  parts.bus.emit({ type: 'work-changed', at: by.correctedAt });
  return undone;
}
