/** Opens the office's store: one SQLite file, brought to this program's version, behind the interface of contract.ts. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { MotcuaError } from '../domain/errors.ts';
import type { Instant } from '../domain/ids.ts';
import { createActions } from './actions.ts';
import { auditApi, createAudit } from './audit.ts';
import type { OfficeStore } from './contract.ts';
import { createDocuments } from './documents.ts';
import { createDossierQueries, createDossierRows } from './dossiers.ts';
import { createDrafts } from './drafts.ts';
import { createInbox } from './inbox.ts';
import { createLeases } from './leases.ts';
import { migrate, refuseForeign, versionOf } from './migrate.ts';
import { createOperations } from './operations.ts';
import { createOutbox } from './outbox.ts';
import { createAppender, createSettling } from './outbox-entry.ts';
import type { Parts } from './parts.ts';
import { createPrints } from './prints.ts';
import { createQueue } from './queue.ts';
import { createSearch } from './search.ts';
import { createSettings } from './settings.ts';
import { createStandings } from './standings.ts';
import { guarded, mapped } from './store-error.ts';
import { type Db, transactOn } from './transaction.ts';

export interface OpenOptions {
  /** The database's file; its folder is made when missing. */
  readonly file: string;
  /** This station's name and its agency's code, as the portal knows them. */
  readonly station: string;
  readonly agency: string;
  readonly now: () => Instant;
}

/** Another process (a backup, the doctor) may hold the file for a moment. */
const BUSY_MS = 5_000;

/** Durable before acknowledged: every commit is flushed to the disk, not only the checkpoint. */
const configure = (db: Db): void => {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
};

const refuseDamaged = (db: Db): void => {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new MotcuaError('MC-STO-03', { reason: 'quick_check' });
};

const prepareFile = (db: Db): number => {
  refuseForeign(db);
  refuseDamaged(db);
  configure(db);
  return migrate(db);
};

/** SQLite would only say that it cannot open the file; the system says why. */
const refuseReadOnly = (file: string): void => {
  for (const path of [dirname(file), file].filter(existsSync)) accessSync(path, constants.W_OK);
};

const openFile = (file: string): { readonly db: Db; readonly found: number } => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  refuseReadOnly(file);
  const db = new Database(file, { timeout: BUSY_MS });
  try {
    return { db, found: prepareFile(db) };
  } catch (error) {
    db.close();
    throw error;
  }
};

const partsOf = (db: Db, { station, agency }: OpenOptions): Parts => {
  const base = {
    db,
    transact: transactOn(db),
    station,
    agency,
    audit: createAudit(db),
    operations: createOperations(db),
    search: createSearch(db),
  };
  const standings = createStandings(db, base.operations);
  const dossiers = createDossierRows(db, base.search);
  return {
    ...base,
    standings,
    dossiers,
    appender: createAppender(base),
    settling: createSettling({ ...base, standings }),
  };
};

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const latest = (...instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

const compose = (parts: Parts, file: string): OfficeStore => {
  const { db, transact, audit, search, operations } = parts;
  const settings = createSettings(db, transact);
  const drafts = createDrafts(db, transact);
  const documents = createDocuments(parts);
  const leases = createLeases(parts);
  const { addOfIntake, ...prints } = createPrints(parts);
  const actions = createActions({ ...parts, leases, addPrints: addOfIntake, discardDraft: drafts.discardDraft });
  return {
    dossiers: createDossierQueries({ db, rows: parts.dossiers, search, operations, documentsOf: documents.ofDossier }),
    ...actions,
    attachDocument: documents.attach,
    saveDraft: drafts.saveDraft,
    drafts: drafts.drafts,
    discardDraft: drafts.discardDraft,
    queue: createQueue(parts),
    prints,
    leases: { add: leases.add, left: leases.left, giveUp: leases.giveUp },
    outbox: createOutbox(parts),
    inbox: createInbox({ ...parts, documents, settings }),
    uploads: documents.uploads,
    settings,
    audit: auditApi(audit, transact),
    lastSavedAt: () => latest(audit.lastAt(), drafts.lastAt()),
    size: () => bytesOf(file) + bytesOf(`${file}-wal`),
    close: () => void db.close(),
  };
};

/** MC-STO-02: made by a newer program. MC-STO-03: not readable as ours; nothing is changed or deleted. MC-STO-01/04: full, read-only. */
export const openOfficeStore = (options: OpenOptions): OfficeStore =>
  mapped(() => {
    const { db, found } = openFile(options.file);
    const store = guarded(compose(partsOf(db, options), options.file));
    const version = versionOf(db);
    if (found !== version)
      store.audit.add({ at: options.now(), who: options.station, what: `store.migrated:${found}-${version}` });
    return store;
  });
