import type { Migration } from './migration.ts';

/**
 * Every index an intake adds to is a page that its commit flushes. One over the codes does for both: ours stands before others'
 * of the same code and only once, those in the order they came. One over the open print jobs does for all lists of them. The
 * operations that the province has not taken are few: whether a dossier has any is asked at each look-up.
 */
export const migration0019: Migration = {
  version: 19,
  name: 'pages of an intake',
  up: (db) => {
    db.exec(`
      DROP INDEX dossiers_by_code;
      DROP INDEX dossiers_code_once;
      CREATE UNIQUE INDEX dossiers_by_code ON dossiers (code_key, CASE WHEN ours = 1 THEN 0 ELSE number END);
      DROP INDEX prints_unfinished;
      DROP INDEX prints_waiting;
      DROP INDEX prints_for_a_person;
      DROP INDEX prints_printing;
      CREATE INDEX prints_open ON prints (state, printer_id, number) WHERE state NOT IN ('printed', 'dropped');
      CREATE INDEX operations_unanswered ON operations (dossier_id) WHERE revision IS NULL;
    `);
  },
};
