/** What happened, as it was said: our own operations and those of other stations, in one append-only table. */
import type { Operation, OutboxState } from '../domain/operation.ts';
import type { StoredEvent } from './contract.ts';
import type { Step } from './standing.ts';
import type { Db } from './transaction.ts';

/** How a stored operation is found again. */
export interface StoredOperation {
  readonly number: number;
  readonly operation: Operation;
  readonly revision?: number;
}

interface OperationRow {
  readonly number: number;
  readonly body: string;
  readonly revision: number | null;
  readonly minutes_left: number | null;
  readonly state: OutboxState | null;
}

export interface Operations {
  get(id: string): StoredOperation | undefined;
  nextSequence(station: string): number;
  insert(operation: Operation, kept: { readonly revision?: number; readonly minutesLeft?: number }): void;
  setRevision(id: string, revision: number): void;
  /** The actions on a dossier in the order in which they count; `upTo` leaves out what came in after that number. */
  steps(dossierId: string, upTo?: number): readonly Step[];
  events(dossierId: string): readonly StoredEvent[];
}

export const dossierOf = (operation: Operation): string | undefined =>
  operation.type === 'dossier.received' ? operation.payload.id : operation.payload.dossierId;

const bodyOf = (row: { readonly body: string }): Operation => JSON.parse(row.body) as Operation;

/** A rejected operation that a person has dealt with no longer counts: the portal's view stands. */
const stepOf = (row: OperationRow): readonly Step[] => {
  const operation = bodyOf(row);
  if (operation.type !== 'dossier.acted' || row.state === 'resolved') return [];
  const { id, correctedAt: at, payload: request } = operation;
  return [{ id, at, request, binding: row.revision !== null, minutesLeft: row.minutes_left ?? undefined }];
};

const eventOf = (row: OperationRow): StoredEvent => ({
  operation: bodyOf(row),
  state: row.state ?? 'remote',
  revision: row.revision ?? undefined,
});

const SELECT = `
  SELECT p.number, p.body, p.revision, p.minutes_left, o.state
  FROM operations p LEFT JOIN outbox o ON o.operation_id = p.id
  WHERE p.dossier_id = :dossierId`;

const MAX_NUMBER = Number.MAX_SAFE_INTEGER;

export const createOperations = (db: Db): Operations => {
  const get = db.prepare<[string], OperationRow>(
    'SELECT number, body, revision, minutes_left, NULL AS state FROM operations WHERE id = ?',
  );
  const nextSequence = db
    .prepare<[string], number>('SELECT coalesce(max(sequence), 0) + 1 FROM operations WHERE station = ?')
    .pluck();
  const insert = db.prepare(`
    INSERT INTO operations (id, station, sequence, type, dossier_id, body, revision, minutes_left)
    VALUES (:id, :station, :sequence, :type, :dossierId, :body, :revision, :minutesLeft)`);
  const setRevision = db.prepare('UPDATE operations SET revision = :revision WHERE id = :id');
  const steps = db.prepare<[object], OperationRow>(
    `${SELECT} AND p.number <= :upTo ORDER BY p.revision IS NULL, p.revision, p.number`,
  );
  const events = db.prepare<[object], OperationRow>(`${SELECT} ORDER BY p.number`);
  return {
    get: (id) => {
      const row = get.get(id);
      return row && { number: row.number, operation: bodyOf(row), revision: row.revision ?? undefined };
    },
    nextSequence: (station) => nextSequence.get(station) ?? 1,
    insert: (
      operation,
      { revision = null, minutesLeft = null }: { revision?: number | null; minutesLeft?: number | null },
    ) => {
      const { id, station, sequence, type } = operation;
      insert.run({
        id,
        station,
        sequence,
        type,
        dossierId: dossierOf(operation) ?? null,
        body: JSON.stringify(operation),
        revision,
        minutesLeft,
      });
    },
    setRevision: (id, revision) => void setRevision.run({ id, revision }),
    steps: (dossierId, upTo = MAX_NUMBER) => steps.all({ dossierId, upTo }).flatMap(stepOf),
    events: (dossierId) => events.all({ dossierId }).map(eventOf),
  };
};
