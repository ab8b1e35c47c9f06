/** A portal on a free port, and the few requests that its tests make. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../portal/server/caller.ts';
import type { Database } from '../../portal/server/database.ts';
import { type Portal, type PortalOptions, startPortal } from '../../portal/server/portal.ts';
import { COUNTER, ELSEWHERE, SECOND } from './samples.ts';

export const ADMIN_TOKEN = 'admin-token-for-tests';
export const tokenOf = (caller: Caller): string => `token-of-${caller.station}`;

export type RunningPortal = Portal & {
  readonly folder: string;
  readonly as: (caller: Caller, path: string, init?: RequestInit) => Promise<Response>;
  readonly post: (caller: Caller, path: string, body: unknown) => Promise<Response>;
  readonly admin: (path: string, body?: unknown) => Promise<Response>;
  readonly stop: () => Promise<void>;
};

/** Reset by the server between requests of one kept connection looks like a failure of the next: each test asks alone. */
const ALONE = { connection: 'close' };

export async function runPortal(database: Database, options: Partial<PortalOptions> = {}): Promise<RunningPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-portal-'));
  const stationTokens = Object.fromEntries([COUNTER, SECOND, ELSEWHERE].map((caller) => [tokenOf(caller), caller]));
  const portal = await startPortal({
    dataDir: folder,
    database,
    stationTokens,
    adminToken: ADMIN_TOKEN,
    name: `Cổng mẫu ${randomUUID()}`,
    ...options,
  });
  const send = (token: string, path: string, init: RequestInit = {}) =>
    fetch(`${portal.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...ALONE, authorization: `Bearer ${token}`, ...init.headers },
    });
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return {
    ...portal,
    folder,
    as: (caller, path, init) => send(tokenOf(caller), path, init),
    post: (caller, path, body) => send(tokenOf(caller), path, json(body)),
    admin: (path, body) => send(ADMIN_TOKEN, path, body === undefined ? {} : json(body)),
    stop: async () => {
      await portal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
