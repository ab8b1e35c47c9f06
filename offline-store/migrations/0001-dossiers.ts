import type { Migration } from './migration.ts';

/**
 * What was received, and where it stands by its operations. `ours` marks a code this station gave out: those never
 * repeat. The portal may still bring another office PC's dossier with a code that ours lost to, so others may.
 */
export const migration0001: Migration = {
  version: 1,
  name: 'dossiers',
  up: (db) => {
    db.exec(`
      CREATE TABLE dossiers (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL,
        code_key TEXT NOT NULL,
        ours INTEGER NOT NULL CHECK (ours IN (0, 1)),
        received TEXT NOT NULL,
        received_day TEXT NOT NULL,
        status TEXT NOT NULL,
        status_since INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        rescheduled_to INTEGER,
        reschedule_reason TEXT,
        minutes_left INTEGER
      ) STRICT;
      CREATE INDEX dossiers_by_code ON dossiers (code_key);
      CREATE UNIQUE INDEX dossiers_code_once ON dossiers (code_key) WHERE ours = 1;
      CREATE INDEX dossiers_by_status ON dossiers (status, due_at);
      CREATE INDEX dossiers_by_day ON dossiers (received_day);
    `);
  },
};
