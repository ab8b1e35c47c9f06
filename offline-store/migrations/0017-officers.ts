import type { Migration } from './migration.ts';

/** Who works in this office, as the province or a technician's file said it last; and whose wish a print was. */
export const migration0017: Migration = {
  version: 17,
  name: 'officers',
  up: (db) => {
    db.exec(`
      CREATE TABLE officers (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        roles TEXT NOT NULL,
        active_from TEXT,
        active_until TEXT
      ) STRICT;
      ALTER TABLE prints ADD COLUMN officer TEXT NOT NULL DEFAULT '';
    `);
  },
};
