import type { Migration } from './migration.ts';

/** The next job of a printer, and what needs a person, are found without looking at the thousands that wait. */
export const migration0011: Migration = {
  version: 11,
  name: 'print-queue',
  up: (db) => {
    db.exec(`
      CREATE INDEX prints_waiting ON prints (printer_id, number) WHERE state = 'waiting';
      CREATE INDEX prints_for_a_person ON prints (number) WHERE state IN ('uncertain', 'failed');
      CREATE INDEX prints_printing ON prints (number) WHERE state = 'printing';
    `);
  },
};
