/** What a demonstration or a test asks the reference portal. Not part of the contract that a vendor provides. */
import { z } from 'zod';
import type { DossierStatus } from '../../domain/dossier.ts';
import { dossierStatusSchema } from '../../domain/dossier.ts';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import { instantSchema, uuid7Schema } from '../../domain/ids.ts';
import { behaviourModeSchema } from './behaviour.ts';
import type { Database } from './database.ts';

const count = z.number().int().min(0);

/** `operations`: accepted; `rejected`: refused for good; `documents`: scans held whole; `awaited`: named, not yet here. */
export const portalSummarySchema = z
  .object({ operations: count, rejected: count, dossiers: count, documents: count, awaited: count, revision: count })
  .readonly();
export type PortalSummary = z.infer<typeof portalSummarySchema>;

export const portalDossierSchema = z
  .object({
    id: uuid7Schema,
    code: z.string(),
    agency: z.string(),
    status: dossierStatusSchema,
    dueAt: instantSchema,
    revision: z.number().int().min(1),
    /** Ids of its accepted operations, in the order of their revisions. */
    operations: z.array(uuid7Schema).readonly(),
  })
  .readonly();
export type PortalDossier = z.infer<typeof portalDossierSchema>;

export const behaviourRequestSchema = z.object({ mode: behaviourModeSchema }).readonly();

const SUMMARY = `SELECT
  (SELECT count(*)::int FROM operations WHERE revision IS NOT NULL) AS operations,
  (SELECT count(*)::int FROM operations WHERE revision IS NULL) AS rejected,
  (SELECT count(*)::int FROM dossiers) AS dossiers,
  (SELECT count(*)::int FROM documents WHERE stored_at IS NOT NULL) AS documents,
  (SELECT count(*)::int FROM documents WHERE stored_at IS NULL) AS awaited,
  (SELECT revision FROM feed_head) AS revision`;

export async function readSummary(database: Database): Promise<PortalSummary> {
  const [row] = await database.query<PortalSummary>(SUMMARY);
  return portalSummarySchema.parse(row);
}

type Row = {
  readonly id: string;
  readonly code: string;
  readonly agency: string;
  readonly status: DossierStatus;
  readonly due_at: string | number;
  readonly revision: number;
};

/** A dossier by its code, in either order of the agency; undefined when the portal has none. */
export async function readDossier(database: Database, code: string): Promise<PortalDossier | undefined> {
  const [row] = await database.query<Row>(
    'SELECT id, code, agency, status, due_at, revision FROM dossiers WHERE code_key = $1',
    [dossierCodeKey(code)],
  );
  if (!row) return undefined;
  const operations = await database.query<{ id: string }>(
    'SELECT id FROM operations WHERE dossier_id = $1 AND revision IS NOT NULL ORDER BY revision',
    [row.id],
  );
  const { due_at, ...rest } = row;
  return portalDossierSchema.parse({ ...rest, dueAt: Number(due_at), operations: operations.map(({ id }) => id) });
}
