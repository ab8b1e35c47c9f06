/**
 * The shell: opens this machine's windows, keeps them where they belong and keeps the station running. It holds no data
 * and no rule of the office; Electron 33 is the oldest it must run on.
 */
import { join } from 'node:path';
import { app, dialog, Menu, powerSaveBlocker, safeStorage } from 'electron';
import { MotcuaError } from '../domain/errors.ts';
import type { ShellConfig } from '../domain/shell-config.ts';
import type { StationReady } from '../domain/shell-protocol.ts';
import { STATION_ENVIRONMENT, STATION_NODE_FLAGS } from '../domain/station-runtime.ts';
import { STATION_BACK_OFF } from './backoff.ts';
import { loadShellConfig } from './config.ts';
import { dataFolder, findLayout } from './layout.ts';
import { tellLinks } from './links.ts';
import { isPublic } from './lockdown.ts';
import { prepareForMishaps } from './mishaps.ts';
import { createMonitorTeller } from './monitor-teller.ts';
import { declarePages } from './pages.ts';
import { PinAttempts } from './pin-attempts.ts';
import { isAlive, tellMonitors } from './station-client.ts';
import { stationSecret } from './station-secret.ts';
import { StationSupervisor } from './station-supervisor.ts';
import { TechnicianDoor } from './technician.ts';
import { Windows } from './windows.ts';

const demo = process.env['MOTCUA_DEMO'] === '1';
const data = dataFolder(process.env, process.platform, demo);

/** Linux has systemd's credential or a file of the owner's; a demo's people are made up. */
const KEYS_FROM_SHELL = process.platform === 'win32' && !demo;

app.setPath('userData', join(data, 'shell'));
if (process.env['MOTCUA_SOFTWARE_RENDERING'] === '1') app.disableHardwareAcceleration();

prepareForMishaps();
declarePages();

// Two shells on one data folder would fight for the devices; the second one shows the first and goes.
if (app.requestSingleInstanceLock()) start();
else app.exit(0);

function start(): void {
  const config = readConfig();
  if (config instanceof MotcuaError) {
    void app.whenReady().then(() => refuseToStart(config));
    return;
  }
  let onStation: () => void = () => undefined;
  const supervisor = createSupervisor(() => onStation());
  // The station takes longer than Electron to be ready, so it goes first; but Windows opens its secret only then.
  if (!KEYS_FROM_SHELL) supervisor.start();
  stopStationBeforeQuitting(supervisor);
  void app.whenReady().then(() => {
    if (KEYS_FROM_SHELL && !startWithSecret(supervisor)) return;
    onStation = openWindows(config, supervisor);
    onStation();
  });
}

/** False when Windows does not give the secret: then the program ends, and no other key is made. */
function startWithSecret(supervisor: StationSupervisor): boolean {
  try {
    supervisor.start(stationSecret(join(data, 'shell', 'station.secret'), safeStorage));
    return true;
  } catch (error) {
    if (!(error instanceof MotcuaError)) throw error;
    refuseToStart(error);
    return false;
  }
}

/** Opens what the configuration asks for; returns what to call whenever the station's state changes. */
function openWindows(config: ShellConfig, supervisor: StationSupervisor): () => void {
  Menu.setApplicationMenu(null);
  if (config.windows.some(({ role }) => isPublic(role))) powerSaveBlocker.start('prevent-display-sleep');
  let quitting = false;
  const windows: Windows = new Windows({
    station: () => supervisor.state,
    askTechnician: (window) => door.open(window),
    isQuitting: () => quitting,
    onChange: () => tellMonitorsNow(),
  });
  const tellMonitorsNow = createMonitorTeller({
    station: () => readyStation(supervisor),
    monitors: () => windows.monitors(),
    send: tellMonitors,
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
  for (const window of config.windows) windows.open(window);
  windows.focusFirst();
  const tellLinksOnce = linkTeller();
  return () => {
    windows.onStation(supervisor.state);
    tellMonitorsNow();
    tellLinksOnce(readyStation(supervisor));
  };
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
    args: [...STATION_NODE_FLAGS, layout.station],
    cwd: layout.program,
    env: {
      ...process.env,
      ...STATION_ENVIRONMENT,
      MOTCUA_DATA: data,
      MOTCUA_RENDERER: layout.renderer,
      MOTCUA_ASSETS: layout.assets,
      // Compiled code is kept, so that the next start of the station is quicker.
      NODE_COMPILE_CACHE: join(data, 'cache', 'node'),
      ...(KEYS_FROM_SHELL && { MOTCUA_KEY_FROM: 'shell' }),
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

function readConfig(): ShellConfig | MotcuaError {
  try {
    return loadShellConfig({ dataFolder: data, argv: process.argv, env: process.env, demo });
  } catch (error) {
    if (error instanceof MotcuaError) return error;
    throw error;
  }
}

function refuseToStart(error: MotcuaError): void {
  console.error(`${error.message} (${data})`);
  dialog.showErrorBox('Một cửa', `${error.sentence.vi}\n\n${error.sentence.en}\n\n${error.code}`);
  app.exit(1);
}
