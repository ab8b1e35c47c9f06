/** A screen where there is none: Xvfb on a free number, closed to everybody but its owner by a cookie. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { capture, run } from './run.ts';

export interface VirtualDisplay {
  /** DISPLAY and XAUTHORITY for whoever draws on it. */
  readonly env: Readonly<Record<'DISPLAY' | 'XAUTHORITY', string>>;
  readonly stop: () => Promise<void>;
}

/** Room for a counter, an upright kiosk and a hall display at their real size. */
const SCREEN = '3840x2160x24';
const START_LIMIT_MS = 20_000;

export const hasDisplay = (env: NodeJS.ProcessEnv = process.env): boolean =>
  process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);

/** `prefix` goes in front of the commands, to run them as another user (see unprivileged.ts). */
export async function startVirtualDisplay(prefix: readonly string[] = []): Promise<VirtualDisplay> {
  const folder = (await capture(...prefixed(prefix, 'mktemp', '-d', join(tmpdir(), 'motcua-display-XXXXXX')))).trim();
  const cookie = randomBytes(16).toString('hex');
  // The server does not look at the number beside its cookie; clients do, and learn it only afterwards.
  await addCookie(prefix, join(folder, 'server'), ':0', cookie);
  const xvfb = ['Xvfb', '-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', join(folder, 'server')];
  const server = spawn(...prefixed(prefix, ...xvfb), {
    // Its own group: Ctrl-C goes to the script, which takes the display away last.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const last = (): void => void server.kill('SIGKILL');
  process.once('exit', last);
  const stop = async (): Promise<void> => {
    process.off('exit', last);
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const display = `:${await displayNumber(server)}`;
    await addCookie(prefix, join(folder, 'client'), display, cookie);
    return { env: { DISPLAY: display, XAUTHORITY: join(folder, 'client') }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const addCookie = (prefix: readonly string[], file: string, display: string, cookie: string): Promise<void> =>
  run(...prefixed(prefix, 'xauth', '-q', '-f', file, 'add', display, '.', cookie), { stdio: 'ignore' });

function prefixed(prefix: readonly string[], ...words: readonly string[]): [string, string[]] {
  const [command = '', ...args] = [...prefix, ...words];
  return [command, args];
}

function displayNumber(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('Xvfb did not start in time')), START_LIMIT_MS);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    const written = server.stdio[3] as Readable;
    written.once('data', (chunk: Buffer) => {
      clearTimeout(limit);
      resolve(Number.parseInt(chunk.toString(), 10));
    });
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  await exit;
}
