import type { ReceivedDossier } from '../../domain/dossier.ts';
import type { Operation } from '../../domain/operation.ts';
import { bodyOf } from '../operation-row.ts';
import { placeOfDraft, placeOfLine } from '../protection/places.ts';
import type { Protection } from '../protection/protection.ts';
import { toReceivedColumns } from '../received-row.ts';
import { searchTextOf } from '../search-text.ts';
import type { Db } from '../transaction.ts';
import type { Migration } from './migration.ts';

const PAGE = 500;

/**
 * Protection at rest, and facts once. What says who and where somebody is goes into a sealed value; drafts and lines set
 * aside are sealed whole; phone and identity numbers leave the index. An operation's envelope becomes columns, and what
 * was received stands in the dossier's row only. All in one transaction: a kill leaves the database as it was.
 */
export const migration0012: Migration = {
  version: 12,
  name: 'protection',
  up: (db, protection) => {
    db.exec(`
      ALTER TABLE dossiers ADD COLUMN sealed BLOB;
      ALTER TABLE drafts ADD COLUMN sealed BLOB;
      ALTER TABLE quarantine ADD COLUMN sealed BLOB;
      ALTER TABLE operations ADD COLUMN officer TEXT NOT NULL DEFAULT '';
      ALTER TABLE operations ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE operations ADD COLUMN corrected_at INTEGER NOT NULL DEFAULT 0;
      DROP TABLE dossier_search;
      CREATE VIRTUAL TABLE dossier_search USING fts5 (
        words, exact, content = '', contentless_delete = 1, detail = column, tokenize = "unicode61 remove_diacritics 0"
      );
    `);
    sealDossiers(db, protection);
    spreadOperations(db, protection);
    sealTexts(db, protection, 'drafts', 'id', 'body', placeOfDraft);
    sealTexts(db, protection, 'quarantine', 'sha256', 'line', placeOfLine);
    // What was in the clear still lies in freed pages: open.ts writes the file anew once this step is committed.
    db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('store.rewrite', 'due')").run();
  },
};

/** All rows of a table, some at a time: it is written to meanwhile. */
function* pagesOf<R extends { readonly number: number }>(db: Db, sql: string): Generator<R> {
  const page = db.prepare<[number], R>(`${sql} > ? ORDER BY 1 LIMIT ${PAGE}`);
  for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.number ?? 0)) yield* rows;
}

function sealDossiers(db: Db, protection: Protection): void {
  const update = db.prepare('UPDATE dossiers SET received = ?, sealed = ? WHERE number = ?');
  const index = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (?, ?, ?)');
  const all = pagesOf<{ number: number; received: string }>(db, 'SELECT number, received FROM dossiers WHERE number');
  for (const row of all) {
    const dossier = JSON.parse(row.received) as ReceivedDossier;
    const { received, sealed } = toReceivedColumns(protection, dossier);
    const { words, exact } = searchTextOf(dossier, protection);
    update.run(received, sealed, row.number);
    index.run(row.number, words, exact);
  }
}

function spreadOperations(db: Db, protection: Protection): void {
  const update = db.prepare(
    'UPDATE operations SET officer = ?, made_at = ?, corrected_at = ?, body = ? WHERE number = ?',
  );
  const all = pagesOf<{ number: number; body: string }>(db, 'SELECT number, body FROM operations WHERE number');
  for (const { number, body } of all) {
    const operation = JSON.parse(body) as Operation;
    const { officer, madeAt, correctedAt } = operation;
    update.run(officer, madeAt, correctedAt, bodyOf(protection, operation), number);
  }
}

function sealTexts(
  db: Db,
  { sealer }: Protection,
  table: string,
  key: string,
  column: string,
  placeOf: (id: string) => string,
): void {
  const update = db.prepare(`UPDATE ${table} SET ${column} = '', sealed = ? WHERE ${key} = ?`);
  const rows = db.prepare<[], { id: string; text: string }>(`SELECT ${key} AS id, ${column} AS text FROM ${table}`);
  for (const { id, text } of rows.all()) update.run(sealer.seal(placeOf(id), Buffer.from(text)), id);
}
