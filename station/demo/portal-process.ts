/**
 * The demo's province: the reference portal in a process of its own, so that its line can be cut and the station killed
 * without the other noticing more than in life. An address given from outside (a script's own portal) is used instead.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { LineMode } from '../../domain/bench.ts';

const READY_MS = 90_000;
const keptSchema = z.object({ adminToken: z.string(), stations: z.array(z.object({ token: z.string() })) });

export const demoPortalSchema = z.object({ url: z.url(), token: z.string(), adminToken: z.string() });
export type DemoPortal = z.infer<typeof demoPortalSchema>;

export interface PortalProcess extends DemoPortal {
  /** Its database opens in a second or two; nothing but a first start has to wait for it. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

interface Wish {
  readonly folder: string;
  readonly station: string;
  readonly agency: string;
  /** How far the demo's clock stands from this machine's, ms. */
  readonly clockShift: number;
}

const ENTRY = join(import.meta.dirname, '..', '..', 'portal', 'server', 'main.ts');

export async function startPortalProcess(wish: Wish): Promise<PortalProcess> {
  mkdirSync(wish.folder, { recursive: true });
  const port = await freePort();
  const { file, token, adminToken } = writeConfig(wish, port);
  // Its standard input is our end of a pipe: should this process die, the portal sees it close and ends by itself.
  const child = spawn(process.execPath, [ENTRY, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  giveWay(child);
  const ready = untilReady(child);
  // Whoever needs it waits for it; a portal that never comes up is a line that is down, as in life.
  ready.catch(() => undefined);
  return { url: `http://127.0.0.1:${port}`, token, adminToken, ready, stop: () => stop(child) };
}

/** On a PC of its own it would take nothing from the station; here it yields to it. Never upwards, which an ordinary user may not. */
function giveWay({ pid }: ChildProcess): void {
  if (pid !== undefined) setPriority(pid, Math.max(getPriority(pid), constants.priority.PRIORITY_BELOW_NORMAL));
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function writeConfig({ folder, station, agency, clockShift }: Wish, port: number) {
  const file = join(folder, 'portal.json');
  const kept = keptSchema.safeParse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
  const token = (kept.success ? kept.data.stations[0]?.token : undefined) ?? randomBytes(24).toString('base64url');
  const adminToken = kept.success ? kept.data.adminToken : randomBytes(24).toString('base64url');
  const stations = [{ token, station, agency }];
  const config = {
    name: 'Cổng mẫu của tỉnh',
    port,
    dataDir: join(folder, 'data'),
    adminToken,
    stations,
    clockShift,
    endWithStdin: true,
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return { file, token, adminToken };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the demo portal did not become ready')), READY_MS);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the demo portal ended with ${code}`)));
    if (!child.stdout) return reject(new Error('the demo portal has no output'));
    createInterface({ input: child.stdout }).once('line', () => {
      clearTimeout(late);
      resolve();
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill('SIGKILL'), 4_000);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    child.stdin?.end();
    child.kill('SIGTERM');
  });
}

const MODES = { up: 'up', slow: 'slow', down: 'down' } as const satisfies Record<LineMode, string>;

/** Asks the portal's admin side to behave so. */
export async function setPortalMode({ url, adminToken }: DemoPortal, mode: LineMode): Promise<void> {
  const answer = await fetch(`${url}/v1/admin/behaviour`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ mode: MODES[mode] }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`the demo portal refused: ${answer.status}`);
}
