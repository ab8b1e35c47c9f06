import type { Migration } from './migration.ts';

/** What an officer has not committed yet, and small facts such as the clock's offset and the feed's cursor. */
export const migration0008: Migration = {
  version: 8,
  name: 'drafts and settings',
  up: (db) => {
    db.exec(`
      CREATE TABLE drafts (id TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    `);
  },
};
