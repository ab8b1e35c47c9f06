import type { Migration } from './migration.ts';

/** Lines of the change feed that could not be applied: kept for a person, once each, while the feed goes on. */
export const migration0009: Migration = {
  version: 9,
  name: 'quarantine',
  up: (db) => {
    db.exec(`
      CREATE TABLE quarantine (
        number INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        line TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
