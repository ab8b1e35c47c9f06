/** The databases every portal test runs on: PGlite always, PostgreSQL where there is one. */
import { existsSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    const image = await emptyCluster();
    return {
      empty: async () => pgliteDatabase(await PGlite.create({ loadDataDir: image })),
      close: async () => undefined,
    };
  },
};

/** Named after the very build of PGlite that made it: another one starts from its own. */
function imageFile(): string {
  const { size, mtimeMs } = statSync(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  return join(tmpdir(), `motcua-test-pglite-${size}-${Math.trunc(mtimeMs)}-${process.getuid?.() ?? 0}.tar`);
}

/** initdb costs seconds of processor time, loading its result a fraction of one: it is done once and kept between files. */
async function emptyCluster(): Promise<Blob> {
  const file = imageFile();
  if (existsSync(file)) return new Blob([await readFile(file)]);
  const first = await PGlite.create();
  const image = await first.dumpDataDir('none');
  await first.close();
  const written = `${file}.${process.pid}`;
  await writeFile(written, Buffer.from(await image.arrayBuffer()));
  // Several test files may get here at once: whichever comes last leaves a whole file.
  await rename(written, file);
  return image;
}

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
