/**
 * The dossiers and papers that a push speaks of, read in two queries and changed in memory while its operations are judged
 * one after the other; record.ts writes what became of them. The caller holds the feed's lock, so nobody else changes a
 * dossier in between.
 */
import type { DossierStatus, ReceivedDossier } from '../../domain/dossier.ts';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import type { Instant } from '../../domain/ids.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Sql } from './database.ts';

export type Attached = Extract<Operation, { type: 'document.attached' }>['payload'];

/** `dueAt` only where an operation of this push moved it. */
export type DossierState = {
  readonly agency: string;
  readonly status: DossierStatus;
  readonly rescheduled: boolean;
  /** The hand-over that waits for its receiver. */
  readonly waiting: string | null;
  readonly revision: number;
  readonly dueAt?: Instant | undefined;
};

export type Book = {
  readonly dossier: (id: string) => DossierState | undefined;
  readonly isCodeTaken: (code: string) => boolean;
  readonly isDocumentKnown: (id: string) => boolean;
  readonly receive: (dossier: ReceivedDossier, state: DossierState) => void;
  readonly change: (id: string, state: DossierState) => void;
  readonly attach: (document: Attached) => void;
  /** Dossiers that were there before this push and have changed in it, by their id. */
  readonly changed: () => readonly (readonly [id: string, state: DossierState])[];
  readonly attached: () => readonly Attached[];
};

/** PostgreSQL writes a uuid in lower case, a station may not. */
export const uuidKey = (id: string): string => id.toLowerCase();

type DossierRow = Omit<DossierState, 'dueAt'> & { readonly id: string; readonly code_key: string };

export async function openBook(sql: Sql, operations: readonly Operation[]): Promise<Book> {
  const rows = await readDossiers(sql, operations);
  const documents = await readDocuments(sql, operations);
  const dossiers = new Map<string, DossierState>(rows.map(({ id, code_key: _, ...state }) => [id, state]));
  const codes = new Set(rows.map(({ code_key }) => code_key));
  const before = new Set(dossiers.keys());
  const changed = new Map<string, DossierState>();
  const attached: Attached[] = [];
  return {
    dossier: (id) => dossiers.get(uuidKey(id)),
    isCodeTaken: (code) => codes.has(dossierCodeKey(code)),
    isDocumentKnown: (id) => documents.has(uuidKey(id)),
    receive: (dossier, state) => {
      codes.add(dossierCodeKey(dossier.code));
      dossiers.set(uuidKey(dossier.id), state);
    },
    change: (id, state) => {
      dossiers.set(uuidKey(id), state);
      if (before.has(uuidKey(id))) changed.set(uuidKey(id), state);
    },
    attach: (document) => {
      documents.add(uuidKey(document.documentId));
      attached.push(document);
    },
    changed: () => [...changed],
    attached: () => attached,
  };
}

const dossierIdOf = (operation: Operation): readonly string[] => {
  const id = operation.type === 'dossier.received' ? operation.payload.id : operation.payload.dossierId;
  return id === undefined ? [] : [id];
};

const codeKeyOf = (operation: Operation): readonly string[] =>
  operation.type === 'dossier.received' ? [dossierCodeKey(operation.payload.code)] : [];

async function readDossiers(sql: Sql, operations: readonly Operation[]): Promise<readonly DossierRow[]> {
  const ids = operations.flatMap(dossierIdOf);
  if (ids.length === 0) return [];
  // Not OR: each half is looked up in its own index.
  return sql.query<DossierRow>(
    `SELECT id, code_key, agency, status, rescheduled, waiting, revision FROM dossiers WHERE id = ANY($1::uuid[])
     UNION SELECT id, code_key, agency, status, rescheduled, waiting, revision FROM dossiers WHERE code_key = ANY($2::text[])`,
    [ids, operations.flatMap(codeKeyOf)],
  );
}

async function readDocuments(sql: Sql, operations: readonly Operation[]): Promise<Set<string>> {
  const ids = operations.flatMap(({ type, payload }) => (type === 'document.attached' ? [payload.documentId] : []));
  if (ids.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'SELECT document_id AS id FROM documents WHERE document_id = ANY($1::uuid[])',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
