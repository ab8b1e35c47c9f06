import type { Migration } from './migration.ts';

/**
 * Announced versions of the catalogue, and their procedures. A procedure that several versions have alike is one row; a version
 * is its head and a list of such rows. The JSON is the fact; what is looked up by comes out of it. Bodies stand last, so that
 * a look through the words does not read them.
 */
export const migration0016: Migration = {
  version: 16,
  name: 'catalogue',
  up: (db) => {
    db.exec(`
      CREATE TABLE catalogue_versions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL GENERATED ALWAYS AS (json_extract(head, '$.id')) STORED,
        valid_from TEXT NOT NULL GENERATED ALWAYS AS (json_extract(head, '$.from')) STORED,
        sha256 TEXT NOT NULL,
        came_at INTEGER NOT NULL,
        source TEXT NOT NULL,
        head TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX catalogue_versions_by_id ON catalogue_versions (id);
      CREATE INDEX catalogue_versions_by_effect ON catalogue_versions (valid_from, number);
      CREATE TABLE procedures (
        number INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        code TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.code')) STORED,
        field TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.field')) STORED,
        words TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX procedures_by_code ON procedures (code);
      CREATE TABLE catalogue_entries (
        version INTEGER NOT NULL REFERENCES catalogue_versions (number),
        position INTEGER NOT NULL,
        procedure INTEGER NOT NULL REFERENCES procedures (number),
        PRIMARY KEY (version, position)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX catalogue_entries_once ON catalogue_entries (version, procedure);
    `);
  },
};
