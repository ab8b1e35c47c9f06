import type { Migration } from './migration.ts';

/** Scanned papers by their content's SHA-256. `uploaded_at` is empty while we still owe the file to the province. */
export const migration0007: Migration = {
  version: 7,
  name: 'documents',
  up: (db) => {
    db.exec(`
      CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        dossier_id TEXT NOT NULL REFERENCES dossiers (id),
        operation_id TEXT NOT NULL REFERENCES operations (id),
        title TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        pages INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        attached_at INTEGER NOT NULL,
        uploaded_at INTEGER
      ) STRICT;
      CREATE INDEX documents_by_dossier ON documents (dossier_id);
      CREATE INDEX documents_owed ON documents (number) WHERE uploaded_at IS NULL;
    `);
  },
};
