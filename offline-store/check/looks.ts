/** What is looked at, one topic each: the file itself, then what its rows say of each other. */
import Database from 'better-sqlite3';
import { operationSchema } from '../../domain/operation.ts';
import { createAudit } from '../audit.ts';
import { RESTORE_RANGES, type RestoreRanges, restoreRanges } from '../backup/after-restore.ts';
import { SHARED_KEY, sharedKeyOf, WAS_SHARED } from '../opening.ts';
import { OPERATION_COLUMNS, type OperationRowWithState, operationOf, RECEIVED_JOIN } from '../operation-row.ts';
import { createOperations } from '../operations.ts';
import { SEQUENCE_FLOOR } from '../outbox-entry.ts';
import { placeOfDraft } from '../protection/places.ts';
import type { Protection } from '../protection/protection.ts';
import { openPartOf } from '../received-row.ts';
import { createStandings, standingColumns } from '../standings.ts';
import type { Db } from '../transaction.ts';
import type { Look, Notes } from './finding.ts';

const numberOf = (db: Db, sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
const textsOf = (db: Db, sql: string): readonly string[] => db.prepare<[], string>(sql).pluck().all();

const settingOf = (db: Db, key: string): string | undefined =>
  textsOf(db, `SELECT value FROM settings WHERE key = '${key}'`)[0];

interface BrokenReference {
  readonly table: string;
  readonly rowid: number;
  readonly parent: string;
}

/** Every page, index and reference of the file, by SQLite itself. */
export const lookAtDatabase: Look = ({ db }, notes) => {
  notes.count('bytes', numberOf(db, 'SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()'));
  const verdicts = db.pragma('integrity_check(100)') as readonly { readonly integrity_check: string }[];
  for (const { integrity_check: verdict } of verdicts) if (verdict !== 'ok') notes.problem('page-damaged', verdict);
  for (const { table, rowid, parent } of db.pragma('foreign_key_check') as readonly BrokenReference[])
    notes.problem('reference-broken', `${table} ${rowid} → ${parent}`);
};

export const lookAtAudit: Look = ({ db }, notes) => {
  const { entries, brokenAt } = createAudit(db).verify();
  notes.count('entries', entries);
  if (brokenAt !== undefined) notes.problem('audit-broken', String(brokenAt));
};

const OPERATIONS = `
  SELECT ${OPERATION_COLUMNS}, o.state
  FROM operations p ${RECEIVED_JOIN} LEFT JOIN outbox o ON o.operation_id = p.id ORDER BY p.station, p.sequence`;

/** Our own operations are in the outbox, numbered without a gap; what the province accepted has its revision. */
export const lookAtOperations: Look = ({ db, protection, now, station }, notes) => {
  const isUnqueued = unqueuedOf(db, station);
  const wasShared = settingOf(db, WAS_SHARED) !== undefined;
  const ranges = restoreRanges(settingOf(db, RESTORE_RANGES));
  let before: OperationRowWithState | undefined;
  let oldest = now;
  for (const row of db.prepare<[], OperationRowWithState>(OPERATIONS).iterate()) {
    noteOperation(protection, row, notes);
    if (row.state === 'waiting') oldest = Math.min(oldest, row.made_at);
    if (isUnqueued(row) && wasShared) notes.count('ofTheOtherPc');
    else if (isUnqueued(row)) notes.problem('operation-not-in-outbox', row.id);
    if (before && isGap(before, row)) noteGap(before, row, ranges, notes);
    before = row;
  }
  notes.count('oldestWaitingMinutes', Math.round((now - oldest) / 60_000));
  notes.count('setAside', numberOf(db, 'SELECT count(*) FROM quarantine'));
};

/** After a restore, or on another PC in its place, numbering goes on from more than so far above (backup/after-restore.ts). */
const JUMP = 1_000_000;

/**
 * Accepted, under this PC's name, and not in its outbox: the row was lost. Of our name are also operations that another PC made
 * from the same backup, with numbers far away, or before it had to give the name up, below the floor that this PC was given:
 * only what follows a number of our own, or has no floor below it, is surely ours. To be given the rows in their order.
 */
function unqueuedOf(db: Db, station: string | undefined): (row: OperationRowWithState) => boolean {
  const floor = numberOf(db, `SELECT CAST(value AS INTEGER) FROM settings WHERE key = '${SEQUENCE_FLOOR}'`);
  let own = floor === 0 ? 0 : undefined;
  return ({ station: maker, sequence, state, revision }) => {
    if (maker !== station) return false;
    const isOurs = state !== null || (own !== undefined && sequence - own < JUMP);
    if (isOurs) own = sequence;
    return isOurs && state === null && revision !== null;
  };
}

/** Only this PC's own numbers follow each other here; of others the feed brings what it brings. */
const isGap = (before: OperationRowWithState, { station, sequence, state }: OperationRowWithState): boolean =>
  before.station === station &&
  before.state !== null &&
  state !== null &&
  sequence !== before.sequence + 1 &&
  sequence - before.sequence < JUMP;

/** What the province had refused after the backup that was put back does not come back with the feed: its number stays empty. */
function noteGap(before: OperationRowWithState, row: OperationRowWithState, ranges: RestoreRanges, notes: Notes): void {
  if (ranges.some(({ from, to }) => before.sequence >= from && row.sequence <= to))
    notes.count('beforeRestore', row.sequence - before.sequence - 1);
  else notes.problem('sequence-gap', `${row.station} ${before.sequence + 1}`);
}

function noteOperation(protection: Protection, row: OperationRowWithState, notes: Notes): void {
  const { id, state, revision } = row;
  notes.count(state ?? 'ofOthers');
  if (!isOperation(protection, row)) notes.problem('operation-unreadable', id);
  if (state === null && revision === null) notes.problem('operation-not-in-outbox', id);
  if (state === 'accepted' && revision === null) notes.problem('revision-missing', id);
}

/** What is sealed in it is opened too: a sealed value that was changed shows here. */
function isOperation(protection: Protection, row: OperationRowWithState): boolean {
  try {
    return operationSchema.safeParse(operationOf(protection, row)).success;
  } catch {
    return false; // not even JSON, or a sealed value that does not open
  }
}

interface DossierRow {
  readonly number: number;
  readonly id: string;
  readonly code: string;
  readonly received: string;
  readonly taken: 0 | 1;
  readonly status: string;
  readonly statusSince: number;
  readonly dueAt: number;
  readonly rescheduledTo: number | null;
  readonly rescheduleReason: string | null;
  readonly minutesLeft: number | null;
}

/** Rows held at a time, however many there are. */
const PAGE = 500;
const DOSSIERS = `
  SELECT d.number, d.id, d.code, d.received, d.status, d.status_since AS statusSince, d.due_at AS dueAt,
    d.rescheduled_to AS rescheduledTo, d.reschedule_reason AS rescheduleReason, d.minutes_left AS minutesLeft,
    EXISTS (SELECT 1 FROM operations p WHERE p.dossier_id = d.id AND p.type = 'dossier.received') AS taken
  FROM dossiers d WHERE d.number > ? ORDER BY d.number LIMIT ${PAGE}`;

/** Each dossier has the operation that took it in, stands where its operations lead, and has a code of its own. */
export const lookAtDossiers: Look = ({ db, protection }, notes) => {
  const standings = createStandings(db, createOperations(db, protection));
  for (const row of allDossiers(db)) {
    const { number, id, code, received, taken, ...stored } = row;
    notes.count('dossiers');
    if (taken === 0) notes.problem('dossier-without-intake', code);
    const computed = unlessUnreadable(() =>
      standingColumns(standings.compute({ ...openPartOf(received), id }).standing),
    );
    if (computed === undefined) notes.problem('dossier-unreadable', code);
    else if (!sameStanding(stored, computed)) notes.problem('dossier-differs', code);
  }
  const twice = textsOf(db, 'SELECT code FROM dossiers WHERE ours = 1 GROUP BY code_key HAVING count(*) > 1');
  for (const code of twice) notes.problem('code-given-twice', code);
  const drafts = db.prepare<[], { id: string; sealed: Buffer }>('SELECT id, sealed FROM drafts').all();
  for (const { id, sealed } of drafts)
    if (unlessUnreadable(() => protection.sealer.open(placeOfDraft(id), sealed)) === undefined)
      notes.problem('draft-unreadable', id);
};

/** One dossier whose rows make no sense hides no other; a page that cannot be read ends the look. */
function unlessUnreadable<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Database.SqliteError) throw error;
    return undefined;
  }
}

