/** One operation into the outbox, and the portal's answer to it; both inside a transaction that does more. */
import { asItStands } from '../domain/as-it-stands.ts';
import { MotcuaError } from '../domain/errors.ts';
import { type Operation, operationSchema } from '../domain/operation.ts';
import type { OperationAnswer } from '../domain/sync.ts';
import type { AuditTrail } from './audit.ts';
import type { Actor } from './contract.ts';
import type { Operations } from './operations.ts';
import type { Standings } from './standings.ts';
import type { Db } from './transaction.ts';

/** What is new in an operation; the envelope comes from the actor and the store. */
export type OperationBody = Operation extends infer O
  ? O extends Operation
    ? Pick<O, 'type' | 'payload'>
    : never
  : never;

interface AppenderParts {
  readonly db: Db;
  readonly station: string;
  readonly operations: Operations;
  readonly audit: AuditTrail;
}

interface SettlingParts {
  readonly db: Db;
  readonly operations: Operations;
  readonly standings: Standings;
}

const isOperation = asItStands(operationSchema);

/** A value the portal would refuse must not enter the outbox, where it could only come back rejected. */
const checked = (operation: unknown): Operation => {
  if (isOperation(operation)) return operation;
  const result = operationSchema.safeParse(operation);
  if (!result.success) throw new MotcuaError('MC-API-03', { field: result.error.issues[0]?.path.join('.') ?? '' });
  return result.data;
};

export interface OutboxAppender {
  /** Inside the caller's transaction: the operation, its place in the outbox, and its audit entry. */
  append(body: OperationBody, by: Actor, about: string | undefined, minutesLeft?: number): Operation;
}

const auditWhat = ({ type, payload }: OperationBody): string => {
  if (type === 'dossier.acted') return `${type}:${payload.action}`;
  return type === 'dossier.moved' ? `${type}:${payload.move}` : type;
};

/** A setting: numbers up to this one were given out elsewhere (the PC that had this station's name before, a restored copy). */
export const SEQUENCE_FLOOR = 'sequence.floor';

/**
 * The outbox's own order goes on too where the station was given another name. With a floor only what was made here counts: a second
 * PC restored from the same backup speaks in our name too, by the feed. `+?`: see operations.ts.
 */
const NEXT_SEQUENCE = `
  SELECT 1 + max(coalesce((SELECT max(sequence) FROM outbox), 0), CASE WHEN floor > 0 THEN floor
    ELSE coalesce((SELECT max(sequence) FROM operations WHERE station = +?), 0) END)
  FROM (SELECT (SELECT CAST(value AS INTEGER) FROM settings WHERE key = '${SEQUENCE_FLOOR}') AS floor)`;

export const createAppender = ({ db, station, operations, audit }: AppenderParts): OutboxAppender => {
  const nextSequence = db.prepare<[string], number>(NEXT_SEQUENCE).pluck();
  const insert = db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (?, ?, 'waiting', ?, ?)`);
  return {
    append: (body, by, about, minutesLeft) => {
      const { operationId: id, officer, madeAt, correctedAt } = by;
      const sequence = nextSequence.get(station) ?? 1;
      const operation = checked({ id, station, sequence, officer, madeAt, correctedAt, ...body });
      operations.insert(operation, { minutesLeft });
      insert.run(id, sequence, madeAt, Buffer.byteLength(JSON.stringify(operation)));
      audit.append({ at: correctedAt, who: officer, what: auditWhat(body), about });
      return operation;
    },
  };
};

const revisionIn = (answer: OperationAnswer): readonly (readonly [id: string, revision: number])[] =>
  answer.outcome === 'accepted' ? [[answer.id, answer.revision]] : [];

export interface Settling {
  /** Inside the caller's transaction. An accepted operation stays accepted; an unknown id is ignored. */
  settle(answer: OperationAnswer, at: number): void;
  /** The same for many, each with what it moves recomputed once. */
  settleAll(answers: readonly OperationAnswer[], at: number): void;
  /** Inside the caller's transaction: one of ours that this store did not have is in its outbox again, as accepted. */
  takeBack(operation: Operation, at: number): void;
}

export const createSettling = ({ db, operations, standings }: SettlingParts): Settling => {
  const reject = db.prepare(`
    UPDATE outbox SET state = 'rejected', code = :code, message = :message, settled_at = :at
    WHERE operation_id = :id AND state = 'waiting'`);
  const takeBack = db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes, settled_at)
    VALUES (:id, :sequence, 'accepted', :madeAt, :bytes, :at) ON CONFLICT DO NOTHING`);
  const accept = db
    .prepare<[{ ids: string; at: number }], string>(`
      UPDATE outbox SET state = 'accepted', code = NULL, message = NULL, settled_at = :at
      WHERE operation_id IN (SELECT value FROM json_each(:ids)) AND state <> 'accepted' RETURNING operation_id`)
    .pluck();
  /** Only actions move a dossier: of what was received, scanned or rated the answer changes nothing about it. */
  const movedBy = db
    .prepare<[string], string>(`
      SELECT dossier_id FROM operations
      WHERE id IN (SELECT value FROM json_each(?)) AND type = 'dossier.acted' AND dossier_id IS NOT NULL`)
    .pluck();
  const acceptAll = (answers: readonly OperationAnswer[], at: number): readonly string[] => {
    const revisions = new Map(answers.flatMap(revisionIn));
    const accepted = accept.all({ ids: JSON.stringify([...revisions.keys()]), at });
    operations.setRevisions(new Map(accepted.map((id) => [id, revisions.get(id) ?? 0])));
    return accepted;
  };
  const rejectAll = (answers: readonly OperationAnswer[], at: number): readonly string[] =>
    answers.flatMap((answer) => {
      if (answer.outcome !== 'rejected') return [];
      const { id, code, message } = answer;
      return reject.run({ id, at, code, message: JSON.stringify(message) }).changes > 0 ? [id] : [];
    });
  const settleAll: Settling['settleAll'] = (answers, at) => {
    const changed = [...acceptAll(answers, at), ...rejectAll(answers, at)];
    if (changed.length === 0) return;
    for (const dossierId of new Set(movedBy.all(JSON.stringify(changed)))) standings.refresh(dossierId);
  };
  return {
    takeBack: (operation, at) => {
      const { id, sequence, madeAt } = operation;
      takeBack.run({ id, sequence, madeAt, at, bytes: Buffer.byteLength(JSON.stringify(operation)) });
    },
    settle: (answer, at) => settleAll([answer], at),
    settleAll,
  };
};
