/** Our operations on their way to the province: made in the transaction that they tell of, sent in order, answered one by one. */
import { MotcuaError } from '../domain/errors.ts';
import type { Bilingual } from '../domain/ids.ts';
import type { OutboxState } from '../domain/operation.ts';
import type { OutboxRow } from '../domain/views/line.ts';
import type { OfficeStore } from './contract.ts';
import { BEHIND_HELD, createHeld } from './held.ts';
import { OPERATION_COLUMNS, type OperationRow, RECEIVED_JOIN, wholeOperationOf } from './operation-row.ts';
import type { Parts } from './parts.ts';
import { unflushed } from './transaction.ts';

interface Row {
  readonly operation_id: string;
  readonly state: OutboxState;
  readonly made_at: number;
  readonly bytes: number;
  readonly attempts: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly type: string;
  readonly dossier_code: string | null;
  readonly tried_at: number | null;
  readonly settled_at: number | null;
  readonly held_at: number | null;
  readonly held_code: string | null;
  readonly retry_at: number | null;
  readonly behind: 0 | 1;
}

const COLUMNS = `
  SELECT o.operation_id, o.state, o.made_at, o.bytes, o.attempts, o.code, o.message, p.type, d.code AS dossier_code,
    o.tried_at, o.settled_at, o.held_at, o.held_code, o.retry_at, o.state = 'waiting' AND ${BEHIND_HELD} AS behind
  FROM outbox o JOIN operations p ON p.id = o.operation_id LEFT JOIN dossiers d ON d.id = p.dossier_id`;

type WaitingRow = OperationRow & { readonly bytes: number };
const WAITING = `
  SELECT ${OPERATION_COLUMNS}, o.bytes
  FROM outbox o JOIN operations p ON p.id = o.operation_id ${RECEIVED_JOIN}
  WHERE o.state = 'waiting' AND o.held_at IS NULL AND NOT ${BEHIND_HELD}
    AND o.operation_id NOT IN (SELECT value FROM json_each(?))
  ORDER BY o.sequence LIMIT ?`;

/** What a person may do about it: nothing for what is on its way or done. */
const nextOf = (row: Row): OutboxRow['next'] => {
  if (row.state === 'rejected') return 'resolve';
  return row.state === 'waiting' && row.held_at !== null ? 'retry' : undefined;
};

const heldOf = ({ state, held_at: since, held_code: code, retry_at: retryAt }: Row): OutboxRow['held'] =>
  state !== 'waiting' || since === null ? undefined : { since, code: code ?? '', retryAt: retryAt ?? since };

const viewOf = (row: Row): OutboxRow => ({
  id: row.operation_id,
  type: row.type,
  dossierCode: row.dossier_code ?? '',
  state: row.state,
  madeAt: row.made_at,
  attempts: row.attempts,
  code: row.code ?? undefined,
  message: row.message === null ? undefined : (JSON.parse(row.message) as Bilingual),
  triedAt: row.tried_at ?? undefined,
  settledAt: row.settled_at ?? undefined,
  held: heldOf(row),
  behind: row.behind === 1,
  next: nextOf(row),
});

/** As many of the oldest as fit; always one, or an operation above the limit would block the rest for ever. */
const fitting = <R extends { readonly bytes: number }>(rows: Iterable<R>, maxBytes: number): readonly R[] => {
  const fit: R[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.bytes + 1;
    if (fit.length > 0 && bytes > maxBytes) break;
    fit.push(row);
  }
  return fit;
};

interface Counts {
  readonly waiting: number | null;
  readonly rejected: number | null;
  readonly held: number | null;
  readonly oldest: number | null;
}

export const createOutbox = (parts: Parts): OfficeStore['outbox'] => {
  const { db, transact, audit, operations, standings, settling, protection } = parts;
  const waiting = db.prepare<[string, number], WaitingRow>(WAITING);
  // Each by its index: among years of accepted ones the few that are open would be looked for one by one.
  const recent = ["('waiting', 'rejected')", "('resolved')", "('accepted')"].map((states) =>
    db.prepare<[number], Row>(`${COLUMNS} WHERE o.state IN ${states} ORDER BY o.sequence DESC LIMIT ?`),
  );
  const rows = (limit: number): readonly Row[] => {
    const found: Row[] = [];
    for (const statement of recent) if (found.length < limit) found.push(...statement.all(limit - found.length));
    return found;
  };
  const tried = db.prepare(`
    UPDATE outbox SET attempts = attempts + 1, tried_at = :at
    WHERE operation_id IN (SELECT value FROM json_each(:ids)) AND state = 'waiting'`);
  const resolve = db.prepare("UPDATE outbox SET state = 'resolved' WHERE operation_id = ? AND state = 'rejected'");
  const stateOf = db.prepare<[string], OutboxState>('SELECT state FROM outbox WHERE operation_id = ?').pluck();
  const counts = db.prepare<[], Counts>(`
    SELECT sum(state = 'waiting') AS waiting, sum(state = 'waiting' AND held_at IS NOT NULL) AS held, sum(state = 'rejected') AS rejected, min(made_at) FILTER (WHERE state = 'waiting') AS oldest
    FROM outbox WHERE state IN ('waiting', 'rejected')`);
  /** A power cut that takes an answer back leaves the operation waiting: sent again, it gets the same answer. */
  const ofThePortal = (work: () => void): void => unflushed(db, () => transact(work));
  return {
    batch: (maxOperations, maxBytes, underWay = []) =>
      fitting(waiting.all(JSON.stringify(underWay), maxOperations), maxBytes).map((row) =>
        wholeOperationOf(protection, row),
      ),
    sending: (ids, at, answers = []) =>
      ofThePortal(() => {
        settling.settleAll(answers, at);
        tried.run({ ids: JSON.stringify(ids), at });
      }),
    settle: (answers, at) => ofThePortal(() => settling.settleAll(answers, at)),
    counts: () => {
      const found = counts.get();
      return {
        waiting: found?.waiting ?? 0,
        rejected: found?.rejected ?? 0,
        held: found?.held ?? 0,
        oldestWaitingAt: found?.oldest ?? undefined,
      };
    },
    ...createHeld(parts),
    rows: (limit) => rows(limit).map(viewOf),
    resolve: (operationId, by, reason) =>
      transact(() => {
        if (stateOf.get(operationId) === 'resolved') return;
        if (resolve.run(operationId).changes === 0) throw new MotcuaError('MC-API-05');
        audit.append({ at: by.correctedAt, who: by.officer, what: `outbox.resolved: ${reason}`, about: operationId });
        const dossierId = operations.find(operationId)?.dossierId;
        if (dossierId !== undefined) standings.refresh(dossierId);
      }),
  };
};
