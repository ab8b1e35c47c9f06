/** A database as the program of version `n` left it, for the test of the step behind it. */
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { migrate, versionOf } from '../../../offline-store/migrate.ts';
import type { Db } from '../../../offline-store/transaction.ts';
import { PROTECTION } from '../helpers.ts';

export const atVersion = (version: number): Db => {
  const db = new Database(':memory:');
  migrate(db, PROTECTION, version);
  expect(versionOf(db)).toBe(version);
  return db;
};

export const columns = (db: Db, table: string): readonly unknown[] =>
  db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table);

const INSERTS = {
  dossiers: `INSERT INTO dossiers (id, code, code_key, ours, received, received_day, status, status_since, due_at)
             VALUES ('d1', 'H57.23.15-261124-0001', 'H57.23.15-261124-0001', 1, '{}', '2026-11-24', 'received', 1, 2)`,
  operations: `INSERT INTO operations (id, station, sequence, type, dossier_id, body) VALUES ('o1', 's', 1, 'dossier.received', 'd1', '{}')`,
  outbox: `INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES ('o1', 1, 'waiting', 1, 2)`,
  audit: `INSERT INTO audit (number, at, who, what, hash) VALUES (1, 1, 'w', 'x', 'h')`,
  leases: `INSERT INTO leases (id, day, first, last, next) VALUES ('l1', '2026-11-24', 1, 9, 1)`,
  tickets: `INSERT INTO tickets (id, day, letter, number, priority, taken_at, state, calls) VALUES ('t1', '2026-11-24', 'A', 1, 0, 1, 'waiting', 0)`,
  prints: `INSERT INTO prints (id, document, title, printer_id, copies, state, evidence, created_at, updated_at, dossier_id)
           VALUES ('p1', 'slip', 't', 'pr', 1, 'waiting', '', 1, 1, 'd1')`,
  documents: `INSERT INTO documents (id, dossier_id, operation_id, title, sha256, pages, bytes, attached_at) VALUES ('c1', 'd1', 'o1', 't', 's', 1, 1, 1)`,
  drafts: `INSERT INTO drafts VALUES ('f1', 1, '{}')`,
  settings: `INSERT INTO settings VALUES ('k', 'v')`,
  quarantine: `INSERT INTO quarantine (sha256, line, reason, at) VALUES ('s', 'l', 'r', 1)`,
} as const;

export type Table = keyof typeof INSERTS;

export const insertInto = (db: Db, table: Table): void => void db.exec(INSERTS[table]);

const rowsOf = (db: Db, tables: readonly Table[]): readonly unknown[] =>
  tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all());

/** The step to `version` keeps a row of each table that was there before. */
export const keepsRows = (version: number, tables: readonly Table[]): Db => {
  const db = atVersion(version - 1);
  db.pragma('foreign_keys = ON');
  for (const table of tables) insertInto(db, table);
  const before = rowsOf(db, tables);
  migrate(db, PROTECTION, version);
  expect(rowsOf(db, tables)).toEqual(before);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  return db;
};
