/** Dossiers as the counter reads them: rows and details, computed from the store's facts and the calendar. */

import type { Procedure } from '../../domain/catalogue.ts';
import { type ChainRow, chainOf, resultOfRow } from '../../domain/chain.ts';
import { maskCitizenId } from '../../domain/citizen-card.ts';
import { computeDue, lateness } from '../../domain/deadline.ts';
import { allowedActions, isOpen } from '../../domain/dossier-actions.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import { isMovable, type Movement } from '../../domain/movement.ts';
import type {
  DocumentView,
  DossierDetail,
  HandOverRow,
  HistoryEntry,
  Whereabouts,
} from '../../domain/views/dossier.ts';
import type { Explanation } from '../../domain/views/explanation.ts';
import type { DossierRow, DueState, WorkList } from '../../domain/views/work.ts';
import type { StoredDocument, StoredDossier, StoredEvent, StoredPrintJob } from '../../offline-store/contract.ts';
import { countedOf, startOf } from '../../offline-store/movements.ts';
import type { Clock } from '../clock.ts';
import type { Station } from '../station.ts';
import { buildWorkList, type WorkFacts } from './work-list.ts';

/** How long an intake may be taken back as if it had not been made. */
export const UNDO_MS = 5 * 60_000;

type ListParts = Pick<Station, 'store' | 'catalogue' | 'calendar'> & { readonly clock: Pick<Clock, 'corrected'> };
type Parts = ListParts & Pick<Station, 'prints' | 'config'>;

export function dossierOf({ store }: Pick<Station, 'store'>, id: Uuid7): StoredDossier {
  const dossier = store.dossiers.get(id);
  if (!dossier) throw new MotcuaError('MC-API-05');
  return dossier;
}

export function rowOf(parts: ListParts, dossier: StoredDossier): DossierRow {
  const { received, status } = dossier;
  const procedure = parts.catalogue.ofDossier(received)?.procedure;
  const late = lateness(parts.clock.corrected(), dossier.dueAt, parts.calendar);
  return {
    id: received.id,
    code: received.code,
    applicantName: received.applicant.name,
    procedureCode: received.procedureCode,
    procedureName: procedure?.name ?? received.procedureCode,
    procedureShort: procedure?.shortName ?? procedure?.name ?? received.procedureCode,
    status,
    desk: received.desk,
    receivedAt: received.receivedAt,
    dueAt: dossier.dueAt,
    due: dueStateOf(dossier, late.state),
    minutesLeft: late.state === 'late' ? -late.minutes : late.minutes,
    statusSince: dossier.statusSince,
    unsent: dossier.unsent,
  };
}

function dueStateOf(dossier: StoredDossier, late: Exclude<DueState, 'stopped' | 'done'>): DueState {
  if (dossier.status === 'awaiting-supplement') return 'stopped';
  return isOpen(dossier.status) ? late : 'done';
}

/** A fixed number of statements, however many dossiers there are. */
export function workListOf(parts: ListParts, desk: number | undefined): WorkList {
  const now = parts.clock.corrected();
  const dossiers = parts.store.dossiers.worklist(localDate(now));
  const mine = dossiers.filter((dossier) => desk === undefined || dossier.received.desk === desk);
  const ids = mine.map(({ received }) => received.id);
  const prints = parts.store.prints.openOf(ids);
  const documents = parts.store.dossiers.documentsOf(ids);
  return buildWorkList(
    mine.map((dossier) => {
      const { id } = dossier.received;
      return factsOf(parts, dossier, prints.get(id) ?? [], documents.get(id) ?? []);
    }),
    now,
  );
}

function factsOf(
  parts: ListParts,
  dossier: StoredDossier,
  prints: readonly StoredPrintJob[],
  documents: readonly StoredDocument[],
): WorkFacts {
  const expectedPages = dossier.received.papers.reduce((sum, paper) => sum + paper.pages, 0);
  return { dossier, row: rowOf(parts, dossier), prints, documents, expectedPages };
}

