/**
 * Takes operations from stations: each once, in order, answered for good. The same id sent again gets the stored answer.
 */
import { type ErrorCode, isErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { type Operation, operationSchema } from '../../domain/operation.ts';
import { FEED_MAX_LINE_BYTES, type OperationAnswer, type PushRequest, type PushResponse } from '../../domain/sync.ts';
import { applyToDossiers } from './apply-operation.ts';
import { type Caller, speaksFor } from './caller.ts';
import { type Database, isDataRefusal, type Sql } from './database.ts';
import { isStorable } from './storable-text.ts';

/** Room in a feed line for what is not the operation itself. */
const FEED_LINE_OVERHEAD = 1_000;

/**
 * Answers every operation of a push, in its order. Throws `MC-API-01` when the push is not the caller's own; one bad
 * operation is refused by itself and does not touch the others. Either all answers are on disk or, on an error, none is.
 */
export async function acceptPush(
  database: Database,
  caller: Caller,
  push: PushRequest,
  now: Instant,
): Promise<PushResponse> {
  if (push.station !== caller.station) throw new MotcuaError('MC-API-01');
  const answers = await database.transaction(async (sql) => {
    const head = await lockFeed(sql);
    const collected: OperationAnswer[] = [];
    for (const candidate of push.operations)
      collected.push(await answerCandidate(sql, { caller, head, now }, candidate));
    await sql.query('UPDATE feed_head SET revision = $1', [head.revision]);
    await sql.query('UPDATE stations SET last_push_at = $2 WHERE station = $1', [caller.station, now]);
    return collected;
  });
  return { answers, now };
}

type Head = { revision: number };
type Batch = { readonly caller: Caller; readonly head: Head; readonly now: Instant };

/**
 * Held until the transaction ends, so revisions are given out one transaction at a time and become visible in that order:
 * a reader that has seen revision n will never see a smaller one appear later. A rollback gives its revisions back.
 */
async function lockFeed(sql: Sql): Promise<Head> {
  const [row] = await sql.query<{ revision: number }>('SELECT revision FROM feed_head FOR UPDATE');
  if (!row) throw new MotcuaError('MC-STO-03');
  return { revision: row.revision };
}

async function answerCandidate(sql: Sql, batch: Batch, candidate: unknown): Promise<OperationAnswer> {
  const parsed = operationSchema.safeParse(candidate);
  // Not stored: a portal that knows a newer contract may accept the same operation tomorrow.
  if (!parsed.success || !isAcceptable(parsed.data, batch.caller)) return rejected(readableId(candidate), 'MC-POR-02');
  return (await storedAnswer(sql, batch.caller, parsed.data.id)) ?? applyInSavepoint(sql, batch, parsed.data);
}

/** A station speaks only for itself, in text that the database can hold, in operations that fit a line of the feed. */
function isAcceptable(operation: Operation, caller: Caller): boolean {
  if (!speaksFor(caller, operation.station) || !isStorable(operation)) return false;
  return Buffer.byteLength(JSON.stringify(operation)) <= FEED_MAX_LINE_BYTES - FEED_LINE_OVERHEAD;
}

function readableId(candidate: unknown): string {
  const id = typeof candidate === 'object' && candidate !== null && 'id' in candidate ? candidate.id : undefined;
  return typeof id === 'string' && isStorable(id) ? id.slice(0, 80) : '';
}

type StoredRow = { readonly station: string; readonly revision: number | null; readonly rejection: string | null };

/** An id that another station has used is refused: its answer is not this station's to know. */
async function storedAnswer(sql: Sql, caller: Caller, id: string): Promise<OperationAnswer | undefined> {
  const [row] = await sql.query<StoredRow>('SELECT station, revision, rejection FROM operations WHERE id = $1', [id]);
  if (!row) return undefined;
  if (!speaksFor(caller, row.station)) return rejected(id, 'MC-POR-02');
  return row.revision === null
    ? rejected(id, knownCode(row.rejection))
    : { id, outcome: 'accepted', revision: row.revision };
}

const knownCode = (code: string | null): ErrorCode => (code !== null && isErrorCode(code) ? code : 'MC-POR-02');

async function applyInSavepoint(sql: Sql, batch: Batch, operation: Operation): Promise<OperationAnswer> {
  const revision = batch.head.revision + 1;
  await sql.query('SAVEPOINT one_operation');
  const refusal = await refusalOf(() => applyToDossiers(sql, batch.caller, operation, revision));
  if (refusal) {
    await sql.query('ROLLBACK TO SAVEPOINT one_operation');
    await record(sql, batch, operation, { rejection: refusal });
    return rejected(operation.id, refusal);
  }
  await record(sql, batch, operation, { revision });
  await sql.query('RELEASE SAVEPOINT one_operation');
  batch.head.revision = revision;
  return { id: operation.id, outcome: 'accepted', revision };
}

/** Why an operation is refused. Data that the database itself refuses is the station's fault too; anything else is ours. */
async function refusalOf(apply: () => Promise<ErrorCode | undefined>): Promise<ErrorCode | undefined> {
  try {
    return await apply();
  } catch (error) {
    if (isDataRefusal(error)) return 'MC-POR-02';
    throw error;
  }
}

type Outcome = { readonly revision?: number; readonly rejection?: ErrorCode };

async function record(sql: Sql, batch: Batch, operation: Operation, outcome: Outcome): Promise<void> {
  await sql.query(
    `INSERT INTO operations (id, station, agency, type, dossier_id, body, revision, rejection, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      operation.id,
      operation.station,
      batch.caller.agency,
      operation.type,
      dossierOf(operation),
      JSON.stringify(operation),
      outcome.revision ?? null,
      outcome.rejection ?? null,
      batch.now,
    ],
  );
}

const dossierOf = (operation: Operation): string | null =>
  operation.type === 'dossier.received' ? operation.payload.id : (operation.payload.dossierId ?? null);

const rejected = (id: string, code: ErrorCode): OperationAnswer => ({
  id,
  outcome: 'rejected',
  code,
  message: sentenceOf(code),
});
