/**
 * PostgreSQL behind the smallest interface the portal needs: the embedded one (PGlite) by default, a real server when
 * `databaseUrl` is given. Nothing else in portal/ knows which of the two it talks to.
 */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

export type SqlValue = string | number | boolean | null | readonly string[];

/** Statements with `$1…` parameters. Rows come as the caller's type says: the SQL beside the call is what proves it. */
export type Sql = {
  readonly query: <Row>(text: string, values?: readonly SqlValue[]) => Promise<readonly Row[]>;
};

export type Database = Sql & {
  /** Commits when `run` resolves, rolls everything back when it rejects. */
  readonly transaction: <T>(run: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** How many connections the portal opens to a PostgreSQL server. Pushes wait for one another anyway (feed_head). */
const POOL_SIZE = 8;

export type DatabaseOptions = {
  /** `postgres://…`; without it PGlite is opened in `folder`. */
  readonly databaseUrl?: string | undefined;
  /** PGlite's data folder; `memory://` keeps nothing. One process at a time. */
  readonly folder: string;
};

export const openDatabase = (options: DatabaseOptions): Promise<Database> =>
  options.databaseUrl === undefined ? openPGlite(options.folder) : openPostgres(options.databaseUrl);

/** Wraps an opened PGlite; tests hand in one that was loaded from a prepared image. */
export const pgliteDatabase = (lite: PGlite): Database => ({
  query: async <Row>(text: string, values: readonly SqlValue[] = []) => (await lite.query<Row>(text, [...values])).rows,
  transaction: (run) =>
    lite.transaction((tx) =>
      run({
        query: async <Row>(text: string, values: readonly SqlValue[] = []) =>
          (await tx.query<Row>(text, [...values])).rows,
      }),
    ),
  close: () => lite.close(),
});

async function openPGlite(folder: string): Promise<Database> {
  if (!folder.includes('://') && !existsSync(folder)) await initialise(folder);
  return pgliteDatabase(await PGlite.create({ dataDir: folder }));
}

/** In a folder beside it that gets its name when it is whole: a first start that is killed leaves no half a database. */
async function initialise(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const lite = await PGlite.create({ dataDir: unfinished });
  await lite.close();
  await rename(unfinished, folder);
}

async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks (server restart) is replaced by the pool; without a listener it would end the process.
  pool.on('error', ({ message }) => {
    const line = { level: 40, time: Date.now(), reason: message, msg: 'idle database connection lost' };
    process.stderr.write(`${JSON.stringify(line)}\n`);
  });
  await pool.query('SELECT 1');
  return {
    query: (text, values) => rowsOf(pool, text, values),
    transaction: (run) => postgresTransaction(pool, run),
    close: () => pool.end(),
  };
}

async function postgresTransaction<T>(pool: pg.Pool, run: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await run({ query: (text, values) => rowsOf(client, text, values) });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rowsOf<Row>(
  client: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  const result = await client.query(text, [...values]);
  return result.rows as readonly Row[];
}

/** Whether PostgreSQL refused the data itself (SQLSTATE classes 22 and 23), not the connection or the program. */
export function isDataRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code);
}
