import type { Migration } from './migration.ts';

/** Printing jobs and what is known of the paper. Unfinished ones are few among many: they have their own index. */
export const migration0006: Migration = {
  version: 6,
  name: 'prints',
  up: (db) => {
    db.exec(`
      CREATE TABLE prints (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL,
        title TEXT NOT NULL,
        printer_id TEXT NOT NULL,
        copies INTEGER NOT NULL,
        state TEXT NOT NULL,
        code TEXT,
        evidence TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        dossier_id TEXT REFERENCES dossiers (id),
        ticket_id TEXT REFERENCES tickets (id)
      ) STRICT;
      CREATE INDEX prints_by_dossier ON prints (dossier_id) WHERE dossier_id IS NOT NULL;
      CREATE INDEX prints_unfinished ON prints (number) WHERE state NOT IN ('printed', 'dropped');
    `);
  },
};
