/** One operation into the outbox, and the portal's answer to it; both inside a transaction that does more. */
import { MotcuaError } from '../domain/errors.ts';
import { type Operation, type OutboxState, operationSchema } from '../domain/operation.ts';
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

const auditWhat = ({ type, payload }: OperationBody): string => {
  if (type === 'dossier.acted') return `${type}:${payload.action}`;
  return type === 'dossier.moved' ? `${type}:${payload.move}` : type;
};

/** A setting: numbers up to this one were given out elsewhere (the PC that had this station's name before, a restored copy). */
export const SEQUENCE_FLOOR = 'sequence.floor';

/** The outbox's own order goes on too where the station was given another name. */
const BEHIND = `
  SELECT max(coalesce((SELECT max(sequence) FROM outbox), 0),
    coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE key = '${SEQUENCE_FLOOR}'), 0)) + 1`;

export const createAppender = ({ db, station, operations, audit }: AppenderParts): OutboxAppender => {
  const behind = db.prepare<[], number>(BEHIND).pluck();
  const hasFloor = db.prepare<[string], number>('SELECT 1 FROM settings WHERE key = ? AND CAST(value AS INTEGER) > 0');
  /** With a floor only what was made here counts: a second PC restored from the same backup speaks in our name too, by the feed. */
  const nextSequence = (): number => {
    const own = behind.get() ?? 1;
    return hasFloor.get(SEQUENCE_FLOOR) === undefined ? Math.max(operations.nextSequence(station), own) : own;
  };
  const insert = db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (?, ?, 'waiting', ?, ?)`);
  return {
    append: (body, by, about, minutesLeft) => {
      const { operationId: id, officer, madeAt, correctedAt } = by;
      const sequence = nextSequence();
      const operation = checked({ id, station, sequence, officer, madeAt, correctedAt, ...body });
      operations.insert(operation, { minutesLeft });
      insert.run(id, sequence, madeAt, Buffer.byteLength(JSON.stringify(operation)));
      audit.append({ at: correctedAt, who: officer, what: auditWhat(body), about });
      return operation;
    },
  };
};

const settled = (answer: OperationAnswer): { state: OutboxState; code: string | null; message: string | null } =>
  answer.outcome === 'accepted'
    ? { state: 'accepted', code: null, message: null }
    : { state: 'rejected', code: answer.code, message: JSON.stringify(answer.message) };

export interface Settling {
  /** Inside the caller's transaction. An accepted operation stays accepted; an unknown id is ignored. */
  settle(answer: OperationAnswer, at: number): void;
  /** The same for many, each with what it moves recomputed once. */
  settleAll(answers: readonly OperationAnswer[], at: number): void;
  /** Inside the caller's transaction: one of ours that this store did not have is in its outbox again, as accepted. */
  takeBack(operation: Operation, at: number): void;
}

export const createSettling = ({ db, operations, standings }: SettlingParts): Settling => {
  const update = db.prepare(`
    UPDATE outbox SET state = :state, code = :code, message = :message, settled_at = :at
    WHERE operation_id = :id AND (state = 'waiting' OR (:state = 'accepted' AND state <> 'accepted'))`);
  const takeBack = db.prepare(`
    INSERT INTO outbox (operation_id, sequence, state, made_at, bytes, settled_at)
    VALUES (:id, :sequence, 'accepted', :madeAt, :bytes, :at) ON CONFLICT DO NOTHING`);
  /** Returns the dossier that the answer moves. Only actions do: of what was received, scanned or rated nothing changes. */
  const settleOne = (answer: OperationAnswer, at: number): readonly string[] => {
    const changed = update.run({ id: answer.id, at, ...settled(answer) }).changes > 0;
    if (!changed) return [];
    if (answer.outcome === 'accepted') operations.setRevision(answer.id, answer.revision);
    const known = operations.find(answer.id);
    return known?.type === 'dossier.acted' && known.dossierId !== undefined ? [known.dossierId] : [];
  };
  const settleAll: Settling['settleAll'] = (answers, at) => {
    const moved = new Set(answers.flatMap((answer) => settleOne(answer, at)));
    for (const dossierId of moved) standings.refresh(dossierId);
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
