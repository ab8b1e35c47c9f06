/**
 * A private PostgreSQL server for tests: its own data folder under the temporary directory, reachable by a Unix socket
 * only, gone at the end. Needs the server's programs (Debian: `postgresql-15`), never a running service.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';
const USER = 'motcua';

export type PostgresServer = {
  /** A new, empty database; its URL. */
  readonly createDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** The folder of `initdb` and `postgres`, or undefined where no PostgreSQL server is installed. */
export function postgresPrograms(): string | undefined {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort()
        .reverse()
        .map((version) => join(DEBIAN, version, 'bin'))
    : [];
  return [...debian, ...(process.env['PATH'] ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')));
}

/** Tests need speed, not their data after a power cut; `DURABLE` is for measurements: what is committed is on the disk. */
const FAST = ['fsync=off', 'max_connections=40', 'shared_buffers=16MB'];
export const DURABLE = ['fsync=on', 'max_connections=40', 'shared_buffers=256MB', 'max_wal_size=4GB'];

/** Uses the server that `DATABASE_URL` names, else starts one; undefined where neither is possible. */
export async function openPostgres(settings: readonly string[] = FAST): Promise<PostgresServer | undefined> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) return serverAt(given, async () => undefined);
  const programs = postgresPrograms();
  return programs === undefined ? undefined : startPrivate(programs, settings);
}

/** PostgreSQL refuses to run as root: then the cluster belongs to `nobody`. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  );
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

async function startPrivate(programs: string, chosen: readonly string[]): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-pg-'));
  const who = await unprivileged();
  if (who.uid !== undefined && who.gid !== undefined) await chown(folder, who.uid, who.gid);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const options = { ...who, cwd: folder };
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    options,
  );
  const settings = ['listen_addresses=', ...chosen].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, ...settings], {
    ...options,
    stdio: 'ignore',
  });
  const url = `postgres://${USER}@/postgres?host=${encodeURIComponent(folder)}`;
  const stop = () => end(server, folder);
  try {
    await answering(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return serverAt(url, stop);
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    // Until it listens every attempt fails; the loop's end is the error.
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    if (up) return client.end();
    await pause(100);
  }
  throw new Error('the private PostgreSQL server did not start');
}

/** SIGINT is PostgreSQL's "fast shutdown": connections are cut, the data folder is left in order. */
async function end(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = once(server, 'exit');
    server.kill('SIGINT');
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
}

function serverAt(url: string, stop: () => Promise<void>): PostgresServer {
  const names: string[] = [];
  return {
    createDatabase: async () => {
      const name = `motcua_test_${process.pid}_${Date.now().toString(36)}_${names.length}`;
      await statement(url, `CREATE DATABASE ${name}`);
      names.push(name);
      return databaseUrl(url, name);
    },
    stop: async () => {
      try {
        for (const name of names) await statement(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      } finally {
        // Ctrl-C reaches the server too: a database that cannot be dropped any more goes with its folder.
        await stop();
      }
    },
  };
}

/** A socket's URL has no host, which `URL` cannot hold: the path is replaced as text. */
const databaseUrl = (url: string, name: string): string => url.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${name}`);

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
