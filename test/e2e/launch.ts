/** Starts the packaged program on a fresh data folder, under the display that scripts/e2e.ts made. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { WindowRole } from '../../domain/role.ts';
import { OUT, PACKAGED_APP } from '../../scripts/paths.ts';
import { descendantsOf, isRunning, stationOf } from './processes.ts';
import { until } from './until.ts';

export interface LaunchOptions {
  readonly windows: readonly WindowRole[];
  /** Names the log in out/e2e. */
  readonly name: string;
  /** An existing data folder, to start on again; it is then left alone by `stop`. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningProgram {
  readonly app: ElectronApplication;
  readonly pid: number;
  readonly dataDir: string;
  /** The page of a window, once the station has answered it. */
  readonly page: (role: WindowRole) => Promise<Page>;
  /** The station's process, once there is one. */
  readonly station: () => Promise<number>;
  /** Quits as a person does; returns the processes that were left over, which must be none. */
  readonly stop: () => Promise<readonly number[]>;
}

export const RESULTS = process.env['MOTCUA_E2E_OUT'] ?? join(OUT, 'e2e');

export async function launch({ windows, name, dataDir, env = {} }: LaunchOptions): Promise<RunningProgram> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'motcua-e2e-'));
  const app = await _electron.launch({
    executablePath: process.env['MOTCUA_E2E_APP'] ?? PACKAGED_APP,
    args: smallSharedMemory() ? ['--disable-dev-shm-usage'] : [],
    // Playwright would switch the sandbox off; an office has it on.
    chromiumSandbox: true,
    timeout: 60_000,
    env: {
      ...definedEnvironment(),
      MOTCUA_DATA: folder,
      MOTCUA_DEMO: '1',
      MOTCUA_WINDOWS: windows.join(','),
      MOTCUA_SOFTWARE_RENDERING: '1',
      ...env,
    },
  });
  const pid = app.process().pid;
  if (pid === undefined) throw new Error('the program has no process');
  keepLog(app, name);
  const stop = async (): Promise<readonly number[]> => {
    const all = [pid, ...descendantsOf(pid)];
    await app.close();
    const left = await until(
      () => all.filter(isRunning),
      (running) => running.length === 0,
      10_000,
    ).catch(() => all.filter(isRunning));
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    return left;
  };
  return {
    app,
    pid,
    dataDir: folder,
    stop,
    page: (role) => pageOf(app, role),
    station: () =>
      until(
        () => stationOf(pid),
        (found) => found !== undefined,
      ).then(Number),
  };
}

/** First start creates databases: a slow machine may take its time. */
const pageOf = async (app: ElectronApplication, role: WindowRole): Promise<Page> => {
  const isTheirs = (page: Page): boolean =>
    URL.canParse(page.url()) && new URL(page.url()).pathname.startsWith(`/${role}/`);
  const page = await until(
    () => app.windows().find(isTheirs),
    (found) => found !== undefined,
    90_000,
  );
  if (page === undefined) throw new Error(`no window for ${role}`);
  await page.waitForLoadState('load');
  return page;
};

function keepLog(app: ElectronApplication, name: string): void {
  mkdirSync(RESULTS, { recursive: true });
  const log = createWriteStream(join(RESULTS, `${name}.log`), { flags: 'a' });
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (chunk: Buffer) => log.write(chunk));
}

/** A container's /dev/shm is often 64 MB, too little for Chromium's pictures. */
function smallSharedMemory(): boolean {
  const { bsize, blocks } = statfsSync('/dev/shm');
  return bsize * blocks < 256 * 1024 * 1024;
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
