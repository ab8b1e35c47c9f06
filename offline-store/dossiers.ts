/** Dossiers as stored: reading them, and the one way a row is made. */
import type { DossierStatus, ReceivedDossier } from '../domain/dossier.ts';
import { dossierStatusSchema } from '../domain/dossier.ts';
import { isOpen } from '../domain/dossier-actions.ts';
import { dossierCodeKey } from '../domain/dossier-code.ts';
import type { Bilingual } from '../domain/ids.ts';
import { localDate } from '../domain/local-time.ts';
import type { DossierQueries, StoredDossier } from './contract.ts';
import type { Documents } from './documents.ts';
import type { Operations } from './operations.ts';
import type { Protection } from './protection/protection.ts';
import { receivedOf, toReceivedColumns } from './received-row.ts';
import type { Search } from './search.ts';
import type { Db } from './transaction.ts';

interface Row {
  readonly number: number;
  readonly id: string;
  readonly code: string;
  readonly received: string;
  readonly status: DossierStatus;
  readonly status_since: number;
  readonly due_at: number;
  readonly rescheduled_to: number | null;
  readonly reschedule_reason: string | null;
  readonly minutes_left: number | null;
  /** Whether the province has not taken some operation on it. */
  readonly unanswered: 0 | 1;
}

const SELECT = `
  SELECT d.number, d.id, d.code, d.received, d.status, d.status_since, d.due_at, d.rescheduled_to, d.reschedule_reason, d.minutes_left,
    EXISTS (SELECT 1 FROM operations p WHERE p.dossier_id = d.id AND p.revision IS NULL) AS unanswered
  FROM dossiers d`;

/**
 * Sent or not, rejected or not: read off the outbox, never stored a second time, and only for the few that have something there.
 * The oldest rejected one is shown first. CROSS JOIN fixes the order: from the dossier's operations to the outbox, never through
 * all that is waiting there.
 */
const UNANSWERED = `
  SELECT p.dossier_id AS dossierId, o.state, o.operation_id AS operationId, o.code, o.message
  FROM operations p CROSS JOIN outbox o ON o.operation_id = p.id
  WHERE p.dossier_id IN (SELECT value FROM json_each(?)) AND p.revision IS NULL AND o.state IN ('waiting', 'rejected')
  ORDER BY p.number`;

const OPEN_STATUSES = dossierStatusSchema.options.filter((status) => isOpen(status) || status === 'result-ready');
const OPEN_LIST = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');
const MAX_SEARCH = 50;

const NO_MESSAGE: Bilingual = { vi: '', en: '' };

interface UnansweredRow {
  readonly dossierId: string;
  readonly state: 'waiting' | 'rejected';
  readonly operationId: string;
  readonly code: string | null;
  /** JSON, in both languages. */
  readonly message: string | null;
}

type InOutbox = Pick<StoredDossier, 'unsent' | 'rejected'>;

const NOTHING_THERE: InOutbox = { unsent: false };

const inOutbox = (rows: readonly UnansweredRow[]): InOutbox => ({
  unsent: rows.some(({ state }) => state === 'waiting'),
  rejected: rejectedOf(rows.find(({ state }) => state === 'rejected')),
});

const rejectedOf = (row: UnansweredRow | undefined): StoredDossier['rejected'] =>
  row && {
    operationId: row.operationId,
    code: row.code ?? '',
    message: row.message === null ? NO_MESSAGE : (JSON.parse(row.message) as Bilingual),
  };

interface Reader {
  one(row: Row): StoredDossier;
  /** However many, in one statement more than gave the rows. */
  all(rows: readonly Row[]): readonly StoredDossier[];
}

/** The sealed part stays in the database until somebody asks for it. */
const createReader = (db: Db, protection: Protection): Reader => {
  const sealed = db.prepare<[number], Buffer | null>('SELECT sealed FROM dossiers WHERE number = ?').pluck();
  const unanswered = db.prepare<[string], UnansweredRow>(UNANSWERED);
  const outboxOf = (rows: readonly Row[]): ReadonlyMap<string, readonly UnansweredRow[]> =>
    Map.groupBy(unanswered.all(JSON.stringify(rows.map(({ id }) => id))), ({ dossierId }) => dossierId);
  const read = (row: Row, there: readonly UnansweredRow[] | undefined): StoredDossier =>
    dossierOf(
      receivedOf(protection, row, () => sealed.get(row.number) ?? null),
      row,
      there === undefined ? NOTHING_THERE : inOutbox(there),
    );
  const ofAll = (rows: readonly Row[]): readonly StoredDossier[] => {
    const waiting = rows.filter((row) => row.unanswered === 1);
    const there = waiting.length === 0 ? undefined : outboxOf(waiting);
    return rows.map((row) => read(row, there?.get(row.id)));
  };
  return {
    one: (row) => read(row, row.unanswered === 1 ? outboxOf([row]).get(row.id) : undefined),
    all: ofAll,
  };
};

