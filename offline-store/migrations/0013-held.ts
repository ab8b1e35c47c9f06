import type { Migration } from './migration.ts';

/**
 * When an operation was last tried, and those that are held back because the portal fails over them: since when, why, and
 * when they are tried again. They are still waiting; of the thousands that are, the few held ones have their own index.
 */
export const migration0013: Migration = {
  version: 13,
  name: 'held',
  up: (db) => {
    db.exec(`
      ALTER TABLE outbox ADD COLUMN tried_at INTEGER;
      ALTER TABLE outbox ADD COLUMN held_at INTEGER;
      ALTER TABLE outbox ADD COLUMN held_code TEXT;
      ALTER TABLE outbox ADD COLUMN retry_at INTEGER;
      CREATE INDEX outbox_held ON outbox (sequence) WHERE held_at IS NOT NULL;
    `);
  },
};
