/** The province's portal in a process of its own, on the simulation's clock; it writes down at the end what it holds. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Database, openDatabase } from '../../portal/server/database.ts';
import { type Portal, startPortal } from '../../portal/server/portal.ts';
import { type FromPortal, type PortalStart, type ToPortal, usageNow } from './messages.ts';
import { officesOf } from './offices.ts';
import { createSimulatedClock, type SimulatedClock } from './timeline.ts';

interface Running {
  readonly portal: Portal;
  readonly database: Database;
  readonly clock: SimulatedClock;
  readonly folder: string;
}

const say = (message: FromPortal): void => {
  process.send?.(message);
};

const start = async ({ size, folder, databaseUrl, port, step }: PortalStart): Promise<Running> => {
  const clock = createSimulatedClock(step);
  const dataDir = join(folder, 'portal');
  await mkdir(dataDir, { recursive: true });
  const database = await openDatabase({ databaseUrl, folder: join(dataDir, 'database') });
  const stations = officesOf(size.seed, size.stations);
  const portal = await startPortal({
    dataDir,
    database,
    port,
    stationTokens: Object.fromEntries(stations.map(({ token, station, agency }) => [token, { station, agency }])),
    adminToken: 'admin-token-of-the-simulation',
    name: 'Cổng mẫu của tỉnh',
    now: clock.now,
  });
  return { portal, database, clock, folder };
};

const COUNTS = 'SELECT agency, count(*)::int AS accepted FROM operations WHERE revision IS NOT NULL GROUP BY agency';

const countsOf = async ({ database }: Running): Promise<Readonly<Record<string, number>>> => {
  const rows = await database.query<{ agency: string; accepted: number }>(COUNTS);
  return Object.fromEntries(rows.map(({ agency, accepted }) => [agency, accepted]));
};

/** Each with `$1` for the key of the last row that was read; read in pages, since a province's year does not fit in memory. */
const DUMPS = {
  operations: `SELECT id::text AS key, id, station, agency, revision, rejection, body FROM operations
    WHERE id::text > $1 ORDER BY id::text LIMIT 1000`,
  dossiers: `SELECT d.id::text AS key, d.id, d.code, d.agency, d.status, d.due_at::float8 AS "dueAt", d.rescheduled, d.waiting,
      (SELECT coalesce(json_agg(o.id || '@' || o.revision ORDER BY o.revision), '[]'::json) FROM operations o
        WHERE o.dossier_id = d.id AND o.revision IS NOT NULL) AS events,
      (SELECT coalesce(json_agg(p.sha256 ORDER BY p.sha256 COLLATE "C"), '[]'::json) FROM documents p WHERE p.dossier_id = d.id) AS documents
    FROM dossiers d WHERE d.id::text > $1 ORDER BY d.id::text LIMIT 1000`,
  documents: `SELECT document_id::text AS key, document_id AS id, agency, sha256, bytes::float8 AS bytes, stored_at IS NOT NULL AS stored
    FROM documents WHERE document_id::text > $1 ORDER BY document_id::text LIMIT 1000`,
  leases: `SELECT id::text AS key, holder, agency, to_char(day, 'YYYY-MM-DD') AS day, first_number AS "from", last_number AS "to"
    FROM leases WHERE id::text > $1 ORDER BY id::text LIMIT 1000`,
} as const;

async function* linesOf(database: Database, sql: string): AsyncGenerator<string> {
  for (let key = ''; ; ) {
    const rows = await database.query<{ readonly key: string }>(sql, [key]);
    const last = rows.at(-1);
    if (last === undefined) return;
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
    key = last.key;
  }
}

const dump = async ({ database, folder }: Running): Promise<void> => {
  for (const [name, sql] of Object.entries(DUMPS))
    await pipeline(Readable.from(linesOf(database, sql)), createWriteStream(join(folder, `portal-${name}.jsonl`)));
};

const obey = async (running: Running, message: Exclude<ToPortal, PortalStart>): Promise<void> => {
  switch (message.type) {
    case 'step':
      return running.clock.step(message.step);
    case 'counts':
      return say({ type: 'counts', accepted: await countsOf(running), usage: usageNow() });
    case 'dump':
      await dump(running);
      return say({ type: 'dumped' });
    case 'stop':
      await running.portal.close();
      say({ type: 'stopped' });
      return process.exit(0);
  }
};

let running: Running | undefined;
process.on('message', async (said) => {
  const message = said as ToPortal;
  if (message.type === 'start') {
    running = await start(message);
    say({ type: 'started', url: running.portal.url });
  } else if (running !== undefined) await obey(running, message);
});
// Whoever started us is gone: nothing is left to simulate.
process.once('disconnect', () => process.exit(0));
