/** The work list: every dossier that needs somebody, in the first group that fits it. Computed from facts at each look. */
import { isOpen } from '../../domain/dossier-actions.ts';
import type { Instant } from '../../domain/ids.ts';
import { localDate } from '../../domain/local-time.ts';
import { pagesOfPapers } from '../../domain/pages-left.ts';
import type { Explanation } from '../../domain/views/explanation.ts';
import type { DossierRow, WorkGroupKey, WorkList } from '../../domain/views/work.ts';
import { workGroupKeySchema } from '../../domain/views/work.ts';
import type { StoredDocument, StoredDossier, StoredPrintJob } from '../../offline-store/contract.ts';

/** What a group is decided from. */
export interface WorkFacts {
  readonly dossier: StoredDossier;
  readonly row: DossierRow;
  /** At least those that are not over. */
  readonly prints: readonly StoredPrintJob[];
  readonly documents: readonly StoredDocument[];
  /** Pages expected by the papers handed in; 0 when none are to be scanned. */
  readonly expectedPages: number;
}

const explain = (key: string, values: Explanation['values'] = {}): Explanation => ({ key, values });

/** Adds group, next action and note to the bare rows, and counts. `scope`: rows of one desk, or all. */
export function buildWorkList(facts: readonly WorkFacts[], now: Instant): WorkList {
  const placed = facts
    .map((fact) => ({ key: groupOf(fact, now), row: annotate(fact) }))
    .filter((entry) => entry.key !== undefined);
  const groups = workGroupKeySchema.options.map((key) => ({
    key,
    rows: placed
      .filter((entry) => entry.key === key)
      .map((entry) => entry.row)
      .sort(byUrgency),
  }));
  const counts = Object.fromEntries(groups.map(({ key, rows }) => [key, rows.length])) as Record<WorkGroupKey, number>;
  return { groups: groups.filter(({ rows }) => rows.length > 0), counts, total: placed.length };
}

export function groupOf(
  { dossier, row, prints, documents, expectedPages }: WorkFacts,
  now: Instant,
): WorkGroupKey | undefined {
  if (dossier.rejected) return 'rejected';
  if (prints.some((job) => job.state === 'uncertain' || job.state === 'failed')) return 'print-uncertain';
  if (row.due === 'late') return 'late';
  if (row.due === 'due-today') return 'due-today';
  if (isIncompletelyScanned(documents, expectedPages) && isOpen(dossier.status)) return 'scan-incomplete';
  if (dossier.status === 'result-ready') return 'result-ready';
  if (dossier.status === 'awaiting-supplement') return 'awaiting-supplement';
  if (row.due === 'due-tomorrow') return 'due-tomorrow';
  // Taken back or refused: nobody has anything to do with it, today's or not.
  if (dossier.status === 'cancelled' || dossier.status === 'refused') return undefined;
  if (localDate(row.receivedAt) === localDate(now)) return 'received-today';
  return isOpen(dossier.status) ? 'later' : undefined;
}

/** Begun but not finished: nothing scanned yet is no fault, many procedures are not digitised at once. */
const isIncompletelyScanned = (documents: readonly StoredDocument[], expected: number) =>
  documents.length > 0 && pagesOfPapers(documents) < expected;

function annotate(fact: WorkFacts): DossierRow {
  const nextAction = nextActionOf(fact);
  return { ...fact.row, nextAction, note: noteOf(fact) };
}

function nextActionOf({ dossier, row, prints, documents, expectedPages }: WorkFacts): DossierRow['nextAction'] {
  if (dossier.rejected) return 'fix-rejected';
  if (prints.some((job) => job.state === 'uncertain' || job.state === 'failed')) return 'confirm-print';
  if (row.due === 'late' && dossier.rescheduledTo === undefined) return 'reschedule';
  if (isIncompletelyScanned(documents, expectedPages) && isOpen(dossier.status)) return 'scan-papers';
  return nextByStatus[dossier.status];
}

const nextByStatus: Record<StoredDossier['status'], DossierRow['nextAction']> = {
  received: 'record-result',
  processing: 'submit-for-signature',
  signing: 'record-result',
  'result-ready': 'return-result',
  'awaiting-supplement': 'receive-supplement',
  returned: undefined,
  refused: undefined,
  cancelled: undefined,
};

function noteOf({ dossier, prints, documents, expectedPages }: WorkFacts): Explanation | undefined {
  if (dossier.rejected)
    return explain('note.rejected', { reason: dossier.rejected.message.vi, reasonEn: dossier.rejected.message.en });
  const waiting = prints.find((job) => job.state === 'waiting' && job.code !== undefined);
  if (prints.some((job) => job.state === 'uncertain')) return explain('note.print-uncertain');
  if (prints.some((job) => job.state === 'failed')) return explain('note.print-failed');
  if (waiting) return explain('note.print-waiting', { code: waiting.code ?? '' });
  if (isIncompletelyScanned(documents, expectedPages))
    return explain('note.scan-incomplete', { have: pagesOfPapers(documents), expected: expectedPages });
  if (dossier.status === 'awaiting-supplement') return explain('note.stopped', { minutes: dossier.minutesLeft ?? 0 });
  if (dossier.status === 'result-ready') return explain('note.ready-since', { at: dossier.statusSince });
  return undefined;
}

const byUrgency = (a: DossierRow, b: DossierRow) => a.dueAt - b.dueAt || a.code.localeCompare(b.code);
