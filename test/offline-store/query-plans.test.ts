/** How SQLite goes about each statement of the store: with 500,000 dossiers nothing that runs all day may read a table through. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openOfficeStore } from '../../offline-store/open.ts';
import type { Db } from '../../offline-store/transaction.ts';
import { AGENCY, folder, KEYS, NOW, STATION } from './helpers.ts';

/** They grow with every dossier, ticket or print. The others hold a screenful: leases, drafts, settings. */
const BIG = ['dossiers', 'operations', 'outbox', 'audit', 'documents', 'prints', 'tickets', 'dossier_search'];

/** Indexes over what is still open among many: reading one through is the point of it. */
const OPEN_ONLY = ['documents_owed', 'outbox_held', 'prints_open'];

/** Read from one end until the limit is reached, or by a command alone. */
const ALLOWED = [
  { sql: 'SELECT * FROM audit ORDER BY number DESC LIMIT 1', why: 'one row, from the end' },
  { sql: 'SELECT * FROM audit ORDER BY number', why: 'verification: the command `motcua check`' },
];

interface Step {
  readonly detail: string;
}

/** Steps that go through a big table, or through one of its indexes, from end to end. */
const scansOf = (db: Db, sql: string): readonly string[] => {
  const plan = db.prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all(...valuesFor(sql));
  const aliases = new Map(
    [...sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?/gi)].flatMap(
      ([, table = '', alias = '']) =>
        [
          [table, table],
          [alias, table],
        ] as const,
    ),
  );
  return plan
    .map(({ detail }) => detail)
    .filter((detail) => {
      const [, name = 'no scan'] = /^SCAN (\w+)/.exec(detail) ?? [];
      const openOnly = OPEN_ONLY.includes(/USING (?:COVERING )?INDEX (\w+)/.exec(detail)?.[1] ?? '');
      const byWord = detail.includes('VIRTUAL TABLE INDEX') && !/INDEX \d+:$/.test(detail);
      return BIG.includes(aliases.get(name) ?? name) && !byWord && !openOnly;
    });
};

/** A plan does not depend on the values; a statement that wants some gets nothing. */
const valuesFor = (sql: string): readonly unknown[] => {
  const named = [...new Set([...sql.matchAll(/:(\w+)/g)].map(([, name = '']) => name))];
  if (named.length > 0) return [Object.fromEntries(named.map((name) => [name, null]))];
  return Array.from({ length: sql.match(/\?/g)?.length ?? 0 }, () => null);
};

/** Every statement that opening a store prepares, as it was written. */
const statementsOf = (): { readonly db: Db; readonly sqls: readonly string[] } => {
  const file = join(folder(), 'office.db');
  const open = () => openOfficeStore({ file, station: STATION, agency: AGENCY, now: () => NOW, keys: KEYS });
  open().close();
  const sqls: string[] = [];
  const prepare = Database.prototype.prepare;
  Database.prototype.prepare = function (this: Db, sql: string) {
    sqls.push(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
  try {
    open().close();
  } finally {
    Database.prototype.prepare = prepare;
  }
  return { db: new Database(file, { readonly: true }), sqls };
};

const isDaily = (sql: string): boolean =>
  /^\s*(SELECT|UPDATE|DELETE|INSERT|WITH)/i.test(sql) && !/sqlite_schema/.test(sql);

it('reads no big table through in any statement of the day', () => {
  const { db, sqls } = statementsOf();
  const daily = [...new Set(sqls.filter(isDaily))].filter((sql) => !ALLOWED.some((one) => one.sql === sql.trim()));
  expect(daily.length).toBeGreaterThan(50);
  expect(daily.flatMap((sql) => scansOf(db, sql).map((scan) => `${scan}: ${sql.trim()}`))).toEqual([]);
  db.close();
});

it.each([
  'SELECT * FROM dossiers WHERE received_day > ? OR due_at < ?',
  'SELECT d.number FROM dossiers d ORDER BY d.due_at',
  "SELECT count(*) FROM operations WHERE type = 'rating.given'",
  'UPDATE outbox SET attempts = 0 WHERE attempts > ?',
  'SELECT o.sequence FROM outbox o JOIN operations p ON p.sequence = o.sequence',
  "SELECT rowid FROM dossier_search WHERE words = 'x'",
])('sees a statement that does: %s', (sql) => {
  const { db } = statementsOf();
  expect(scansOf(db, sql)).not.toEqual([]);
  db.close();
});
