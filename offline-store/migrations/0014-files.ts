import type { Migration } from './migration.ts';

/** Whether some document has a content is asked for every file that came of age (blob-upkeep.ts). */
export const migration0014: Migration = {
  version: 14,
  name: 'files',
  up: (db) => {
    db.exec('CREATE INDEX documents_by_content ON documents (sha256)');
  },
};
