/**
 * The catalogue's announced versions. None is ever changed or removed: a dossier keeps the procedure as it was announced
 * when it was received, and a receipt printed again says what it said. Only the procedures that are asked for are read.
 */
import { createHash } from 'node:crypto';
import {
  type Catalogue,
  type CatalogueHead,
  catalogueSchema,
  type Procedure,
  procedureWords,
} from '../domain/catalogue.ts';
import type { CatalogueSource } from '../domain/catalogue-changes.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { Instant } from '../domain/ids.ts';
import { localDate } from '../domain/local-time.ts';
import type { CatalogueStore, CatalogueVersion, ProcedureLine } from './catalogue-contract.ts';
import type { Parts } from './parts.ts';
import type { Db } from './transaction.ts';

/** Procedures stand last in a version, so that it can be put together again of what is stored. */
export const versionDigest = (catalogue: Catalogue): string =>
  createHash('sha256').update(JSON.stringify(catalogue)).digest('hex');

/** Of the value as the schema writes it: spaces and the order of fields in a file make no other version. */
const canonical = (given: Catalogue): { readonly catalogue: Catalogue; readonly sha256: string } => {
  const catalogue = catalogueSchema.parse(given);
  return { catalogue, sha256: versionDigest(catalogue) };
};

interface VersionRow {
  readonly number: number;
  readonly sha256: string;
  readonly came_at: number;
  readonly source: CatalogueSource;
  readonly head: string;
}

const versionOf = ({ number, sha256, came_at: cameAt, source, head }: VersionRow): CatalogueVersion => ({
  number,
  head: JSON.parse(head) as CatalogueHead,
  sha256,
  cameAt,
  source,
});

/** `+?` keeps SQLite from planning a statement anew at every call; CROSS JOIN goes by the few procedures of a code. */
const VERSION = 'SELECT number, sha256, came_at, source, head FROM catalogue_versions';
const ENTRIES = 'FROM catalogue_entries e JOIN procedures p ON p.number = e.procedure WHERE e.version = +?';

/** Only reads: also for a file that nothing may be written to. */
export const readVersions = (db: Db): Omit<CatalogueStore, 'add' | 'isNew'> => {
  const all = db.prepare<[], VersionRow>(`${VERSION} ORDER BY valid_from DESC, number DESC`);
  const byId = db.prepare<[string], VersionRow>(`${VERSION} WHERE id = ?`);
  const at = db.prepare<[string], VersionRow>(
    `${VERSION} WHERE valid_from <= ? ORDER BY valid_from DESC, number DESC LIMIT 1`,
  );
  const first = db.prepare<[], VersionRow>(`${VERSION} ORDER BY valid_from, number LIMIT 1`);
  const next = db
    .prepare<[string], string | null>('SELECT min(valid_from) FROM catalogue_versions WHERE valid_from > ?')
    .pluck();
  const receivedSince = db.prepare<[string], number>('SELECT count(*) FROM dossiers WHERE received_day >= ?').pluck();
  const size = db.prepare<[number], number>('SELECT count(*) FROM catalogue_entries WHERE version = ?').pluck();
  const one = db
    .prepare<[string, number], string>(`
      SELECT p.body FROM procedures p CROSS JOIN catalogue_entries e
      WHERE p.code = +? AND e.version = +? AND e.procedure = p.number`)
    .pluck();
  const lines = db.prepare<[number], ProcedureLine>(`SELECT p.code, p.field, p.words ${ENTRIES} ORDER BY e.position`);
  const bodies = db.prepare<[number], string>(`SELECT p.body ${ENTRIES} ORDER BY e.position`).pluck();
  const maybe = (row: VersionRow | undefined): CatalogueVersion | undefined => (row ? versionOf(row) : undefined);
  return {
    versions: () => all.all().map(versionOf),
    size: ({ number }) => size.get(number) ?? 0,
    byId: (id) => maybe(byId.get(id)),
    inEffect: (instant) => maybe(at.get(localDate(instant)) ?? first.get()),
    nextAfter: (instant) => next.get(localDate(instant)) ?? undefined,
    receivedSince: (day) => receivedSince.get(day) ?? 0,
    procedure: ({ number }, code) => procedureOf(one.get(code, number)),
    lines: ({ number }) => lines.all(number),
    procedures: ({ number }) => bodies.all(number).flatMap((body) => procedureOf(body) ?? []),
  };
};

/** Checked before it was stored. */
const procedureOf = (body: string | undefined): Procedure | undefined =>
  body === undefined ? undefined : (JSON.parse(body) as Procedure);

const createWriting = (db: Db) => {
  const head = db.prepare(
    'INSERT INTO catalogue_versions (sha256, came_at, source, head) VALUES (:sha256, :at, :source, :head)',
  );
  const known = db.prepare<[Buffer], number>('SELECT number FROM procedures WHERE digest = ?').pluck();
  const procedure = db.prepare('INSERT INTO procedures (digest, words, body) VALUES (?, ?, ?)');
  const entry = db.prepare('INSERT INTO catalogue_entries (version, position, procedure) VALUES (?, ?, ?)');
  const numberOf = (one: Procedure): number | bigint => {
    const body = JSON.stringify(one);
    const digest = createHash('sha256').update(body).digest();
    return known.get(digest) ?? procedure.run(digest, procedureWords(one), body).lastInsertRowid;
  };
  return ({ procedures, ...rest }: Catalogue, came: { sha256: string; at: Instant; source: CatalogueSource }): void => {
    const version = head.run({ ...came, head: JSON.stringify(rest) }).lastInsertRowid;
    for (const [position, one] of procedures.entries()) entry.run(version, position, numberOf(one));
  };
};

export const createCatalogue = ({ db, transact, audit }: Pick<Parts, 'db' | 'transact' | 'audit'>): CatalogueStore => {
  const reading = readVersions(db);
  const write = createWriting(db);
  /** MC-CAT-03 when its id is another content's. */
  const isNew = (id: string, sha256: string): boolean => {
    const same = reading.byId(id);
    if (same && same.sha256 !== sha256) throw new MotcuaError('MC-CAT-03', { id });
    return same === undefined;
  };
  return {
    ...reading,
    isNew: (given) => isNew(given.id, canonical(given).sha256),
    add: (given, { source, at, who }) => {
      const { catalogue, sha256 } = canonical(given);
      return transact(() => {
        if (!isNew(catalogue.id, sha256)) return false;
        write(catalogue, { sha256, at, source });
        audit.append({ at, who, what: 'catalogue.taken', about: catalogue.id });
        return true;
      });
    },
  };
};
