import type { Migration } from './migration.ts';

/** What was decided for a date on. The JSON is the fact; an id stands once. */
export const migration0018: Migration = {
  version: 18,
  name: 'effective-settings',
  up: (db) => {
    db.exec(`
      CREATE TABLE effective_settings (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.id')) STORED,
        came_at INTEGER NOT NULL,
        source TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX effective_settings_by_id ON effective_settings (id);
    `);
  },
};