function* allDossiers(db: Db): Generator<DossierRow> {
  const page = db.prepare<[number], DossierRow>(DOSSIERS);
  for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.number ?? 0)) yield* rows;
}

const sameStanding = (stored: object, computed: object): boolean => {
  const sorted = (columns: object) => JSON.stringify(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(stored) === sorted(computed);
};

/** At this PC alone, as far as the province has said. */
export const lookAtKey: Look = ({ db }, notes) => {
  const shared = sharedKeyOf(settingOf(db, SHARED_KEY));
  if (shared) notes.problem('key-shared', `${isoOf(shared.since)} – ${isoOf(shared.lastAt)}`);
};

const isoOf = (at: number): string => new Date(at).toISOString();

const INDEXED = '(SELECT indexed FROM search_progress)';
const NOT_INDEXED = 'number NOT IN (SELECT id FROM dossier_search_docsize)';

/** Every dossier up to the watermark has its entry in the full-text index; that the index is sound in itself is the database's look. */
export const lookAtSearch: Look = ({ db }, notes) => {
  notes.count('dossiers', numberOf(db, 'SELECT count(*) FROM dossier_search_docsize'));
  notes.count('toIndex', numberOf(db, `SELECT count(*) FROM dossiers WHERE number > ${INDEXED} AND ${NOT_INDEXED}`));
  const missing = textsOf(db, `SELECT code FROM dossiers WHERE number <= ${INDEXED} AND ${NOT_INDEXED}`);
  for (const code of missing) notes.problem('not-searchable', code);
};
