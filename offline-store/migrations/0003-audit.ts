import type { Migration } from './migration.ts';

/** Who did what, each entry chained to the one before by SHA-256; the database itself refuses to change or drop one. */
export const migration0003: Migration = {
  version: 3,
  name: 'audit',
  up: (db) => {
    db.exec(`
      CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        about TEXT,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
      CREATE TRIGGER audit_is_not_dropped BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    `);
  },
};
