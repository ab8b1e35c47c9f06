/** What a push has brought, into the database: one statement for operations and new dossiers, one for each that is rarer. */
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Caller } from './caller.ts';
import type { Sql } from './database.ts';
import type { Book } from './dossier-book.ts';

/** An operation that was answered, and the text that is kept of it. */
export type Judged = { readonly operation: Operation; readonly text: string } & (
  | { readonly revision: number; readonly rejection?: undefined }
  | { readonly rejection: ErrorCode; readonly revision?: undefined }
);

type Answered = {
  readonly caller: Caller;
  readonly now: Instant;
  readonly judged: readonly Judged[];
  /** Where the dossiers stand that were received here; without it none was. */
  readonly book?: Book;
};

/**
 * Accepted and refused operations, and the dossiers that accepted ones received. The database reads the operations' text
 * once for both tables: that reading is most of what a push costs it. What we say of each stands beside it, in its order.
 */
export async function record(sql: Sql, { caller, now, judged, book }: Answered): Promise<void> {
  await sql.query(
    `WITH pushed AS MATERIALIZED (
       SELECT body, fact FROM ROWS FROM (jsonb_array_elements($1::jsonb), jsonb_array_elements($2::jsonb)) AS x (body, fact)
     ), received AS (
       INSERT INTO dossiers (id, code, code_key, agency, status, due_at, rescheduled, waiting, received, revision)
       SELECT (fact->>'dossierId')::uuid, body->'payload'->>'code', fact->>'codeKey', $3, fact->>'status',
         (fact->'dueAt')::bigint, (fact->'rescheduled')::boolean, (fact->>'waiting')::uuid, body->'payload', (fact->'standsAt')::integer
       FROM pushed WHERE fact ? 'status'
     )
     INSERT INTO operations (id, station, agency, type, dossier_id, body, revision, rejection, answered_at)
     SELECT (body->>'id')::uuid, body->>'station', $3, body->>'type', (fact->>'dossierId')::uuid, body,
       (fact->'revision')::integer, fact->>'rejection', $4
     FROM pushed`,
    [
      `[${judged.map(({ text }) => text).join()}]`,
      JSON.stringify(judged.map((one) => factOf(one, book))),
      caller.agency,
      now,
    ],
  );
}

/** Of an accepted receipt also how its dossier stands at the end of the push. */
function factOf({ operation, revision, rejection }: Judged, book: Book | undefined): object {
  if (operation.type !== 'dossier.received') return { dossierId: operation.payload.dossierId, revision, rejection };
  const { id: dossierId, code, dueAt } = operation.payload;
  const state = rejection === undefined ? book?.dossier(dossierId) : undefined;
  if (!state) return { dossierId, revision, rejection };
  const { status, rescheduled, waiting, revision: standsAt } = state;
  return {
    dossierId,
    revision,
    codeKey: dossierCodeKey(code),
    status,
    rescheduled,
    waiting,
    dueAt: state.dueAt ?? dueAt,
    standsAt,
  };
}

/** Dossiers of earlier pushes that have moved on, and papers. After the new dossiers: papers point at them. */
export async function recordBook(sql: Sql, caller: Caller, book: Book): Promise<void> {
  await updateDossiers(sql, book);
  await insertDocuments(sql, caller, book);
}

async function updateDossiers(sql: Sql, book: Book): Promise<void> {
  const rows = book.changed().map(([id, state]) => ({ ...state, id }));
  if (rows.length === 0) return;
  await sql.query(
    `UPDATE dossiers d SET status = x.status, due_at = coalesce(x."dueAt", d.due_at), rescheduled = x.rescheduled, waiting = x.waiting, revision = x.revision
     FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, status text, "dueAt" bigint, rescheduled boolean, waiting uuid, revision integer)
     WHERE d.id = x.id`,
    [JSON.stringify(rows)],
  );
}

/** A file that the agency has sent before (the same SHA-256) need not be sent again. */
async function insertDocuments(sql: Sql, { agency }: Caller, book: Book): Promise<void> {
  if (book.attached().length === 0) return;
  await sql.query(
    `INSERT INTO documents (document_id, dossier_id, agency, sha256, bytes, stored_at)
     SELECT "documentId", "dossierId", $2, sha256, bytes,
       (SELECT min(stored_at) FROM documents d WHERE d.agency = $2 AND d.sha256 = x.sha256)
     FROM jsonb_to_recordset($1::jsonb) AS x ("documentId" uuid, "dossierId" uuid, sha256 text, bytes bigint)`,
    [JSON.stringify(book.attached()), agency],
  );
}
