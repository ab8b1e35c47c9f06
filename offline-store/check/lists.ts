/**
 * The catalogue's versions, the decided settings and the officers' list are what they were when they were taken in: each has
 * its SHA-256 beside it, and is read here as a receipt or a window would read it.
 */
import { createHash } from 'node:crypto';
import { catalogueSchema, procedureWords } from '../../domain/catalogue.ts';
import { effectiveSettingSchema } from '../../domain/effective-setting.ts';
import { readVersions, versionDigest } from '../catalogue.ts';
import { officersDiffer } from '../officers.ts';
import type { Db } from '../transaction.ts';
import type { Look, Notes } from './finding.ts';

export const lookAtLists: Look = ({ db }, notes) => {
  lookAtProcedures(db, notes);
  lookAtVersions(db, notes);
  lookAtSettings(db, notes);
  notes.count('officers', db.prepare<[], number>('SELECT count(*) FROM officers').pluck().get() ?? 0);
  if (officersDiffer(db)) notes.problem('officers-differ', 'officers');
};

interface ProcedureRow {
  readonly number: number;
  readonly digest: Buffer;
  readonly words: string;
  readonly body: string;
}

/** A procedure that several versions have alike stands once; its words are what a search finds it by. */
function lookAtProcedures(db: Db, notes: Notes): void {
  for (const row of db.prepare<[], ProcedureRow>('SELECT number, digest, words, body FROM procedures').iterate()) {
    notes.count('procedures');
    if (!isProcedure(row)) notes.problem('catalogue-differs', `procedure ${row.number}`);
  }
}

const isProcedure = ({ digest, words, body }: ProcedureRow): boolean =>
  createHash('sha256').update(body).digest().equals(digest) && procedureWords(JSON.parse(body)) === words;

function lookAtVersions(db: Db, notes: Notes): void {
  for (const { number, id } of db
    .prepare<[], { number: number; id: string }>('SELECT number, id FROM catalogue_versions ORDER BY number')
    .all()) {
    notes.count('versions');
    if (!isVersion(db, id)) notes.problem('catalogue-differs', `${number} ${id}`);
  }
}

function isVersion(db: Db, id: string): boolean {
  try {
    const versions = readVersions(db);
    const version = versions.byId(id);
    if (version === undefined) return false;
    const catalogue = { ...version.head, procedures: versions.procedures(version) };
    return versionDigest(catalogue) === version.sha256 && catalogueSchema.safeParse(catalogue).success;
  } catch {
    return false; // not even JSON
  }
}

function lookAtSettings(db: Db, notes: Notes): void {
  for (const { id, body } of db
    .prepare<[], { id: string; body: string }>('SELECT id, body FROM effective_settings ORDER BY number')
    .all()) {
    notes.count('settings');
    if (!isSetting(body)) notes.problem('setting-unreadable', id);
  }
}

function isSetting(body: string): boolean {
  try {
    return effectiveSettingSchema.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
