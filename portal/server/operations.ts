/**
 * Takes operations from stations: each once, in order, answered for good. The same id sent again gets the stored answer.
 * A push is judged in memory and written in a few statements, however many operations it has.
 */
import { asItStands } from '../../domain/as-it-stands.ts';
import { type ErrorCode, isErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { type Operation, operationSchema } from '../../domain/operation.ts';
import { FEED_MAX_LINE_BYTES, type OperationAnswer, type PushRequest, type PushResponse } from '../../domain/sync.ts';
import { applyToDossiers } from './apply-operation.ts';
import { type Caller, speaksFor } from './caller.ts';
import { type Database, isDataRefusal, type Sql } from './database.ts';
import { openBook, uuidKey } from './dossier-book.ts';
import { hearOpening } from './openings.ts';
import { type Judged, record, recordBook } from './record.ts';
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
  const candidates = push.operations.map((candidate) => readCandidate(candidate, caller));
  return inTurn(database, () =>
    database.transaction(async (sql) => {
      const head = await lockFeed(sql);
      const answers = await answerAll(sql, { caller, head, now }, candidates);
      await sql.query('UPDATE feed_head SET revision = $1', [head.revision]);
      await sql.query('UPDATE stations SET last_push_at = $2 WHERE station = $1', [caller.station, now]);
      const sharedKey = await hearOpening(sql, caller, push.opening, now);
      return { answers, now, ...(sharedKey === undefined ? {} : { sharedKey }) };
    }),
  );
}

const lastPush = new WeakMap<Database, Promise<unknown>>();

/**
 * Pushes wait for one another anyway (feed_head). Waiting here, each without a connection, they leave the others to those
 * who read, upload or ask for numbers; a province that comes back after a cut pushes from all its stations at once.
 */
