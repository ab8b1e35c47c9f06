/** The reference portal, started whole: database, uploads, HTTP. `main.ts` runs it as a program; tests and demos embed it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../domain/ids.ts';
import { type PortalSummary, readSummary } from './admin.ts';
import { type BehaviourMode, createBehaviour } from './behaviour.ts';
import { canonicalAgency, type StationTokens, stationAuthority } from './caller.ts';
import { type Database, openDatabase } from './database.ts';
import { DEFAULT_LIMITS, type Limits } from './door.ts';
import { lockFolder } from './folder-lock.ts';
import { createHttp } from './http.ts';
import { migrate } from './migrate.ts';
import { callerOfSigned } from './signed-token.ts';
import { openUploads } from './uploads.ts';

const CLEAN_EVERY_MS = 3_600_000;

export type PortalOptions = {
  /** `127.0.0.1` unless given. Anything else belongs behind a TLS proxy. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** Uploads and, without `databaseUrl`, the embedded database. One process at a time. */
  readonly dataDir: string;
  /** `postgres://…`; without it PGlite under `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** A database that is open already, instead of the two above; `close` closes it. */
  readonly database?: Database;
  /** Bearer token → the station and its agency. */
  readonly stationTokens: StationTokens;
  readonly adminToken: string;
  /** What the portal calls itself to stations. */
  readonly name: string;
  /** `aud` of the stations' signed tokens, the same for ever: a token for a test system is none for the real one. The name unless given. */
  readonly audience?: string | undefined;
  readonly now?: () => Instant;
  /** How often a station and an address may ask. */
  readonly limits?: Partial<Limits> | undefined;
  /** Addresses of the proxies before this portal, whose `X-Forwarded-For` says who asks. */
  readonly proxies?: readonly string[];
  /** How long the behaviour 'slow' waits before it answers. */
  readonly slowMs?: number;
  readonly logLevel?: string;
};

export type Portal = {
  readonly url: string;
  readonly setBehaviour: (mode: BehaviourMode) => void;
  readonly summary: () => Promise<PortalSummary>;
  /** Ends open requests, then the database; harmless twice. What was answered is on disk before. */
  readonly close: () => Promise<void>;
};

/** Throws `MC-STO-05` when the data folder is in use, `MC-STO-02` when the database is of a newer portal. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  await mkdir(options.dataDir, { recursive: true });
  const lock = await lockFolder(options.dataDir);
  try {
    const portal = await openAndServe(options);
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= portal.close().finally(lock.release);
      return closing;
    };
    return { ...portal, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openAndServe(options: PortalOptions): Promise<Portal> {
  const folder = join(options.dataDir, 'database');
  const database = options.database ?? (await openDatabase({ databaseUrl: options.databaseUrl, folder }));
  try {
    await migrate(database);
    await enrolStations(database, options.stationTokens);
    return await serve(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function serve(database: Database, options: PortalOptions): Promise<Portal> {
  const now = options.now ?? Date.now;
  const behaviour = createBehaviour(options.slowMs ?? 20_000);
  const audience = options.audience ?? options.name;
  const callerOf = stationAuthority(options.stationTokens, (token) =>
    callerOfSigned({ database, audience, now }, token),
  );
  const uploads = await openUploads({ database, folder: options.dataDir, callerOf, now });
  const app = createHttp({
    ...options,
    database,
    uploads,
    behaviour,
    now,
    audience,
    callerOf,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    proxies: options.proxies ?? [],
    logLevel: options.logLevel ?? 'silent',
  });
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  const clean = () =>
    void uploads.removeExpired().catch((error: Error) => app.log.error({ stack: error.stack }, 'clean-up failed'));
  clean();
  const cleaning = setInterval(clean, CLEAN_EVERY_MS).unref();
  return {
    url,
    setBehaviour: behaviour.set,
    summary: () => readSummary(database),
    close: async () => {
      clearInterval(cleaning);
      behaviour.set('down');
      await app.close();
      await database.close();
    },
  };
}

async function enrolStations(database: Database, tokens: StationTokens): Promise<void> {
  for (const { station, agency } of Object.values(tokens)) {
    await database.query(
      'INSERT INTO stations (station, agency) VALUES ($1, $2) ON CONFLICT (station) DO UPDATE SET agency = excluded.agency',
      [station, canonicalAgency(agency)],
    );
  }
}
