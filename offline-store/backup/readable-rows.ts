/** What can still be read of a table in a damaged database: row by row, stepping over the pages that cannot. */
import Database from 'better-sqlite3';
import type { Db } from '../transaction.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface ReadRow {
  readonly number: number;
  readonly row: Row;
}

const LOT = 200;
/** Numbers looked at one by one behind a damaged row before steps grow: a page holds about so many. */
const NEAR = 64;
const LAST = Number.MAX_SAFE_INTEGER;

const isCorrupt = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code);

/** Undefined where damage keeps it from being read. */
export const readable = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (isCorrupt(error)) return undefined;
    throw error;
  }
};

/**
 * Rows of `table` by their row number. `onHole` is told of each run of numbers behind which something could not be read: how many
 * rows stood there is not known.
 */
export function* readableRows(db: Db, table: string, onHole: (after: number) => void): Generator<ReadRow> {
  const statement = readable(() =>
    db.prepare<[number, number], Row & { readonly row_number: number }>(
      `SELECT rowid AS row_number, * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    ),
  );
  if (statement === undefined) return onHole(0);
  const read = (after: number, limit: number) =>
    readable(() => statement.all(after, limit).map(({ row_number: number, ...row }): ReadRow => ({ number, row })));
  let after = 0;
  for (;;) {
    const rows = read(after, LOT) ?? read(after, 1);
    if (rows === undefined) {
      onHole(after);
      const next = behind(after, (from) => read(from, 1) !== undefined);
      if (next === undefined) return;
      after = next;
      continue;
    }
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** The smallest number found behind `after` from which reading works again; undefined when there is none. */
function behind(after: number, works: (from: number) => boolean): number | undefined {
  let bad = after;
  for (let step = 1; after + step < LAST; step = step < NEAR ? step + 1 : step * 2) {
    const from = after + step;
    if (works(from)) return step <= NEAR ? from : firstGood(bad, from, works);
    bad = from;
  }
  return undefined;
}

function firstGood(bad: number, good: number, works: (from: number) => boolean): number {
  if (good - bad <= 1) return good;
  const middle = Math.floor((bad + good) / 2);
  return works(middle) ? firstGood(bad, middle, works) : firstGood(middle, good, works);
}
