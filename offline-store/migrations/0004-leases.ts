import type { Migration } from './migration.ts';

/** Numbers handed to this station ahead of time; `next` is the first one not given out. */
export const migration0004: Migration = {
  version: 4,
  name: 'leases',
  up: (db) => {
    db.exec(`
      CREATE TABLE leases (
        id TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL CHECK (last >= first),
        next INTEGER NOT NULL CHECK (next BETWEEN first AND last + 1)
      ) STRICT;
      CREATE INDEX leases_by_day ON leases (day, first);
    `);
  },
};