const dossierOf = (received: ReceivedDossier, row: Row, { unsent, rejected }: InOutbox): StoredDossier => ({
  received,
  status: row.status,
  statusSince: row.status_since,
  dueAt: row.due_at,
  rescheduledTo: row.rescheduled_to ?? undefined,
  rescheduleReason: row.reschedule_reason ?? undefined,
  minutesLeft: row.minutes_left ?? undefined,
  unsent,
  rejected,
});

export interface DossierRows {
  /** Inside the caller's transaction; false when it is here already. `ours`: this station gave the code out. */
  insert(dossier: ReceivedDossier, ours: boolean): boolean;
  has(id: string): boolean;
  get(id: string): StoredDossier | undefined;
  hasCode(code: string): boolean;
}

/** `noted` is told of each new dossier and its row's number: the full-text index follows (index-keeper.ts). */
export const createDossierRows = (
  db: Db,
  noted: (number: number, dossier: ReceivedDossier) => void,
  protection: Protection,
): DossierRows => {
  // It stands where it was received: nothing can have happened to it yet.
  const insert = db.prepare(`
    INSERT INTO dossiers (id, code, code_key, ours, received, sealed, received_day, status, status_since, due_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'received', ?, ?) ON CONFLICT (id) DO NOTHING`);
  const has = db.prepare<[string]>('SELECT 1 FROM dossiers WHERE id = ?');
  const get = db.prepare<[string], Row>(`${SELECT} WHERE d.id = ?`);
  const hasCode = db.prepare<[string]>('SELECT 1 FROM dossiers WHERE code_key = ?');
  const read = createReader(db, protection);
  const insertRow = (dossier: ReceivedDossier, ours: boolean) => {
    const { id, code, receivedAt, dueAt } = dossier;
    const { received, sealed } = toReceivedColumns(protection, dossier);
    const key = dossierCodeKey(code);
    return insert.run(id, code, key, ours ? 1 : 0, received, sealed, localDate(receivedAt), receivedAt, dueAt);
  };
  return {
    insert: (dossier, ours) => {
      const { changes, lastInsertRowid } = insertRow(dossier, ours);
      if (changes > 0) noted(Number(lastInsertRowid), dossier);
      return changes > 0;
    },
    has: (id) => has.get(id) !== undefined,
    get: (id) => {
      const row = get.get(id);
      return row && read.one(row);
    },
    hasCode: (code) => hasCode.get(dossierCodeKey(code)) !== undefined,
  };
};

export interface QueryParts {
  readonly db: Db;
  readonly rows: DossierRows;
  readonly search: Search;
  readonly operations: Operations;
  readonly protection: Protection;
  readonly documents: Pick<Documents, 'ofDossier' | 'ofDossiers'>;
}

export const createDossierQueries = (parts: QueryParts): DossierQueries => {
  const { db, rows, search, operations, protection, documents } = parts;
  // Ours before another station's of the same code, the older first: the order of the index.
  const byCode = db.prepare<[string], Row>(
    `${SELECT} WHERE d.code_key = +? ORDER BY CASE WHEN ours = 1 THEN 0 ELSE number END LIMIT 1`,
  );
  const these = db.prepare<[string], Row>(`${SELECT} WHERE d.number IN (SELECT value FROM json_each(?))`);
  const worklist = db.prepare<[string], Row>(`
    ${SELECT} WHERE d.number IN (
      SELECT number FROM dossiers WHERE status IN (${OPEN_LIST})
      UNION SELECT number FROM dossiers WHERE received_day = ?
      UNION SELECT x.number FROM outbox o JOIN operations p ON p.id = o.operation_id JOIN dossiers x ON x.id = p.dossier_id WHERE o.state = 'rejected'
    ) ORDER BY d.due_at, d.number`);
  const ready = db.prepare<[number], Row>(
    `${SELECT} WHERE d.status = 'result-ready' ORDER BY d.status_since DESC, d.number DESC LIMIT ?`,
  );
  const read = createReader(db, protection);
  return {
    get: (id) => rows.get(id),
    byCode: (code) => {
      const row = byCode.get(dossierCodeKey(code));
      return row && read.one(row);
    },
    search: (text, limit) => {
      const { numbers, near, indexing } = search.find(text, Math.min(limit, MAX_SEARCH));
      const found = new Map(
        numbers.length === 0 ? [] : these.all(JSON.stringify(numbers)).map((row) => [row.number, row]),
      );
      const dossiers = numbers.map((number) => found.get(number)).filter((row) => row !== undefined);
      return { dossiers: read.all(dossiers), near, indexing };
    },
    worklist: (today) => read.all(worklist.all(today)),
    readyResults: (limit) => read.all(ready.all(limit)),
    events: (dossierId) => operations.events(dossierId),
    documents: documents.ofDossier,
    documentsOf: documents.ofDossiers,
  };
};
