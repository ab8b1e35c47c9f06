import type { Migration } from './migration.ts';

/**
 * Everything that happened, here or elsewhere, as it was said (append-only but for the portal's revision), and where
 * our own operations stand on their way. `minutes_left` is what the station kept when a clock stopped: it is not sent.
 */
export const migration0002: Migration = {
  version: 2,
  name: 'operations',
  up: (db) => {
    db.exec(`
      CREATE TABLE operations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        station TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        type TEXT NOT NULL,
        dossier_id TEXT,
        body TEXT NOT NULL,
        revision INTEGER,
        minutes_left INTEGER
      ) STRICT;
      CREATE INDEX operations_by_dossier ON operations (dossier_id);
      CREATE INDEX operations_by_station ON operations (station, sequence);
      CREATE TABLE outbox (
        operation_id TEXT PRIMARY KEY REFERENCES operations (id),
        sequence INTEGER NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected', 'resolved')),
        made_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        code TEXT,
        message TEXT,
        settled_at INTEGER
      ) STRICT;
      CREATE INDEX outbox_by_state ON outbox (state, sequence);
    `);
  },
};
