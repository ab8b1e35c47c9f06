/**
 * `npm start`: the demo commune in its windows, with everything it needs fetched first. Where there is no display it
 * makes a virtual one and prints the four addresses for a browser. Ctrl-C, or closing the windows, ends all of it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { windowRoleSchema } from '../domain/role.ts';
import { build } from './build.ts';
import { ensureDevelopmentElectron, ensureElectron } from './electron-runtime.ts';
import { untilEnded } from './ended-together.ts';
import { TREE } from './paths.ts';
import { ensureSystemPackages, SystemPackagesMissing } from './system-packages.ts';
import { hasDisplay, startVirtualDisplay, type VirtualDisplay } from './virtual-display.ts';

/** How long the windows and the station may take to leave in good order. */
const STOP_LIMIT_MS = 10_000;

const linksSchema = z.object({ motcua: z.literal('links'), links: z.record(windowRoleSchema, z.url()) });

async function start(): Promise<number> {
  const [electron] = await Promise.all([
    ensureElectron().then(ensureDevelopmentElectron),
    build(),
    ensureSystemPackages('run'),
  ]);
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  try {
    return await untilEnded(launch(electron, display), STOP_LIMIT_MS);
  } finally {
    await display?.stop();
  }
}

function launch(electron: string, display: VirtualDisplay | undefined): ChildProcess {
  const shell = spawn(electron, sandboxArguments(), {
    // Its own group, so that Ctrl-C reaches this script alone and the windows close in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...display?.env,
      ...(display ? { MOTCUA_PRINT_LINKS: '1', MOTCUA_SOFTWARE_RENDERING: '1' } : {}),
      MOTCUA_TREE: TREE,
      MOTCUA_NODE: process.execPath,
      MOTCUA_DEMO: '1',
    },
  });
  eachLine(shell.stdout, showLinks);
  eachLine(shell.stderr, (line) => isNoise(line) || console.error(line));
  if (display) console.error('motcua: no display here: the windows are drawn on a virtual one.');
  return shell;
}

/** Chromium refuses to run as root with its sandbox; a demo for a developer may, an installed program never does. */
function sandboxArguments(): string[] {
  if (process.getuid?.() !== 0) return [];
  console.error('motcua: you are root, so Chromium runs without its sandbox; start as an ordinary user to have it.');
  return ['--no-sandbox'];
}

/** Chromium's complaints about a system bus that a server does not have. */
const isNoise = (line: string): boolean => /dbus|\bbus\.cc|viz_main_impl|gpu_memory_buffer/i.test(line);

function eachLine(stream: Readable | null, act: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', act);
}

function showLinks(line: string): void {
  if (!line.startsWith('{"motcua":"links"')) return void console.log(line);
  const { links } = linksSchema.parse(JSON.parse(line));
  console.log('\nMột cửa is running with sample data. Open in a browser on this machine (each address opens once):\n');
  for (const role of windowRoleSchema.options) console.log(`  ${role.padEnd(8)} ${links[role]}`);
  console.log('\nCtrl-C ends everything.\n');
}

// Whoever read our words may stop reading (`| head`, a closed terminal); the windows do not end for that.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof SystemPackagesMissing ? error.message : error);
  process.exitCode = 1;
}
