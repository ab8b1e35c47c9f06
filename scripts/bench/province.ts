/** The province: the reference portal as its own process on a PostgreSQL that flushes every commit, its feed filled. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, openDatabase } from '../../portal/server/database.ts';
import { migrate } from '../../portal/server/migrate.ts';
import { DURABLE, openPostgres } from '../../test/rig/postgres.ts';
import { TREE } from '../paths.ts';
import { AGENCY, changeOf, STATION } from './people.ts';
import { firstLine, stopped } from './station-process.ts';

/** Stations that pull and push here. The second agency is the one of `pull.pouchdb`. */
export const ELSEWHERE = { agency: 'H57.23.16', station: 'xa-khac-quay-1' } as const;
export const HERE = { agency: AGENCY, station: STATION } as const;
type Place = typeof ELSEWHERE | typeof HERE;

export interface Province {
  readonly url: string;
  readonly database: Database;
  tokenOf(place: Place): string;
  stop(): Promise<void>;
}

/** Rows a statement; the feed's own filling is not measured. */
const BATCH = 5_000;
/** Ids of the two agencies must not meet. */
const FAR_AWAY = 1_000_000;

/** `here` and `elsewhere`: changes in the feeds of the two agencies. */
export async function openProvince(
  folder: string,
  counts: { readonly here: number; readonly elsewhere: number },
  now: number,
): Promise<Province> {
  await using things = new AsyncDisposableStack();
  const server = await openPostgres(DURABLE);
  if (!server) throw new Error('this measurement needs a PostgreSQL server (Debian: apt-get install postgresql)');
  things.defer(server.stop);
  const databaseUrl = await server.createDatabase();
  const database = things.adopt(await openDatabase({ databaseUrl, folder: '' }), (one) => one.close());
  await migrate(database);
  await fillFeed(database, HERE, { from: 0, revision: 0, count: counts.here }, now);
  await fillFeed(database, ELSEWHERE, { from: FAR_AWAY, revision: counts.here, count: counts.elsewhere }, now);
  await database.query('ANALYZE');
  const portal = things.adopt(startPortalProcess(folder, databaseUrl), stopped);
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(await firstLine(portal)));
  const kept = things.move();
  return { url, database, tokenOf, stop: () => kept.disposeAsync() };
}

const tokenOf = ({ station }: Place): string => `bench-token-of-${station}`;

interface Stretch {
  readonly from: number;
  readonly revision: number;
  readonly count: number;
}

async function fillFeed(database: Database, place: Place, { from, revision, count }: Stretch, now: number) {
  const { agency } = place;
  for (let done = 0; done < count; done += BATCH) {
    const size = Math.min(BATCH, count - done);
    const texts = Array.from({ length: size }, (_, index) =>
      JSON.stringify(changeOf(from + done + index, now, { agency, station: `${agency}-quay-3` }).operation),
    );
    await bulkInsert(database, agency, texts, revision + done);
  }
}

/**
 * The portal's bulk insert with nothing around it: operations that are known to be new and right, and the dossiers they
 * received, in one statement and one transaction.
 */
export const bulkInsert = (database: Database, agency: string, texts: readonly string[], revision: number) =>
  database.transaction(async (sql) => {
    await sql.query(
      `WITH pushed AS MATERIALIZED (
         SELECT body, $3 + number AS revision FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS x (body, number)
       ), received AS (
         INSERT INTO dossiers (id, code, code_key, agency, status, due_at, received, revision)
         SELECT (body->'payload'->>'id')::uuid, body->'payload'->>'code', body->'payload'->>'code', $2, 'received',
           (body->'payload'->'dueAt')::bigint, body->'payload', revision
         FROM pushed
       )
       INSERT INTO operations (id, station, agency, type, dossier_id, body, revision, answered_at)
       SELECT (body->>'id')::uuid, body->>'station', $2, body->>'type', (body->'payload'->>'id')::uuid, body, revision, 0
       FROM pushed`,
      [`[${texts.join()}]`, agency, revision],
    );
    await sql.query('UPDATE feed_head SET revision = $1', [revision + texts.length]);
  });

function startPortalProcess(folder: string, databaseUrl: string): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const config = {
    name: 'Tỉnh mẫu (dữ liệu mẫu)',
    dataDir: join(folder, 'portal'),
    databaseUrl,
    stations: [HERE, ELSEWHERE].map((place) => ({ ...place, token: tokenOf(place) })),
    adminToken: 'bench-admin-token',
    endWithStdin: true,
  };
  const file = join(folder, 'portal.json');
  writeFileSync(file, JSON.stringify(config));
  return spawn(process.execPath, [join(TREE, 'portal', 'server', 'main.ts'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
