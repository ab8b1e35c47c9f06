/**
 * The full-text index follows the dossiers: it is derived, so an intake and a first synchronisation do not wait for it. Up to the
 * watermark every dossier is in it; above, some may be (what a search wanted at once). Rows and watermark are one transaction.
 */
import type { ReceivedDossier } from '../domain/dossier.ts';
import { createJustStored, type Kept } from './just-stored.ts';
import type { Protection } from './protection/protection.ts';
import { findableOf, openlyFindableOf } from './received-row.ts';
import { type SearchText, searchTextOf, searchTextsOf, wordsOf } from './search-text.ts';
import { isStorageFailure } from './store-error.ts';
import type { Db, Transact } from './transaction.ts';

/** So many a search indexes before it looks: some tens of milliseconds. */
export const AT_ONCE = 300;
/** Rows between two looks at the clock, about 15 ms; fewer would make many small segments of the index, to be merged again. */
const PAGE = 200;

export interface SearchIndex {
  /** A dossier was stored just now; harmless when its transaction is undone. */
  keep(number: number, dossier: ReceivedDossier): void;
  /** How many dossiers lie above the watermark. */
  behind(): number;
  /** Indexes the oldest missing ones for about so long, in one transaction; returns how many are left. */
  follow(milliseconds: number): number;
  /** All of few missing ones; of many, the newest and those received here. Returns how many are left. */
  catchUp(): number;
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly code: string;
  readonly received: string;
  readonly sealed: Buffer | null;
}

type Missing = Pick<Row, 'number' | 'id'>;

const MISSING = `
  SELECT d.number, d.id FROM dossiers d
  WHERE d.number > ? AND NOT EXISTS (SELECT 1 FROM dossier_search_docsize x WHERE x.id = d.number)
  ORDER BY d.number LIMIT ?`;

/** By what this PC sent last: who stands at the counter asks for these. */
const OURS_MISSING = `
  SELECT d.number, d.id FROM dossiers d WHERE d.number IN (
    SELECT x.number FROM outbox o
    CROSS JOIN operations p ON p.id = o.operation_id CROSS JOIN dossiers x ON x.id = p.dossier_id
    WHERE o.sequence > (SELECT max(sequence) FROM outbox) - ${AT_ONCE} AND p.type = 'dossier.received' AND x.number > ?
  ) AND NOT EXISTS (SELECT 1 FROM dossier_search_docsize x WHERE x.id = d.number)
  ORDER BY d.number`;

const NOTHING: SearchText = { words: '', exact: '' };

/**
 * What does not open or parse is found by what can be read of it: one spoilt dossier must not keep the rest from being found. The
 * look through the store names it (check/looks.ts).
 */
const textOf = (protection: Protection, row: Row): SearchText => {
  const attempts: readonly (() => SearchText)[] = [
    () => searchTextOf(findableOf(protection, row), protection),
    () => ({ words: wordsOf(openlyFindableOf(row), protection.stores), exact: '' }),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if (isStorageFailure(error)) throw error;
    }
  }
  return NOTHING;
};

export interface IndexParts {
  readonly db: Db;
  readonly transact: Transact;
  readonly protection: Protection;
}

export const createSearchIndex = ({ db, transact, protection }: IndexParts): SearchIndex => {
  const justStored = createJustStored();
  const whole = db.prepare<[number], Row>('SELECT number, id, code, received, sealed FROM dossiers WHERE number = ?');
  const add = db.prepare('INSERT INTO dossier_search (rowid, words, exact) VALUES (?, ?, ?)');
  const watermark = db.prepare<[], number>('SELECT indexed FROM search_progress').pluck();
  const setWatermark = db.prepare('UPDATE search_progress SET indexed = ?');
  const last = db.prepare<[], number | null>('SELECT max(number) FROM dossiers').pluck();
  const missing = db.prepare<[number, number], Missing>(MISSING);
  const oursMissing = db.prepare<[number], Missing>(OURS_MISSING);
  const idOf = db.prepare<[number], string>('SELECT id FROM dossiers WHERE number = ?').pluck();
  const lastIndexed = db.prepare<[], number | null>('SELECT max(id) FROM dossier_search_docsize').pluck();

  const indexed = (): number => watermark.get() ?? 0;
  const behind = (): number => Math.max(0, (last.get() ?? 0) - indexed());

  const textIn = ({ number, id }: Missing): SearchText => {
    const kept = justStored.at(number);
    if (kept?.id === id) return searchTextOf(kept, protection);
    const row = whole.get(number);
    return row === undefined ? NOTHING : textOf(protection, row);
  };
  const addAll = (rows: readonly Missing[]): void => {
    for (const row of rows) {
      const { words, exact } = textIn(row);
      add.run(row.number, words, exact);
    }
  };
  /** They were stored one after the other, so where the first and the last are those of the table all between them are. */
  const areStored = (kept: readonly Kept[], first: number): boolean =>
    [0, kept.length - 1].every((index) => idOf.get(first + index) === kept[index]?.id);
  /** What follows on `after` and is still at hand; nothing where some of it is in the index already. */
  const atHand = (after: number): readonly Kept[] => {
    const kept = justStored.after(after, PAGE);
    const fits = kept.length > 0 && (lastIndexed.get() ?? 0) <= after && areStored(kept, after + 1);
    return fits ? kept : [];
  };
  const addKept = (kept: readonly Kept[], after: number): number => {
    for (const [index, { words, exact }] of searchTextsOf(kept, protection).entries())
      add.run(after + 1 + index, words, exact);
    return after + kept.length;
  };
  /** A page short of its length was the last: then nothing is missing, also where the last ones were in already. */
  const pageOfRows = (after: number): number => {
    const rows = missing.all(after, PAGE);
    addAll(rows);
    return rows.length < PAGE ? (last.get() ?? 0) : (rows.at(-1)?.number ?? after);
  };
  const page = (after: number): number => {
    const kept = atHand(after);
    return kept.length > 0 ? addKept(kept, after) : pageOfRows(after);
  };
  /** Where something does not go in, what is in mind may be why: the rows are read then. */
  const indexing = (work: () => void): void => {
    try {
      transact(work);
    } catch (error) {
      justStored.drop(Number.MAX_SAFE_INTEGER);
      throw error;
    }
  };
  const followUntil = (end: number): void =>
    indexing(() => {
      let reached = indexed();
      do reached = page(reached);
      while (reached < (last.get() ?? 0) && performance.now() < end);
      setWatermark.run(reached);
      justStored.drop(reached);
    });
  const follow = (milliseconds: number): number => {
    if (behind() > 0) followUntil(performance.now() + milliseconds);
    return behind();
  };
  /** FTS5 wants growing numbers in a transaction; the rest of the way is followed later. */
  const newest = (): void =>
    indexing(() => {
      const from = indexed();
      addAll(oursMissing.all(from));
      addAll(missing.all(Math.max(from, (last.get() ?? 0) - AT_ONCE), AT_ONCE));
    });
  return {
    keep: justStored.keep,
    behind,
    follow,
    catchUp: () => {
      const left = behind();
      if (left > AT_ONCE) newest();
      return left > AT_ONCE ? left : follow(Number.POSITIVE_INFINITY);
    },
  };
};
