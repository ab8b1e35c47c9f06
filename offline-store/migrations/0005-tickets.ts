import type { Migration } from './migration.ts';

/** The waiting line, numbered anew each local day and letter. */
export const migration0005: Migration = {
  version: 5,
  name: 'tickets',
  up: (db) => {
    db.exec(`
      CREATE TABLE tickets (
        id TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        letter TEXT NOT NULL,
        number INTEGER NOT NULL,
        priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
        taken_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        desk INTEGER,
        called_at INTEGER,
        calls INTEGER NOT NULL,
        UNIQUE (day, letter, number)
      ) STRICT;
    `);
  },
};
