/** The full-text index over dossiers; it grows in the transaction that stores the dossier. */
import type { ReceivedDossier } from '../domain/dossier.ts';
import { searchQueryOf, searchTextOf } from './search-text.ts';
import type { Db } from './transaction.ts';

export interface SearchIndex {
  add(number: number, dossier: ReceivedDossier): void;
  /** Row numbers of dossiers, the newest first. */
  find(text: string, limit: number): readonly number[];
}

export const createSearch = (db: Db): SearchIndex => {
  const add = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (:number, :words, :exact)');
  const find = db
    .prepare<[{ query: string; limit: number }], number>(
      'SELECT rowid FROM dossier_search WHERE dossier_search MATCH :query ORDER BY rowid DESC LIMIT :limit',
    )
    .pluck();
  return {
    add: (number, dossier) => void add.run({ number, ...searchTextOf(dossier) }),
    find: (text, limit) => {
      const query = searchQueryOf(text);
      return query === undefined ? [] : find.all({ query, limit });
    },
  };
};
