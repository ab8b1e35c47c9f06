/** Scanned papers: what they are here; the bytes are in blobs.ts under the same SHA-256. */
import { MotcuaError } from '../domain/errors.ts';
import type { Operation } from '../domain/operation.ts';
import type { Actor, OfficeStore, StoredDocument } from './contract.ts';
import type { Parts } from './parts.ts';

interface Row {
  readonly id: string;
  readonly dossier_id: string;
  readonly title: string;
  readonly sha256: string;
  readonly pages: number;
  readonly bytes: number;
  readonly attached_at: number;
  readonly uploaded_at: number | null;
}

export type DocumentOperation = Extract<Operation, { type: 'document.attached' }>;

const documentOf = (row: Row): StoredDocument => ({
  id: row.id,
  dossierId: row.dossier_id,
  title: row.title,
  sha256: row.sha256,
  pages: row.pages,
  bytes: row.bytes,
  attachedAt: row.attached_at,
  uploaded: row.uploaded_at !== null,
});

export interface Documents {
  readonly ofDossier: OfficeStore['dossiers']['documents'];
  readonly ofDossiers: OfficeStore['dossiers']['documentsOf'];
  /** Inside the caller's transaction. `uploadedAt`: another station's paper, whose bytes are not ours to send. */
  insert(operation: DocumentOperation, uploadedAt: number | undefined): void;
  attach: OfficeStore['attachDocument'];
  readonly uploads: OfficeStore['uploads'];
}

const payloadOf = ({ id, ...rest }: Parameters<OfficeStore['attachDocument']>[0]): DocumentOperation['payload'] => ({
  ...rest,
  documentId: id,
});

export const createDocuments = (parts: Parts): Documents => {
  const { db, transact, operations, dossiers, appender, audit, station, protection } = parts;
  const get = db.prepare<[string], Row>('SELECT * FROM documents WHERE id = ?');
  const byDossier = db.prepare<[string], Row>('SELECT * FROM documents WHERE dossier_id = ? ORDER BY number');
  const byDossiers = db.prepare<[string], Row>(
    'SELECT * FROM documents WHERE dossier_id IN (SELECT value FROM json_each(?)) ORDER BY number',
  );
  const insert = db.prepare(`
    INSERT INTO documents (id, dossier_id, operation_id, title, sha256, pages, bytes, attached_at, uploaded_at)
    VALUES (:documentId, :dossierId, :operationId, :title, :sha256, :pages, :bytes, :attachedAt, :uploadedAt)`);
  const pending = db.prepare<[string, number], Row>(`
    SELECT d.* FROM documents d JOIN outbox o ON o.operation_id = d.operation_id
    WHERE d.uploaded_at IS NULL AND o.state = 'accepted' AND d.id NOT IN (SELECT value FROM json_each(?))
    ORDER BY d.number LIMIT ?`);
  const done = db.prepare('UPDATE documents SET uploaded_at = :at WHERE id = :id AND uploaded_at IS NULL');

  const stored = (id: string): StoredDocument => {
    const row = get.get(id);
    if (row === undefined) throw new MotcuaError('MC-API-05', { document: id });
    return documentOf(row);
  };
  const insertOperation: Documents['insert'] = ({ id, correctedAt, payload }, uploadedAt) =>
    void insert.run({
      ...payload,
      title: protection.stores === 'public' ? '' : payload.title,
      operationId: id,
      attachedAt: correctedAt,
      uploadedAt: uploadedAt ?? null,
    });
  const attachNew = (document: Parameters<OfficeStore['attachDocument']>[0], by: Actor): StoredDocument => {
    const dossier = dossiers.get(document.dossierId);
    if (dossier === undefined) throw new MotcuaError('MC-API-05', { dossier: document.dossierId });
    const operation = appender.append(
      { type: 'document.attached', payload: payloadOf(document) },
      by,
      dossier.received.code,
    );
    if (operation.type === 'document.attached') insertOperation(operation, undefined);
    return stored(document.id);
  };
  const attach: OfficeStore['attachDocument'] = (document, by) =>
    transact(() => {
      const before = operations.get(by.operationId)?.operation;
      if (before === undefined) return attachNew(document, by);
      if (before.type !== 'document.attached' || before.payload.documentId !== document.id)
        throw new MotcuaError('MC-API-03', { reason: 'operation id used before' });
      return stored(document.id);
    });
  return {
    ofDossier: (dossierId) => byDossier.all(dossierId).map(documentOf),
    ofDossiers: (ids) => Map.groupBy(byDossiers.all(JSON.stringify(ids)).map(documentOf), ({ dossierId }) => dossierId),
    insert: insertOperation,
    attach,
    uploads: {
      pending: (limit, except = []) => pending.all(JSON.stringify(except), limit).map(documentOf),
      done: (id, at) =>
        transact(() => {
          if (done.run({ id, at }).changes > 0)
            audit.append({ at, who: station, what: 'document.uploaded', about: id });
        }),
    },
  };
};
