import type { ReceivedDossier } from '../../domain/dossier.ts';
import { wordsOf } from '../search-text.ts';
import type { Migration } from './migration.ts';

/**
 * Full text over folded words; `words` are found by prefix, `exact` (citizen id, tails of the phone) only whole.
 * Numbers are left out: step 12 makes the index anew, with words in their place that do not say them.
 * Contentless: the index holds no second copy of anybody's name to keep in step.
 */
export const migration0010: Migration = {
  version: 10,
  name: 'search',
  up: (db) => {
    db.exec(`
      CREATE VIRTUAL TABLE dossier_search USING fts5 (
        words, exact, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
      );
    `);
    const add = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (:number, :words, :exact)');
    const all = db.prepare<[], { number: number; received: string }>('SELECT number, received FROM dossiers').all();
    for (const row of all)
      add.run({ number: row.number, words: wordsOf(JSON.parse(row.received) as ReceivedDossier), exact: '' });
  },
};
