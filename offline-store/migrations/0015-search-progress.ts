import type { Migration } from './migration.ts';

/**
 * How far the full-text index has followed: every dossier up to this number is in it. Kept in the transaction that writes the
 * index's rows. Until now a dossier and its entry were written together, so all that are here are in it.
 */
export const migration0015: Migration = {
  version: 15,
  name: 'search-progress',
  up: (db) => {
    db.exec(`
      CREATE TABLE search_progress (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        indexed INTEGER NOT NULL
      ) STRICT;
      INSERT INTO search_progress (only, indexed) SELECT 1, coalesce(max(number), 0) FROM dossiers;
    `);
  },
};
