/** What happened, as it was said: our own operations and those of other stations, in one append-only table. */
import type { Operation } from '../domain/operation.ts';
import type { StoredEvent } from './contract.ts';
import {
  bodyOf,
  dossierOf,
  OPERATION_COLUMNS,
  type OperationRow,
  type OperationRowWithState,
  operationOf,
  RECEIVED_JOIN,
} from './operation-row.ts';
import type { Protection } from './protection/protection.ts';
import type { Step } from './standing.ts';
import type { Db } from './transaction.ts';

/** How a stored operation is found again. */
export interface StoredOperation {
  readonly number: number;
  readonly operation: Operation;
  readonly revision?: number;
}

/** That it is here, and what it is about. */
export interface KnownOperation {
  readonly number: number;
  readonly type: Operation['type'];
  readonly dossierId?: string;
  readonly revision?: number;
}

interface Kept {
  readonly revision?: number;
  readonly minutesLeft?: number;
}

export interface Operations {
  get(id: string): StoredOperation | undefined;
  /** Cheaper than `get`: without what was said. */
  find(id: string): KnownOperation | undefined;
  insert(operation: Operation, kept: Kept): void;
  /** False when that operation is here already; then nothing was changed. */
  insertNew(operation: Operation, kept: Kept): boolean;
  setRevision(id: string, revision: number): void;
  setRevisions(revisions: ReadonlyMap<string, number>): void;
  /** The actions on a dossier in the order in which they count; `upTo` leaves out what came in after that number. */
  steps(dossierId: string, upTo?: number): readonly Step[];
  events(dossierId: string): readonly StoredEvent[];
}

const SELECT = `SELECT ${OPERATION_COLUMNS}, o.state
  FROM operations p ${RECEIVED_JOIN} LEFT JOIN outbox o ON o.operation_id = p.id
  WHERE p.dossier_id = :dossierId`;
const INSERT = `
  INSERT INTO operations (id, station, sequence, type, dossier_id, officer, made_at, corrected_at, body, revision, minutes_left)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const MAX_NUMBER = Number.MAX_SAFE_INTEGER;

interface FoundRow {
  readonly number: number;
  readonly type: Operation['type'];
  readonly dossier_id: string | null;
  readonly revision: number | null;
}

/**
 * `+?` where a bound value stands beside a join or an order: bare, SQLite weighs the value against the partial indexes and plans
 * the statement anew at every call, which takes ten times as long as the call itself. The plan is the same.
 */
/** A public PC, which knows no people, knows no officers either. */
const officerOf = ({ stores }: Protection, { officer }: Operation): string => (stores === 'public' ? '' : officer);

export const createOperations = (db: Db, protection: Protection): Operations => {
  const get = db.prepare<[string], OperationRow>(
    `SELECT ${OPERATION_COLUMNS} FROM operations p ${RECEIVED_JOIN} WHERE p.id = +?`,
  );
  const find = db.prepare<[string], FoundRow>('SELECT number, type, dossier_id, revision FROM operations WHERE id = ?');
  const insert = db.prepare(INSERT);
  const insertNew = db.prepare(`${INSERT} ON CONFLICT (id) DO NOTHING`);
  const setRevision = db.prepare('UPDATE operations SET revision = :revision WHERE id = :id');
  const setRevisions = db.prepare(
    'UPDATE operations SET revision = x.value FROM json_each(?) AS x WHERE operations.id = x.key',
  );
  const steps = db.prepare<[object], OperationRowWithState>(
    `${SELECT} AND p.type = 'dossier.acted' AND p.number <= :upTo ORDER BY p.revision IS NULL, p.revision, p.number`,
  );
  const events = db.prepare<[object], OperationRowWithState>(`${SELECT} ORDER BY p.number`);

  /** In the order of INSERT: the hot way of a first synchronisation. */
  const valuesOf = (operation: Operation, { revision, minutesLeft }: Kept): readonly unknown[] => [
    operation.id,
    operation.station,
    operation.sequence,
    operation.type,
    dossierOf(operation) ?? null,
    officerOf(protection, operation),
    operation.madeAt,
    operation.correctedAt,
    bodyOf(protection, operation),
    revision ?? null,
    minutesLeft ?? null,
  ];
  /** A rejected operation that a person has dealt with no longer counts: the portal's view stands. */
  const stepOf = (row: OperationRowWithState): readonly Step[] => {
    const operation = operationOf(protection, row);
    if (operation.type !== 'dossier.acted' || row.state === 'resolved') return [];
    const { id, correctedAt: at, payload: request } = operation;
    return [{ id, at, request, binding: row.revision !== null, minutesLeft: row.minutes_left ?? undefined }];
  };
  const eventOf = (row: OperationRowWithState): StoredEvent => ({
    operation: operationOf(protection, row),
    state: row.state ?? 'remote',
    revision: row.revision ?? undefined,
  });
  return {
    get: (id) => {
      const row = get.get(id);
      return (
        row && { number: row.number, operation: operationOf(protection, row), revision: row.revision ?? undefined }
      );
    },
    find: (id) => {
      const row = find.get(id);
      return (
        row && {
          number: row.number,
          type: row.type,
          dossierId: row.dossier_id ?? undefined,
          revision: row.revision ?? undefined,
        }
      );
    },
    insert: (operation, kept) => void insert.run(...valuesOf(operation, kept)),
    insertNew: (operation, kept) => insertNew.run(...valuesOf(operation, kept)).changes > 0,
    setRevision: (id, revision) => void setRevision.run({ id, revision }),
    setRevisions: (revisions) => void setRevisions.run(JSON.stringify(Object.fromEntries(revisions))),
    steps: (dossierId, upTo = MAX_NUMBER) => steps.all({ dossierId, upTo }).flatMap(stepOf),
    events: (dossierId) => events.all({ dossierId }).map(eventOf),
  };
};