function inTurn<T>(database: Database, push: () => Promise<T>): Promise<T> {
  const mine = (lastPush.get(database) ?? Promise.resolve()).then(push);
  lastPush.set(
    database,
    mine.catch(() => undefined),
  );
  return mine;
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

/** An operation that may be taken, with the text that is kept of it; or only the id of what cannot be one. */
type Candidate =
  | { readonly id: string; readonly operation: Operation; readonly text: string }
  | { readonly id: string; readonly operation?: undefined };
type Fit = Extract<Candidate, { readonly text: string }>;

/** The schema's own answer for nearly every operation, at a quarter of the time. */
const isOperation = asItStands(operationSchema);

/** A station speaks only for itself, in text that the database can hold, in operations that fit a line of the feed. */
function readCandidate(candidate: unknown, caller: Caller): Candidate {
  const operation = isOperation(candidate) ? candidate : operationSchema.safeParse(candidate).data;
  if (operation === undefined || !speaksFor(caller, operation.station)) return { id: readableId(candidate) };
  const text = JSON.stringify(operation);
  // What cannot be stored (U+0000, half a surrogate pair) is escaped in JSON, and hardly anything else is.
  if (text.includes('\\u') && !isStorable(operation)) return { id: readableId(candidate) };
  return isTooLong(text) ? { id: readableId(candidate) } : { id: operation.id, operation, text };
}

/** A code unit is at most three bytes: only what may be too long is counted. */
const isTooLong = (text: string): boolean =>
  text.length * 3 > FEED_MAX_LINE_BYTES - FEED_LINE_OVERHEAD &&
  Buffer.byteLength(text) > FEED_MAX_LINE_BYTES - FEED_LINE_OVERHEAD;

function readableId(candidate: unknown): string {
  const id = typeof candidate === 'object' && candidate !== null && 'id' in candidate ? candidate.id : undefined;
  return typeof id === 'string' && isStorable(id) ? id.slice(0, 80) : '';
}

/** The same id twice in one push is one operation, as it is in two pushes: the second gets the first one's answer. */
async function answerAll(
  sql: Sql,
  batch: Batch,
  candidates: readonly Candidate[],
): Promise<readonly OperationAnswer[]> {
  const fit = new Map<string, Fit>();
  for (const one of candidates) if (one.operation && !fit.has(uuidKey(one.id))) fit.set(uuidKey(one.id), one);
  const known = await storedAnswers(sql, batch.caller, [...fit.keys()]);
  const fresh = [...fit].filter(([key]) => !known.has(key)).map(([, one]) => one);
  const given = await applyAll(sql, batch, fresh);
  const answers = new Map([...known, ...given.map((answer) => [uuidKey(answer.id), answer] as const)]);
  // Not stored where unfit: a portal that knows a newer contract may accept the same operation tomorrow.
  return candidates.map(({ id, operation }) => ({
    ...((operation && answers.get(uuidKey(id))) ?? rejected(id, 'MC-POR-02')),
    id,
  }));
}

type StoredRow = {
  readonly id: string;
  readonly station: string;
  readonly revision: number | null;
  readonly rejection: string | null;
};

async function storedAnswers(
  sql: Sql,
  caller: Caller,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OperationAnswer>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<StoredRow>(
    'SELECT id, station, revision, rejection FROM operations WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, answerOf(row, caller)]));
}

/** An id that another station has used is refused: its answer is not this station's to know. */
function answerOf({ id, station, revision, rejection }: StoredRow, caller: Caller): OperationAnswer {
  if (!speaksFor(caller, station)) return rejected(id, 'MC-POR-02');
  return revision === null ? rejected(id, knownCode(rejection)) : { id, outcome: 'accepted', revision };
}

const knownCode = (code: string | null): ErrorCode => (code !== null && isErrorCode(code) ? code : 'MC-POR-02');

/**
 * All of them together; where the database refuses the data of one, each half by itself, down to the one, which is
 * refused: that is the station's fault. Anything else is ours, and the push fails.
 */
async function applyAll(sql: Sql, batch: Batch, fresh: readonly Fit[]): Promise<readonly OperationAnswer[]> {
  if (fresh.length === 0) return [];
  await sql.query('SAVEPOINT some_operations');
  try {
    const answers = await judgeAndWrite(sql, batch, fresh);
    await sql.query('RELEASE SAVEPOINT some_operations');
    return answers;
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    await sql.query('ROLLBACK TO SAVEPOINT some_operations');
    return fresh.length === 1 ? refuseAll(sql, batch, fresh) : applyHalves(sql, batch, fresh);
  }
}

async function applyHalves(sql: Sql, batch: Batch, fresh: readonly Fit[]): Promise<readonly OperationAnswer[]> {
  const middle = Math.ceil(fresh.length / 2);
  const first = await applyAll(sql, batch, fresh.slice(0, middle));
  return [...first, ...(await applyAll(sql, batch, fresh.slice(middle)))];
}

async function refuseAll(sql: Sql, batch: Batch, fresh: readonly Fit[]): Promise<readonly OperationAnswer[]> {
  const rejection = 'MC-POR-02';
  const refused = fresh.map((one) => ({ ...one, rejection }) as const);
  await record(sql, { ...batch, judged: refused });
  return fresh.map(({ id }) => rejected(id, rejection));
}

async function judgeAndWrite(sql: Sql, batch: Batch, fresh: readonly Fit[]): Promise<readonly OperationAnswer[]> {
  const operations = fresh.map(({ operation }) => operation);
  const book = await openBook(sql, operations);
  let { revision } = batch.head;
  const judged = fresh.map((one): Judged => {
    const rejection = applyToDossiers(book, batch.caller, one.operation, revision + 1);
    if (rejection) return { ...one, rejection };
    revision += 1;
    return { ...one, revision };
  });
  await record(sql, { ...batch, judged, book });
  await recordBook(sql, batch.caller, book);
  batch.head.revision = revision;
  return judged.map(({ operation: { id }, revision, rejection }) =>
    revision === undefined ? rejected(id, rejection) : { id, outcome: 'accepted', revision },
  );
}

const rejected = (id: string, code: ErrorCode): OperationAnswer => ({
  id,
  outcome: 'rejected',
  code,
  message: sentenceOf(code),
});
