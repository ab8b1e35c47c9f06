/** Brings the portal's database to this program's schema. A database that is newer than the program is refused. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { MotcuaError } from '../../domain/errors.ts';
import type { Database, Sql } from './database.ts';

type Migration = { readonly version: number; readonly sql: string };

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any fixed number: two portals that start together on one database must not both migrate it. */
const MIGRATION_LOCK = 5_721_001;

export async function migrate(database: Database): Promise<void> {
  const migrations = await readMigrations();
  await database.transaction(async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await sql.query('CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY)');
    const [row] = await sql.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM schema_version',
    );
    const present = row?.version ?? 0;
    const newest = migrations.at(-1)?.version ?? 0;
    if (present > newest) throw new MotcuaError('MC-STO-02', { present, newest });
    for (const migration of migrations) {
      if (migration.version > present) await apply(sql, migration);
    }
    await sql.query('INSERT INTO feed_head (feed_id, revision) VALUES ($1, 0) ON CONFLICT DO NOTHING', [
      randomUUID().slice(0, 8),
    ]);
  });
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      version: Number(name.slice(0, 4)),
      sql: await readFile(new URL(name, FOLDER), 'utf8'),
    })),
  );
}

/** One statement at a time: a prepared statement holds only one. */
async function apply(sql: Sql, migration: Migration): Promise<void> {
  for (const statement of statementsOf(migration.sql)) await sql.query(statement);
  await sql.query('INSERT INTO schema_version (version) VALUES ($1)', [migration.version]);
}

/** Our migrations hold no semicolon inside a string or a function body, so a plain split is enough. */
const statementsOf = (text: string): readonly string[] =>
  text
    .replace(/--[^\n]*/g, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