export function detailOf(parts: Parts, dossier: StoredDossier): DossierDetail {
  const { received } = dossier;
  const facts = factsOf(
    parts,
    dossier,
    parts.store.prints.ofDossier(received.id),
    parts.store.dossiers.documents(received.id),
  );
  const known = parts.catalogue.ofDossier(received);
  const events = parts.store.dossiers.events(received.id);
  const [only] = buildWorkList([facts], parts.clock.corrected()).groups.flatMap(({ rows }) => rows);
  return {
    ...(only ?? facts.row),
    secret: received.secret,
    fieldName: known?.field?.name ?? '',
    applicant: applicantOf(received),
    onBehalfOf: received.onBehalfOf,
    papers: received.papers,
    sets: received.sets,
    channel: received.channel,
    returnMethod: received.returnMethod,
    payment: received.payment,
    officer: received.officer,
    dueExplanation: known && explanationOf(parts, received, known.procedure),
    rescheduled: dossier.rescheduledTo !== undefined,
    actions: allowedActions(dossier.status).filter(
      (action) => action !== 'reschedule' || dossier.rescheduledTo === undefined,
    ),
    undoUntil: undoUntil(dossier, parts.clock.corrected()),
    prints: facts.prints.map((job) => parts.prints.view(job)),
    documents: facts.documents.map(documentView),
    history: historyOf(events, facts.prints),
    whereabouts: whereaboutsOf(parts, dossier, events),
    rejected: dossier.rejected,
  };
}

/** Only while it still leads to what the receipt says: a day that was swapped later explains nothing. */
function explanationOf(parts: Parts, { receivedAt, dueAt }: StoredDossier['received'], { deadline }: Procedure) {
  const due = computeDue(deadline, receivedAt, parts.calendar);
  return due.dueAt === dueAt ? due.explanation : undefined;
}

function applicantOf({ applicant }: StoredDossier['received']): DossierDetail['applicant'] {
  const { name, citizenId, birthDate, sex, address, phone, email } = applicant;
  return { name, maskedId: maskCitizenId(citizenId), birthDate, sex, address, phone, email };
}

export function undoUntil({ status, received }: StoredDossier, now: Instant): Instant | undefined {
  const until = received.receivedAt + UNDO_MS;
  return status === 'received' && now < until ? until : undefined;
}

const documentView = (document: StoredDocument): DocumentView => ({
  id: document.id,
  title: document.title,
  pages: document.pages,
  bytes: document.bytes,
  sha256: document.sha256,
  attachedAt: document.attachedAt,
  sent: document.uploaded,
});

export function whereaboutsOf(
  { config, clock, calendar }: Pick<Parts, 'config' | 'clock' | 'calendar'>,
  dossier: StoredDossier,
  events: readonly StoredEvent[],
): Whereabouts {
  const { rows, holder, since, waiting } = chainOf(startOf(dossier, config.unit), countedOf(events));
  const now = clock.corrected();
  const viewOf = ({ endedAt, dueAt, ...row }: ChainRow): HandOverRow => ({
    ...row,
    result: resultOfRow({ endedAt, dueAt }, now, calendar),
  });
  return {
    holder,
    since,
    rows: rows.map(viewOf),
    waiting: waiting && viewOf(waiting),
    movable: isMovable(dossier.status),
  };
}

function historyOf(stored: readonly StoredEvent[], jobs: readonly StoredPrintJob[]): readonly HistoryEntry[] {
  const events = stored.map(entryOf);
  const prints = jobs
    .filter((job) => job.state === 'printed')
    .map(
      (job): HistoryEntry => ({
        at: job.updatedAt,
        what: { key: `history.print-${job.document}`, values: {} },
        who: job.officer,
        unsent: false,
        refused: false,
      }),
    );
  return [...events, ...prints].sort((a, b) => a.at - b.at);
}

function entryOf({ operation, state }: StoredEvent): HistoryEntry {
  const refused = state === 'rejected' || state === 'resolved';
  return {
    at: operation.correctedAt,
    what: whatOf(operation),
    who: operation.officer,
    unsent: state === 'waiting',
    refused,
  };
}

function whatOf(operation: StoredEvent['operation']): Explanation {
  switch (operation.type) {
    case 'dossier.received':
      return { key: 'history.received', values: { desk: operation.payload.desk } };
    case 'dossier.acted':
      return {
        key: `history.${operation.payload.action}`,
        values: { reason: operation.payload.reason, to: operation.payload.to },
      };
    case 'dossier.moved':
      return movedOf(operation.payload);
    case 'document.attached':
      return { key: 'history.document', values: { title: operation.payload.title, pages: operation.payload.pages } };
    case 'rating.given':
      return { key: 'history.rating', values: { score: operation.payload.score } };
  }
}

function movedOf(movement: Movement): Explanation {
  switch (movement.move) {
    case 'handed-over':
      return { key: 'history.handed-over', values: { to: movement.to.name || movement.to.unit, note: movement.note } };
    case 'taken-over':
      return { key: 'history.taken-over', values: { receiver: movement.receiver, note: movement.note } };
    case 'taken-back':
      return { key: 'history.taken-back', values: {} };
  }
}
