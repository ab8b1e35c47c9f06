/** The full-text index over dossiers; it grows in the transaction that stores the dossier. */
import type { ReceivedDossier } from '../domain/dossier.ts';
import type { Protection } from './protection/protection.ts';
import { searchQueryOf, searchTextOf } from './search-text.ts';
import type { Db } from './transaction.ts';

/** Row numbers that match a query, the newest first, at most so many. */
export const FOUND = 'SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?';

export interface SearchIndex {
  add(number: number, dossier: ReceivedDossier): void;
  /** For FOUND; undefined when nothing is left to look for. */
  queryOf(text: string): string | undefined;
  /** Row numbers of dossiers, the newest first. */
  find(text: string, limit: number): readonly number[];
}

export const createSearch = (db: Db, protection: Protection): SearchIndex => {
  const add = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (?, ?, ?)');
  const find = db.prepare<[string, number], number>(FOUND).pluck();
  const queryOf = (text: string): string | undefined => searchQueryOf(text, protection.blind);
  return {
    add: (number, dossier) => {
      const { words, exact } = searchTextOf(dossier, protection);
      add.run(number, words, exact);
    },
    queryOf,
    find: (text, limit) => {
      const query = queryOf(text);
      return query === undefined ? [] : find.all(query, limit);
    },
  };
};
