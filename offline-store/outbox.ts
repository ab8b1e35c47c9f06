/** Our operations on their way to the province: made in the transaction that they tell of, sent in order, answered one by one. */
import { MotcuaError } from '../domain/errors.ts';
import type { Bilingual } from '../domain/ids.ts';
import { type Operation, type OutboxState, operationSchema } from '../domain/operation.ts';
import type { OperationAnswer } from '../domain/sync.ts';
import type { OutboxRow } from '../domain/views.ts';
import type { Actor, OfficeStore } from './contract.ts';
import { dossierOf } from './operations.ts';
import type { Parts } from './parts.ts';

/** What is new in an operation; the envelope comes from the actor and the store. */
export type OperationBody = Operation extends infer O
  ? O extends Operation
    ? Pick<O, 'type' | 'payload'>
    : never
  : never;

interface Row {
  readonly operation_id: string;
  readonly state: OutboxState;
  readonly made_at: number;
  readonly bytes: number;
  readonly attempts: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly type: string;
  readonly body: string;
  readonly dossier_code: string | null;
}

const COLUMNS = `
  SELECT o.operation_id, o.state, o.made_at, o.bytes, o.attempts, o.code, o.message, p.type, p.body, d.code AS dossier_code
  FROM outbox o JOIN operations p ON p.id = o.operation_id LEFT JOIN dossiers d ON d.id = p.dossier_id`;

const viewOf = (row: Row): OutboxRow => ({
  id: row.operation_id,
  type: row.type,
  dossierCode: row.dossier_code ?? '',
  state: row.state,
  madeAt: row.made_at,
  attempts: row.attempts,
  code: row.code ?? undefined,
  message: row.message === null ? undefined : (JSON.parse(row.message) as Bilingual),
});

/** A value the portal would refuse must not enter the outbox, where it could only come back rejected. */
const checked = (operation: unknown): Operation => {
  const result = operationSchema.safeParse(operation);
  if (!result.success) throw new MotcuaError('MC-API-03', { field: result.error.issues[0]?.path.join('.') ?? '' });
  return result.data;
};

export interface OutboxAppender {
  /** Inside the caller's transaction: the operation, its place in the outbox, and its audit entry. */
  append(body: OperationBody, by: Actor, about: string | undefined, minutesLeft?: number): Operation;
}

const auditWhat = ({ type, payload }: OperationBody): string =>
  type === 'dossier.acted' ? `${type}:${payload.action}` : type;

export const createAppender = ({
  db,
  station,
  operations,
  audit,
}: Pick<Parts, 'db' | 'station' | 'operations' | 'audit'>): OutboxAppender => {
  const insert = db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (:id, :sequence, 'waiting', :madeAt, :bytes)`);
  return {
    append: (body, by, about, minutesLeft) => {
      const { operationId: id, officer, madeAt, correctedAt } = by;
      const sequence = operations.nextSequence(station);
      const operation = checked({ id, station, sequence, officer, madeAt, correctedAt, ...body });
      operations.insert(operation, { minutesLeft });
      insert.run({ id, sequence, madeAt, bytes: Buffer.byteLength(JSON.stringify(operation)) });
      audit.append({ at: correctedAt, who: officer, what: auditWhat(body), about });
      return operation;
    },
  };
};

/** As many of the oldest as fit; always one, or an operation above the limit would block the rest for ever. */
const fitting = (rows: Iterable<Row>, maxBytes: number): readonly Operation[] => {
  const operations: Operation[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.bytes + 1;
    if (operations.length > 0 && bytes > maxBytes) break;
    operations.push(JSON.parse(row.body) as Operation);
  }
  return operations;
};

const settled = (answer: OperationAnswer): { state: OutboxState; code: string | null; message: string | null } =>
  answer.outcome === 'accepted'
    ? { state: 'accepted', code: null, message: null }
    : { state: 'rejected', code: answer.code, message: JSON.stringify(answer.message) };

export interface Settling {
  /** Inside the caller's transaction. An accepted operation stays accepted; an unknown id is ignored. */
  settle(answer: OperationAnswer, at: number): void;
}

export const createSettling = ({
  db,
  operations,
  standings,
}: Pick<Parts, 'db' | 'operations' | 'standings'>): Settling => {
  const update = db.prepare(`
    UPDATE outbox SET state = :state, code = :code, message = :message, settled_at = :at
    WHERE operation_id = :id AND (state = 'waiting' OR (:state = 'accepted' AND state <> 'accepted'))`);
  return {
    settle: (answer, at) => {
      const changed = update.run({ id: answer.id, at, ...settled(answer) }).changes > 0;
      if (!changed) return;
      if (answer.outcome === 'accepted') operations.setRevision(answer.id, answer.revision);
      const stored = operations.get(answer.id);
      const dossierId = stored && dossierOf(stored.operation);
      if (dossierId !== undefined) standings.refresh(dossierId);
    },
  };
};

interface Counts {
  readonly waiting: number | null;
  readonly rejected: number | null;
  readonly oldest: number | null;
}

export const createOutbox = (parts: Parts): OfficeStore['outbox'] => {
  const { db, transact, audit, operations, standings, settling } = parts;
  const waiting = db.prepare<[number], Row>(`${COLUMNS} WHERE o.state = 'waiting' ORDER BY o.sequence LIMIT ?`);
  const recent = db.prepare<[number], Row>(
    `${COLUMNS} ORDER BY o.state = 'accepted', o.state = 'resolved', o.sequence DESC LIMIT ?`,
  );
  const tried = db.prepare("UPDATE outbox SET attempts = attempts + 1 WHERE operation_id = ? AND state = 'waiting'");
  const resolve = db.prepare("UPDATE outbox SET state = 'resolved' WHERE operation_id = ? AND state = 'rejected'");
  const stateOf = db.prepare<[string], OutboxState>('SELECT state FROM outbox WHERE operation_id = ?').pluck();
  const counts = db.prepare<[], Counts>(`
    SELECT sum(state = 'waiting') AS waiting, sum(state = 'rejected') AS rejected, min(made_at) FILTER (WHERE state = 'waiting') AS oldest
    FROM outbox WHERE state IN ('waiting', 'rejected')`);
  return {
    batch: (maxOperations, maxBytes) => fitting(waiting.all(maxOperations), maxBytes),
    sending: (ids) => transact(() => ids.forEach((id) => void tried.run(id))),
    settle: (answers, at) => transact(() => answers.forEach((answer) => void settling.settle(answer, at))),
    counts: () => {
      const found = counts.get();
      return {
        waiting: found?.waiting ?? 0,
        rejected: found?.rejected ?? 0,
        oldestWaitingAt: found?.oldest ?? undefined,
      };
    },
    rows: (limit) => recent.all(limit).map(viewOf),
    resolve: (operationId, by, reason) =>
      transact(() => {
        if (stateOf.get(operationId) === 'resolved') return;
        if (resolve.run(operationId).changes === 0) throw new MotcuaError('MC-API-05');
        audit.append({ at: by.correctedAt, who: by.officer, what: `outbox.resolved: ${reason}`, about: operationId });
        const stored = operations.get(operationId);
        const dossierId = stored && dossierOf(stored.operation);
        if (dossierId !== undefined) standings.refresh(dossierId);
      }),
  };
};
