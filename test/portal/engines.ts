/** The databases every portal test runs on: PGlite always, PostgreSQL where there is one. */
import { PGlite } from '@electric-sql/pglite';
import { type Database, openDatabase, pgliteDatabase } from '../../portal/server/database.ts';
import { migrate } from '../../portal/server/migrate.ts';
import { openPostgres, postgresPrograms } from '../rig/postgres.ts';

export type Engine = { readonly name: string; readonly open: () => Promise<EngineSession> };
export type EngineSession = {
  /** A new database without any table. */
  readonly empty: () => Promise<Database>;
  readonly close: () => Promise<void>;
};

const pglite: Engine = {
  name: 'PGlite',
  open: async () => {
    // initdb costs seconds, loading its result a fraction of one.
    const first = await PGlite.create();
    const image = await first.dumpDataDir('none');
    await first.close();
    return {
      empty: async () => pgliteDatabase(await PGlite.create({ loadDataDir: image })),
      close: async () => undefined,
    };
  },
};

const postgres: Engine = {
  name: 'PostgreSQL',
  open: async () => {
    const server = await openPostgres();
    if (!server) throw new Error('no PostgreSQL server is installed');
    return {
      empty: async () => openDatabase({ databaseUrl: await server.createDatabase(), folder: '' }),
      close: server.stop,
    };
  },
};

const hasPostgres = process.env['DATABASE_URL'] !== undefined || postgresPrograms() !== undefined;
if (!hasPostgres && process.env['MOTCUA_REQUIRE_POSTGRES'] === '1') {
  throw new Error(
    'MOTCUA_REQUIRE_POSTGRES is set, but there is no PostgreSQL server (Debian: apt-get install postgresql)',
  );
}

/** Every engine of this machine. With `MOTCUA_REQUIRE_POSTGRES=1` a missing PostgreSQL is an error, not a shorter list. */
export const engines: readonly Engine[] = hasPostgres ? [pglite, postgres] : [pglite];

export async function migrated(session: EngineSession): Promise<Database> {
  const database = await session.empty();
  await migrate(database);
  return database;
}
