/** Opens the office's store: one SQLite file, brought to this program's version, behind the interface of contract.ts. */
import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { ReceivedDossier } from '../domain/dossier.ts';
import type { Instant } from '../domain/ids.ts';
import type { StoredScope } from '../domain/station-config.ts';
import { createActions } from './actions.ts';
import { auditApi, createAudit } from './audit.ts';
import { afterRestore } from './backup/after-restore.ts';
import { createCatalogue } from './catalogue.ts';
import type { OfficeStore } from './contract.ts';
import { bytesOf, endedUncleanly, isDamage, markSuspect, refuseDamaged, suspicionOf } from './damage.ts';
import { createDigests } from './digests.ts';
import { createDocuments } from './documents.ts';
import { createDossierQueries, createDossierRows } from './dossiers.ts';
import { createDrafts } from './drafts.ts';
import { createEffectiveSettings } from './effective-settings.ts';
import { openFlushMark } from './flush-mark.ts';
import { createInbox } from './inbox.ts';
import { createIndexKeeper } from './index-keeper.ts';
import { createLeases } from './leases.ts';
import { createLogKeeper } from './log-keeper.ts';
import { migrate, refuseForeign, versionOf } from './migrate.ts';
import { createMovements } from './movements.ts';
import { createOfficers } from './officers.ts';
import { createOperations } from './operations.ts';
import { createOutbox } from './outbox.ts';
import { createAppender, createSettling } from './outbox-entry.ts';
import type { Parts } from './parts.ts';
import { createPrints } from './prints.ts';
import type { KeyRing } from './protection/key-ring.ts';
import { createProtection, type Protection } from './protection/protection.ts';
import { refuseOtherKeys, refuseOtherScope, rewriteWhenDue } from './protection/store-marks.ts';
import { createQuarantine } from './quarantine.ts';
import { createQueue } from './queue.ts';
import { createSearch } from './search.ts';
import { createSearchIndex } from './search-index.ts';
import { createSettings } from './settings.ts';
import { createStandings } from './standings.ts';
import { guarded, mapped } from './store-error.ts';
import { closeDatabase, type Db, keepFlushMark, transactOn } from './transaction.ts';
import { createUpkeep } from './upkeep.ts';

export interface OpenOptions {
  /** The database's file; its folder is made when missing. */
  readonly file: string;
  /** This station's name and its agency's code, as the portal knows them. */
  readonly station: string;
  readonly agency: string;
  readonly now: () => Instant;
  /** What opens and seals; another ring than the store was made with is refused (MC-STO-13). */
  readonly keys: KeyRing;
  /** `public`: a kiosk's or display's PC, which stores nothing of any person. `office` unless said. */
  readonly stores?: StoredScope;
  /** Told when a statement shows that the database is damaged; it is looked through whole before it is opened again. */
  readonly onDamage?: () => void;
}

/** Another process (a backup, the doctor) may hold the file for a moment. */
const BUSY_MS = 5_000;

/**
 * Pages that SQLite keeps in memory, KiB (better-sqlite3's own choice is 16,000). What a day at the counter reads fits; what
 * does not is in the system's cache, and a first synchronisation writes at the tables' ends.
 */
const CACHE_KIB = 8_000;

/** Durable before acknowledged: every commit is flushed to the disk, not only the checkpoint. */
const configure = (db: Db): void => {
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
};

const prepareFile = (db: Db, protection: Protection): number => {
  refuseForeign(db);
  configure(db);
  const found = migrate(db, protection);
  refuseOtherKeys(db, protection);
  refuseOtherScope(db, protection);
  rewriteWhenDue(db);
  return found;
};

/** SQLite would only say that it cannot open the file; the system says why. */
const refuseReadOnly = (file: string): void => {
  for (const path of [dirname(file), file].filter(existsSync)) accessSync(path, constants.W_OK);
};

