/**
 * The shell: opens this machine's windows, keeps them where they belong and keeps the station running. It holds no data
 * and no rule of the office; Electron 33 is the oldest it must run on.
 */
import { join } from 'node:path';
import { app, dialog, Menu, powerSaveBlocker } from 'electron';
import { MotcuaError } from '../domain/errors.ts';
import type { ShellConfig } from '../domain/shell-config.ts';
import type { StationReady } from '../domain/shell-protocol.ts';
import { STATION_BACK_OFF } from './backoff.ts';
import { loadShellConfig } from './config.ts';
import { dataFolder, findLayout } from './layout.ts';
import { tellLinks } from './links.ts';
import { isPublic } from './lockdown.ts';
import { declarePages } from './pages.ts';
import { PinAttempts } from './pin-attempts.ts';
import { isAlive } from './station-client.ts';
import { StationSupervisor } from './station-supervisor.ts';
import { TechnicianDoor } from './technician.ts';
import { Windows } from './windows.ts';

const demo = process.env['MOTCUA_DEMO'] === '1';
const data = dataFolder(process.env, process.platform, demo);

app.setPath('userData', join(data, 'shell'));
if (process.env['MOTCUA_SOFTWARE_RENDERING'] === '1') app.disableHardwareAcceleration();

declarePages();

// Two shells on one data folder would fight for the devices; the second one shows the first and goes.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.exit(0);

function start(): void {
  const config = readConfig();
  if (config === undefined) return;
  Menu.setApplicationMenu(null);
  if (config.windows.some(({ role }) => isPublic(role))) powerSaveBlocker.start('prevent-display-sleep');
  compose(config);
}

function compose(config: ShellConfig): void {
  let quitting = false;
  const tellLinksOnce = linkTeller();
  const supervisor = createSupervisor(() => {
    windows.onStation(supervisor.state);
    tellLinksOnce(readyStation(supervisor));
  });
  const windows: Windows = new Windows({
    station: () => supervisor.state,
    askTechnician: (window) => door.open(window),
    isQuitting: () => quitting,
  });
  const door: TechnicianDoor = new TechnicianDoor({
    attempts: new PinAttempts(() => performance.now()),
    station: () => readyStation(supervisor),
    findWindow: (contentsId) => windows.find(contentsId),
    onAccepted: ({ browser }) => {
      windows.open({ role: 'setup', monitor: 0, mode: 'window' });
      browser.destroy();
    },
  });
  app.on('second-instance', () => windows.focusFirst());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => {
    quitting = true;
  });
  stopStationBeforeQuitting(supervisor);
  supervisor.start();
  for (const window of config.windows) windows.open(window);
}

function createSupervisor(onChange: () => void): StationSupervisor {
  const layout = findLayout({
    shell: __dirname,
    resources: process.resourcesPath,
    platform: process.platform,
    env: process.env,
  });
  return new StationSupervisor({
    command: layout.node,
    args: [layout.station],
    cwd: layout.program,
    env: {
      ...process.env,
      MOTCUA_DATA: data,
      MOTCUA_RENDERER: layout.renderer,
      MOTCUA_ASSETS: layout.assets,
      // Compiled code is kept, so that the next start of the station is quicker.
      NODE_COMPILE_CACHE: join(data, 'cache', 'node'),
    },
    backOff: STATION_BACK_OFF,
    startLimitMs: 90_000,
    stableAfterMs: 10_000,
    pulseMs: 5_000,
    missedLimit: 4,
    stopLimitMs: 6_000,
    isAlive: (origin) => isAlive(origin),
    onChange,
  });
}

/** With MOTCUA_PRINT_LINKS=1: once for each address that the station has had. */
function linkTeller(): (ready: StationReady | undefined) => void {
  let told: string | undefined;
  return (ready) => {
    if (process.env['MOTCUA_PRINT_LINKS'] !== '1' || ready === undefined || ready.origin === told) return;
    told = ready.origin;
    tellLinks(ready).catch((error: unknown) => console.error(`links: ${String(error)}`));
  };
}

function readyStation({ state }: StationSupervisor): StationReady | undefined {
  return state.kind === 'running' ? state.ready : undefined;
}

/** Electron does not wait for promises on its way out, so the first quit is held until the station has ended. */
function stopStationBeforeQuitting(supervisor: StationSupervisor): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void supervisor.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });
}

function readConfig(): ShellConfig | undefined {
  try {
    return loadShellConfig({ dataFolder: data, argv: process.argv, env: process.env, demo });
  } catch (error) {
    if (!(error instanceof MotcuaError)) throw error;
    console.error(`${error.message} (${data})`);
    dialog.showErrorBox('Một cửa', `${error.sentence.vi}\n\n${error.sentence.en}\n\n${error.code}`);
    app.exit(1);
    return undefined;
  }
}
