/** A station as its own process, as the shell starts it, and one window's session with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WindowRole } from '../../domain/role.ts';
import { shellLinkResponseSchema, stationReadySchema } from '../../domain/shell-protocol.ts';
import { STATION_ENVIRONMENT, STATION_NODE_FLAGS } from '../../domain/station-runtime.ts';
import { TREE } from '../paths.ts';
import { keyFileOf } from './office.ts';

export interface StationProcess {
  readonly origin: string;
  readonly pid: number;
  /** From the start of the process to its ready line. */
  readonly startedInMs: number;
  /** The cookie of a new session of that window. */
  cookie(window: WindowRole): Promise<string>;
  stop(): Promise<void>;
}

export async function startStationProcess(folder: string): Promise<StationProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [...STATION_NODE_FLAGS, join(TREE, 'station', 'main.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...STATION_ENVIRONMENT,
      MOTCUA_DATA: folder,
      MOTCUA_KEY_FILE: keyFileOf(folder),
      MOTCUA_RENDERER: join(folder, 'pages'),
      MOTCUA_LOG: 'warn',
      // As the shell does it (electron/main.ts): types are taken off and code is compiled once for each version.
      NODE_COMPILE_CACHE: join(folder, 'cache', 'node'),
    },
  });
  const ready = stationReadySchema.parse(JSON.parse(await firstLine(child)));
  const startedInMs = performance.now() - started;
  return {
    origin: ready.origin,
    pid: ready.pid,
    startedInMs,
    cookie: (window) => openWindow(ready.origin, ready.shellKey, window),
    stop: () => stopped(child),
  };
}

/** The child's first line; rejects when it ends without one. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`a process of the measurement ended with ${code}`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
}

/** Closing its input ends it, as when its starter is gone. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await gone;
}

async function openWindow(origin: string, shellKey: string, window: WindowRole): Promise<string> {
  const headers = { authorization: `Bearer ${shellKey}`, 'content-type': 'application/json' };
  const link = await fetch(`${origin}/shell/link`, { method: 'POST', headers, body: JSON.stringify({ role: window }) });
  const { url } = shellLinkResponseSchema.parse(await link.json());
  const opened = await fetch(url, { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`no session for ${window}: ${opened.status}`);
  return cookie;
}
