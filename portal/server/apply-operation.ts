/** What an accepted operation does to the dossiers. Whether it may is decided by the action table of domain/ alone. */
import { assertNever } from '../../domain/assert-never.ts';
import type { DossierStatus, ReceivedDossier } from '../../domain/dossier.ts';
import { type DossierAction, nextStatus } from '../../domain/dossier-actions.ts';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Operation } from '../../domain/operation.ts';
import { type Caller, canonicalAgency } from './caller.ts';
import type { Sql } from './database.ts';

type Refusal = ErrorCode | undefined;
type Acted = Extract<Operation, { type: 'dossier.acted' }>['payload'];
type Attached = Extract<Operation, { type: 'document.attached' }>['payload'];

/**
 * Applies an operation, or says why not and leaves everything as it was: `MC-POR-01` the code belongs to another dossier,
 * `MC-POR-02` data that contradicts itself, `MC-POR-03` not possible at the dossier's step, `MC-POR-04` no such dossier.
 */
export function applyToDossiers(sql: Sql, caller: Caller, operation: Operation, revision: number): Promise<Refusal> {
  switch (operation.type) {
    case 'dossier.received':
      return receive(sql, caller, operation.payload, revision);
    case 'dossier.acted':
      return act(sql, caller, operation.payload, revision);
    case 'document.attached':
      return attach(sql, caller, operation.payload);
    case 'rating.given':
      return rate(sql, caller, operation.payload.dossierId);
    default:
      return assertNever(operation);
  }
}

async function receive(sql: Sql, caller: Caller, dossier: ReceivedDossier, revision: number): Promise<Refusal> {
  if (canonicalAgency(dossier.agency) !== caller.agency) return 'MC-POR-02';
  const key = dossierCodeKey(dossier.code);
  const [taken] = await sql.query<{ same: boolean }>(
    'SELECT id = $1::uuid AS same FROM dossiers WHERE id = $1::uuid OR code_key = $2 ORDER BY same DESC',
    [dossier.id, key],
  );
  if (taken) return taken.same ? 'MC-POR-03' : 'MC-POR-01';
  await sql.query(
    `INSERT INTO dossiers (id, code, code_key, agency, status, due_at, received, revision)
     VALUES ($1, $2, $3, $4, 'received', $5, $6, $7)`,
    [dossier.id, dossier.code, key, caller.agency, dossier.dueAt, JSON.stringify(dossier), revision],
  );
  return undefined;
}

type Standing = { readonly status: DossierStatus; readonly rescheduled: boolean };

async function act(sql: Sql, caller: Caller, request: Acted, revision: number): Promise<Refusal> {
  const [dossier] = await sql.query<Standing>(
    'SELECT status, rescheduled FROM dossiers WHERE id = $1 AND agency = $2',
    [request.dossierId, caller.agency],
  );
  if (!dossier) return 'MC-POR-04';
  const status = allowedNext(dossier, request.action);
  if (!status) return 'MC-POR-03';
  await sql.query(
    `UPDATE dossiers SET status = $2, due_at = coalesce($3::bigint, due_at), rescheduled = rescheduled OR $4, revision = $5 WHERE id = $1`,
    [request.dossierId, status, request.dueAt ?? null, request.action === 'reschedule', revision],
  );
  return undefined;
}

/** The due date is moved once only (domain.md §1, step 6), also when two stations did it without knowing of each other. */
const allowedNext = (dossier: Standing, action: DossierAction): DossierStatus | undefined =>
  action === 'reschedule' && dossier.rescheduled ? undefined : nextStatus(dossier.status, action);

/** A file that the agency has sent before (the same SHA-256) need not be sent again. */
async function attach(sql: Sql, caller: Caller, document: Attached): Promise<Refusal> {
  if (!(await knowsDossier(sql, caller, document.dossierId))) return 'MC-POR-04';
  const added = await sql.query(
    `INSERT INTO documents (document_id, dossier_id, agency, sha256, bytes, stored_at)
     SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::bigint, min(stored_at) FROM documents WHERE agency = $3 AND sha256 = $4
     ON CONFLICT (document_id) DO NOTHING RETURNING document_id`,
    [document.documentId, document.dossierId, caller.agency, document.sha256, document.bytes],
  );
  return added.length === 1 ? undefined : 'MC-POR-02';
}

async function rate(sql: Sql, caller: Caller, dossierId: string | undefined): Promise<Refusal> {
  return dossierId === undefined || (await knowsDossier(sql, caller, dossierId)) ? undefined : 'MC-POR-04';
}

async function knowsDossier(sql: Sql, caller: Caller, dossierId: string): Promise<boolean> {
  return (
    (await sql.query('SELECT 1 FROM dossiers WHERE id = $1 AND agency = $2', [dossierId, caller.agency])).length === 1
  );
}
