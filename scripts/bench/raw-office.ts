/**
 * What stands beside our store: the same tables, indexes and full text in a file of its own, filled by prepared inserts
 * and nothing else. Nothing is sealed and nothing checked, the rows lie ready, and transactions are larger than ours.
 */
import { rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ReceivedDossier } from '../../domain/dossier.ts';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Change } from '../../domain/sync.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { createProtection } from '../../offline-store/protection/protection.ts';
import { searchTextOf } from '../../offline-store/search-text.ts';
import { changeOf } from './people.ts';

const BATCH = 2_000;

export interface RawOffice {
  readonly db: Database.Database;
  /** Changes from one number up to another, rows and full text; returns how many a second. */
  fill(from: number, to: number): number;
  /** Of the file, bytes, with nothing left in the log. */
  size(): number;
  close(): void;
}

/** In the clear: numbers are their own look-up words. */
const PLAIN = { ...createProtection(temporaryKeys()), blind: { tokens: (numbers: readonly string[]) => numbers } };

/** `like`: the file whose shape is taken over. */
export function createRawOffice(file: string, like: string, now: number): RawOffice {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  // As our inbox: what the portal says can be had again.
  db.pragma('synchronous = NORMAL');
  for (const sql of shapeOf(like)) db.exec(sql);
  const inserts = insertsInto(db);
  const insert = db.transaction((rows: readonly SearchableRow[]) => {
    for (const row of rows) inserts.words.run(inserts.row(row), ...row.words);
  }).immediate;
  return {
    db,
    fill: (from, to) => {
      let milliseconds = 0;
      for (let at = from; at < to; at += BATCH) {
        const rows = Array.from({ length: Math.min(BATCH, to - at) }, (_, index) =>
          searchableRowOf(changeOf(at + index, now)),
        );
        const started = performance.now();
        insert(rows);
        milliseconds += performance.now() - started;
      }
      return ((to - from) * 1_000) / milliseconds;
    },
    size: () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
      return statSync(file).size;
    },
    close: () => void db.close(),
  };
}

/** Tables first; what SQLite and its full text make for themselves is left to them. */
function shapeOf(file: string): readonly string[] {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare<[], string>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
         AND name NOT LIKE 'dossier~_search~_%' ESCAPE '~' ORDER BY type <> 'table'`,
      )
      .pluck()
      .all();
  } finally {
    db.close();
  }
}

export interface RawRow {
  readonly dossier: readonly unknown[];
  readonly operation: readonly unknown[];
}

interface SearchableRow extends RawRow {
  readonly words: readonly unknown[];
}

/** Everything of the JSON once, as our own rows have it. */
export function rowOf({ operation, revision }: Change): RawRow {
  const { id, station, sequence, type, officer, madeAt, correctedAt } = operation;
  const payload = receivedIn(operation);
  const { code, receivedAt, dueAt } = payload;
  const day = localDate(receivedAt);
  return {
    dossier: [payload.id, code, dossierCodeKey(code), JSON.stringify(payload), day, receivedAt, dueAt],
    operation: [id, station, sequence, type, payload.id, officer, madeAt, correctedAt, revision],
  };
}

function searchableRowOf(change: Change): SearchableRow {
  const { words, exact } = searchTextOf(receivedIn(change.operation), PLAIN);
  return { ...rowOf(change), words: [words, exact] };
}

function receivedIn(operation: Change['operation']): ReceivedDossier {
  if (operation.type !== 'dossier.received') throw new Error('the benches receive dossiers only');
  return operation.payload;
}

/** The inserts of a received dossier, and the one of the full text. */
export function insertsInto(db: Database.Database) {
  const dossier = db.prepare(`
    INSERT INTO dossiers (id, code, code_key, ours, received, received_day, status, status_since, due_at)
    VALUES (?, ?, ?, 0, ?, ?, 'received', ?, ?)`);
  const words = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (?, ?, ?)');
  const operation = db.prepare(`
    INSERT INTO operations (id, station, sequence, type, dossier_id, officer, made_at, corrected_at, body, revision)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?)`);
  return {
    dossier,
    operation,
    words,
    /** Returns the dossier's number. */
    row: (row: RawRow): number => {
      const { lastInsertRowid } = dossier.run(...row.dossier);
      operation.run(...row.operation);
      return Number(lastInsertRowid);
    },
  };
}

/** The received dossiers' JSON in one table with its key and nothing else: what the data weighs by itself. */
export function sizeOfOneTable(file: string, count: number, now: number): number {
  rmSync(file, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.exec('CREATE TABLE operations (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO operations VALUES (?, ?)');
  db.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const { operation } = changeOf(index, now);
      insert.run(operation.id, JSON.stringify(operation));
    }
  })();
  db.close();
  const { size } = statSync(file);
  rmSync(file);
  return size;
}
