/**
 * `npm run province -- --stations 152 --days 5 --faults on`: the whole province against one portal, hurried through its
 * working days and its troubles, and then held to account (docs/decisions/0026). Progress goes to standard error, one line
 * of JSON to standard output. Ends with 0 when nothing was lost, doubled or different, with 1 when something was, with 2
 * when it was called wrongly.
 */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ProvinceResult, runProvince } from '../test/province/run.ts';
import { openPostgres, type PostgresServer, postgresPrograms } from '../test/rig/postgres.ts';

const USAGE = `usage: npm run province -- [--stations 152] [--days 5] [--faults on|off] [--seed TEXT] [--workers 3]
         [--database postgres|pglite] [--folder DIR] [--keep] [--json]
  --database  PostgreSQL where its programs are installed or DATABASE_URL is set, else the embedded one
  --folder    where the stations and the portal keep their data while it runs (in memory where the system has room)
  --keep      leaves that folder behind
  --json      no progress
`;

const OPTIONS = {
  stations: { type: 'string', default: '152' },
  days: { type: 'string', default: '5' },
  faults: { type: 'string', default: 'on' },
  seed: { type: 'string' },
  workers: { type: 'string', default: '3' },
  database: { type: 'string' },
  folder: { type: 'string' },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const wishSchema = z.object({
  stations: z.coerce.number().int().min(1).max(1_000),
  days: z.coerce.number().int().min(1).max(60),
  faults: z.enum(['on', 'off']),
  seed: z.string().min(1).max(100),
  workers: z.coerce.number().int().min(1).max(16),
  database: z.enum(['postgres', 'pglite']),
  folder: z.string().optional(),
  keep: z.boolean(),
  json: z.boolean(),
});
type Wish = z.infer<typeof wishSchema>;

/** Ten thousand scans and stores take so much at the most. */
const ROOM_BYTES = 6_000_000_000;
const IN_MEMORY = '/dev/shm';

/** Every commit is flushed; a disk of its own for that would only be measured here, not what the run is about. */
const roomy = (): string => {
  if (!existsSync(IN_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize > ROOM_BYTES ? IN_MEMORY : tmpdir();
};

const hasPostgres = (): boolean => process.env['DATABASE_URL'] !== undefined || postgresPrograms() !== undefined;

function readWish(args: readonly string[]): Wish {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const defaults = { seed: Date.now().toString(36), database: hasPostgres() ? 'postgres' : 'pglite' };
  return wishSchema.parse({ ...defaults, ...values });
}

const SHOWN = 20;

function tell({ faults, findings }: ProvinceResult): void {
  for (const { charge, station, about } of faults.slice(0, SHOWN)) console.error(`${charge}  ${station}  ${about}`);
  for (const { check, station, about } of findings.slice(0, SHOWN)) console.error(`${check}  ${station}  ${about}`);
  const hidden = Math.max(0, faults.length - SHOWN) + Math.max(0, findings.length - SHOWN);
  if (hidden > 0) console.error(`… and ${hidden} more`);
}

async function databaseFor({ database }: Wish): Promise<PostgresServer | undefined> {
  if (database === 'pglite') return undefined;
  const server = await openPostgres();
  if (server === undefined) throw new Error('no PostgreSQL server is installed (Debian: apt-get install postgresql)');
  return server;
}

/** An interrupted run ends its processes, its server and its folder as one that has come to its end. */
function stopOnSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => stopping.abort(new Error(`ended by ${signal}`)));
  return stopping.signal;
}

async function simulate(wish: Wish): Promise<number> {
  const stop = stopOnSignal();
  const folder = mkdtempSync(join(wish.folder ?? roomy(), 'motcua-province-'));
  const server = await databaseFor(wish);
  const onProgress = (line: string): void => {
    if (!wish.json) console.error(`motcua: ${line}`);
  };
  try {
    onProgress(`seed ${wish.seed}, in ${folder}`);
    const databaseUrl = await server?.createDatabase();
    const result = await runProvince({ ...wish, folder, faults: wish.faults === 'on', databaseUrl, onProgress, stop });
    tell(result);
    console.log(JSON.stringify(result.summary));
    return result.summary.ok ? 0 : 1;
  } finally {
    if (!wish.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    await server?.stop();
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
};

async function main(args: readonly string[]): Promise<number> {
  let wish: Wish;
  try {
    wish = readWish(args);
  } catch (error) {
    console.error(`${reasonOf(error)}\n${USAGE}`);
    return 2;
  }
  return simulate(wish);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // A run that could not come to its end has shown nothing, good or bad.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