const openFile = (file: string, protection: Protection): { readonly db: Db; readonly found: number } => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  refuseReadOnly(file);
  refuseDamaged(file);
  const isCutShort = endedUncleanly(file);
  const db = new Database(file, { timeout: BUSY_MS });
  try {
    const found = prepareFile(db, protection);
    // Pieces of commits that were left out would be counted again behind the next ones.
    if (isCutShort) db.pragma('wal_checkpoint(TRUNCATE)');
    rmSync(suspicionOf(file), { force: true });
    keepFlushMark(db, openFlushMark(file));
    return { db, found };
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Left beside the database at the first sign, so that even a process that dies of it is not forgotten. */
const damageOf =
  ({ file, onDamage }: OpenOptions) =>
  (error: unknown): void => {
    if (!isDamage(error) || existsSync(suspicionOf(file))) return;
    markSuspect(file);
    onDamage?.();
  };

const partsOf = (db: Db, protection: Protection, options: OpenOptions): Parts => {
  const { station, agency } = options;
  const onFailure = damageOf(options);
  const logKeeper = createLogKeeper({ db, onFailure });
  const transact = transactOn(db, logKeeper.noted);
  const searchIndex = createSearchIndex({ db, transact, protection });
  const base = {
    db,
    transact,
    station,
    agency,
    protection,
    audit: createAudit(db),
    operations: createOperations(db, protection),
    search: createSearch({ db, protection, index: searchIndex }),
    searchIndex,
    indexKeeper: createIndexKeeper({ index: searchIndex, onFailure }),
    logKeeper,
  };
  const standings = createStandings(db, base.operations);
  const noted = (number: number, dossier: ReceivedDossier): void => {
    searchIndex.keep(number, dossier);
    base.indexKeeper.noted();
  };
  const dossiers = createDossierRows(db, noted, protection);
  return {
    ...base,
    standings,
    dossiers,
    appender: createAppender(base),
    settling: createSettling({ ...base, standings }),
  };
};

const latest = (...instants: readonly (number | undefined)[]): number | undefined => {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

const compose = (parts: Parts, { file, keys }: OpenOptions): OfficeStore => {
  const { db, transact, audit, search, operations, protection, indexKeeper, logKeeper } = parts;
  const settings = createSettings(db, transact);
  const drafts = createDrafts(parts);
  const documents = createDocuments(parts);
  const leases = createLeases(parts);
  const { addOfIntake, ...prints } = createPrints(parts);
  const actions = createActions({ ...parts, leases, addPrints: addOfIntake });
  return {
    dossiers: createDossierQueries({
      db,
      rows: parts.dossiers,
      search,
      operations,
      protection,
      documents,
    }),
    ...actions,
    ...createMovements(parts),
    attachDocument: documents.attach,
    saveDraft: drafts.saveDraft,
    drafts: drafts.drafts,
    discardDraft: drafts.discardDraft,
    queue: createQueue(parts),
    prints,
    leases: { add: leases.add, left: leases.left, giveUp: leases.giveUp, giveUpBeside: leases.giveUpBeside },
    outbox: createOutbox(parts),
    inbox: createInbox({ ...parts, documents, settings }),
    quarantine: createQuarantine(parts),
    digests: createDigests(parts),
    uploads: documents.uploads,
    officers: createOfficers(parts),
    upkeep: createUpkeep(parts, keys),
    catalogue: createCatalogue(parts),
    effectiveSettings: createEffectiveSettings(parts),
    settings,
    audit: auditApi(audit, transact),
    lastSavedAt: () => latest(audit.lastAt(), drafts.lastAt()),
    size: () => bytesOf(file) + bytesOf(`${file}-wal`),
    close: () => {
      indexKeeper.stop();
      logKeeper.stop();
      closeDatabase(db);
    },
  };
};

export interface OpenedStore {
  readonly store: OfficeStore;
  /** For what works on the rows themselves, such as bringing back what a damaged database still holds. */
  readonly parts: Parts;
}

/** As `openOfficeStore`. */
export const openStoreParts = (options: OpenOptions): OpenedStore =>
  mapped(() => {
    const protection = createProtection(options.keys, options.stores);
    const { db, found } = openFile(options.file, protection);
    const parts = partsOf(db, protection, options);
    const bare = compose(parts, options);
    const version = versionOf(db);
    if (found !== version)
      bare.audit.add({ at: options.now(), who: options.station, what: `store.migrated:${found}-${version}` });
    afterRestore(parts, bare.settings, options.now());
    // What a crash left behind; a large one in idle turns as well.
    if (parts.searchIndex.behind() > 0) parts.indexKeeper.noted();
    return { store: guarded(bare, damageOf(options)), parts };
  });

/**
 * MC-STO-02: made by a newer program. MC-STO-03: not readable as ours; nothing is changed or deleted. MC-STO-13/16: sealed by other
 * keys, or of the other kind of PC. MC-STO-01/04: full, read-only.
 */
export const openOfficeStore = (options: OpenOptions): OfficeStore => openStoreParts(options).store;
