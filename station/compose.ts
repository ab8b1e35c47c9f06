/** The composition root: opens every part once, wires them, and closes them in the opposite order. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { DeviceHub } from '../devices/contract.ts';
import { sweepLeftovers } from '../devices/document-scanner/leftovers.ts';
import { createPagePipeline } from '../devices/document-scanner/pages/pipeline.ts';
import { createDeviceHub } from '../devices/registry.ts';
import type { ScanTarget } from '../domain/device.ts';
import { MotcuaError } from '../domain/errors.ts';
import { type StationConfig, stationConfigSchema } from '../domain/station-config.ts';
import { createPaperProcess } from '../forms/paper-process.ts';
import { warmForms } from '../forms/warm.ts';
import { ownFolder } from '../offline-store/backup/target.ts';
import { isScanFloor } from '../offline-store/blob-upkeep.ts';
import { createBlobStore } from '../offline-store/blobs.ts';
import { endedUncleanly, isSmall, markSuspect } from '../offline-store/damage.ts';
import { type DataLock, lockData } from '../offline-store/data-lock.ts';
import { createHealingBlobs } from '../offline-store/healing.ts';
import { createMending } from '../offline-store/mending.ts';
import { SCANS } from '../offline-store/page-files.ts';
import { createSealer } from '../offline-store/protection/sealing.ts';
import { openStationKeys } from '../offline-store/protection/station-keys.ts';
import { newKey, removeAddress, writeAddress } from './address.ts';
import { createCatalogue, loadCalendar, takeProgramCatalogue } from './catalogue.ts';
import { createClock } from './clock.ts';
import { DEMO_DEVICES, demoConfig } from './demo/commune.ts';
import { type Demo, startDemo } from './demo/demo.ts';
import { seedDemo } from './demo/seed.ts';
import { devicesFile } from './devices-file.ts';
import type { Environment } from './environment.ts';
import { createEventBus } from './events.ts';
import { openIdentity } from './identity/identity.ts';
import { openLine } from './line.ts';
import { openLog } from './logging.ts';
import { createOfficeSettings } from './office-settings.ts';
import { createScreens } from './screens.ts';
import { showPresentCalls } from './services/boards.ts';
import { createCatalogueKeeper } from './services/catalogue-keeper.ts';
import { createDeviceList } from './services/device-list.ts';
import { createFileKeeper } from './services/file-keeper.ts';
import { createKeyboardReaders } from './services/keyboard-readers.ts';
import { databaseOf, openStoreOrRecover } from './services/office-store.ts';
import { createPrintService } from './services/print-service.ts';
import { createPrintables } from './services/printables.ts';
import { routeScan } from './services/scan-router.ts';
import { createScanSessions } from './services/scan-sessions.ts';
import { SEALED_WORKER } from './services/sealed-pages.ts';
import { createSettingsKeeper } from './services/settings-keeper.ts';
import { createShift } from './services/shift.ts';
import { createStoreKeeper } from './services/store-keeper.ts';
import { createViewings } from './services/viewings.ts';
import { openSessions } from './sessions.ts';
import type { Station } from './station.ts';
import { VERSION } from './version.ts';
import { createWebServer } from './web/server.ts';

/** How often a quiet line asks for others' changes. */
const IDLE_POLL_MS = { demo: 2_000, office: 5_000 } as const;

/** The windows open first: drawing holds the station up for a moment, and nobody prints in the first seconds. */
const WARM_AFTER_MS = 4_000;

export interface RunningStation {
  readonly origin: string;
  readonly shellKey: string;
  /** Resolves when the store proves damaged: the next start recovers it. */
  readonly damaged: Promise<void>;
  stop(): Promise<void>;
}

/** MC-STO-05 when another station, or a restore, works on the data folder. */
export async function startStation(env: Environment): Promise<RunningStation> {
  mkdirSync(env.dataFolder, { recursive: true, mode: 0o700 });
  const lock = await lockData(env.dataFolder, 'station');
  try {
    return await compose(env, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function compose(env: Environment, lock: DataLock): Promise<RunningStation> {
  const log = openLog(env.dataFolder, env.logLevel);
  const calendarFile = loadCalendar(env.assetsDir);
  const demo = env.demo ? await startDemo(env, calendarFile) : undefined;
  const clock = createClock(demo?.clockStart);
  const { ring: keys } = openStationKeys({ ...env.keySources, dataFolder: env.dataFolder, now: clock.now });
  const written = readStationConfig(env, demo);
  const identity = openIdentity({
    config: written,
    dataFolder: env.dataFolder,
    sealing: createSealer(keys),
    fixedPortal: env.demo,
  });
  // The name that it was paired as counts: a PC whose place was taken goes on under another one.
  const config: StationConfig = { ...written, station: identity.station() };
  const database = databaseOf(env.dataFolder);
  const damaged = Promise.withResolvers<void>();
  const onDamage = (): void => {
    log.error({ code: 'MC-STO-08' }, 'the store is damaged: this program should start again');
    markSuspect(database);
    damaged.resolve();
  };
  const start = { unclean: endedUncleanly(database), looked: isSmall(database) };
  const store = await openStoreOrRecover({
    dataFolder: env.dataFolder,
    config,
    keys,
    now: clock.now,
    onDamage,
    onRecovering: env.onRecovering ?? (() => undefined),
    log,
  });
  takeProgramCatalogue(store.catalogue, env.assetsDir, clock.now());
  const catalogue = createCatalogue(store.catalogue, clock.corrected);
  const officeSettings = createOfficeSettings({ settings: store.effectiveSettings, base: calendarFile, config });
  const { calendar } = officeSettings;
  const { backup, agency } = config;
  const copies = backup && ownFolder({ folder: backup.folder, agency, station: config.station });
  const mending = createMending({ store, station: config.station, now: clock.now, log });
  const blobs = createHealingBlobs(createBlobStore(join(env.dataFolder, 'blobs'), keys), {
    keys,
    place: () => copies,
    onHealed: (sha256) => mending.mended(sha256, 'backup'),
    onLost: mending.lost,
  });
  await blobs.clean();
  const fileKeeper = createFileKeeper({
    dataFolder: env.dataFolder,
    blobDir: join(env.dataFolder, 'blobs'),
    store,
    blobs,
    keys,
    mending,
    now: Date.now,
    log,
  });
  const bus = createEventBus();
  const catalogueKeeper = createCatalogueKeeper({ store, catalogue, clock, bus });
  const settingsKeeper = createSettingsKeeper({ store, officeSettings, clock, bus });
  mkdirSync(join(env.dataFolder, 'tmp'), { recursive: true, mode: 0o700 });
  const screens = createScreens(env.dataFolder);
  // The technician's file wins; a demo without one has the virtual devices.
  const deviceFile = devicesFile(join(env.dataFolder, 'devices.json'));
  const hub = createDeviceHub({
    configs: deviceFile.read(env.demo ? DEMO_DEVICES : []),
    now: clock.now,
    tmpDir: join(env.dataFolder, 'tmp'),
    memoryFile: join(env.dataFolder, 'devices-state.json'),
    samplePagesDir: join(env.assetsDir, 'images', 'sample-pages'),
    screens: screens.seen,
    log,
  });
  const papers = createPaperProcess({ assetsDir: env.assetsDir });
  const shift = createShift({ store, clock, config });
  const viewings = createViewings({ store, clock, log });
  const printables = createPrintables({
    store,
    catalogue,
    calendar,
    config,
    shift,
    hub,
    clock,
    isDemo: env.demo,
    papers,
  });
  const prints = createPrintService({
    store,
    hub,
    bus,
    printables,
    now: clock.now,
    steady: () => performance.now(),
    onError: (error, job) => log.error({ job, error: kindOf(error) }, 'print failed'),
  });
  const pipeline = createPagePipeline({ log, workerFile: SEALED_WORKER });
  const scanSessions = await createScanSessions({
    dir: join(env.dataFolder, SCANS),
    tmpDir: join(env.dataFolder, 'tmp'),
    hub,
    store,
    blobs,
    keys,
    bus,
    pipeline,
    catalogue,
    config,
    now: clock.now,
    onError: (error) => log.error({ error: kindOf(error) }, 'scan failed'),
  });
  // By the PC's own clock, which also dates files; never by a demo's.
  void sweepLeftovers(join(env.dataFolder, 'tmp'), Date.now(), log);
  if (demo)
    await seedDemo({
      store,
      blobs,
      calendar,
      catalogue,
      clock,
      config,
      shift,
      assets: env.assetsDir,
      portalReady: demo.portalReady,
    });
  const line = openLine({
    config,
    identity,
    store,
    blobs,
    clock,
    calendar,
    bus,
    log,
    mending,
    hasRoom: () => !isScanFloor(env.dataFolder),
    onAnnounced: (what) => {
      if (what.catalogue) catalogueKeeper.changed();
      if (what.settings) settingsKeeper.changed();
    },
    pollMs: env.demo ? IDLE_POLL_MS.demo : IDLE_POLL_MS.office,
  });
  const keyboardReaders = createKeyboardReaders({
    hub,
    settings: store.settings,
    now: clock.now,
    onScan: (scan) => routeScan({ store, catalogue, calendar, clock, config, bus, log }, scan),
    onRefused: (target, code) => bus.emit({ type: 'scan-refused', at: clock.now(), code, target }),
  });
  const storeKeeper = createStoreKeeper({
    dataFolder: env.dataFolder,
    config,
    store,
    keys,
    version: VERSION,
    now: clock.now,
    onDamage,
    start,
    log,
  });
  const station: Station = {
    config,
    version: VERSION,
    startedAt: clock.now(),
    dataFolder: env.dataFolder,
    demo: demo?.controls,
    clock,
    calendar,
    catalogue,
    catalogueKeeper,
    officeSettings,
    settingsKeeper,
    store,
    blobs,
    bus,
    hub,
    screens,
    keyboardReaders,
    deviceList: createDeviceList({ hub, file: deviceFile, bus, audit: store.audit, now: clock.now }),
    shift,
    viewings,
    identity,
    line,
    printables,
    prints,
    scanSessions,
    storeKeeper,
    fileKeeper,
    log,
  };
  startDevices(station);
  demo?.portalReady.then(line.kick, (error: unknown) => log.error({ error: kindOf(error) }, 'demo portal'));
  const shellKey = env.shellKey ?? randomBytes(24).toString('base64url');
  const technicianKey = newKey();
  const app = await createWebServer({
    station,
    technicianKey,
    sessions: openSessions(join(env.dataFolder, 'sessions.json')),
    shellKey,
    rendererDir: env.rendererDir,
    assetsDir: env.assetsDir,
  });
  const origin = await listen(app, env.port);
  writeAddress(env.dataFolder, { origin, key: technicianKey, pid: process.pid });
  const warming = setTimeout(
    () => void warmForms(papers).catch((error: unknown) => log.warn({ error: kindOf(error) }, 'fonts not warmed')),
    WARM_AFTER_MS,
  );
  log.info({ version: VERSION }, 'station started');
  const stop = async () => {
    removeAddress(env.dataFolder, process.pid);
    clearTimeout(warming);
    await app.close();
    viewings.stop();
    catalogueKeeper.stop();
    await Promise.allSettled([line.stop(), prints.stop(), scanSessions.close(), storeKeeper.stop(), fileKeeper.stop()]);
    await pipeline.close();
    await papers.close();
    await hub.close();
    store.close();
    await lock.release();
    await demo?.controls.close();
    log.info('station stopped');
  };
  return { origin, shellKey, damaged: damaged.promise, stop };
}

/** Scans, states and refused reads go where they belong; a printer that is ready again gets its waiting jobs. */
function startDevices(station: Station): void {
  const { hub, bus, clock, prints } = station;
  hub.start({
    onScan: (scan) => routeScan(station, scan),
    onScanRefused: (deviceId, code) =>
      bus.emit({ type: 'scan-refused', at: clock.now(), code, target: targetOf(hub, deviceId) }),
    onChange: (device) => {
      bus.emit({ type: 'device', at: clock.now(), device });
      const isPrinter = device.kind === 'receipt-printer' || device.kind === 'page-printer';
      if (isPrinter && (device.state === 'ready' || device.state === 'unknown')) prints.kick(device.id);
      if (device.kind === 'queue-board' && device.state === 'ready') showPresentCalls(station, hub);
    },
    onPlug: (arrived) => bus.emit({ type: 'plugged', at: clock.now(), arrived }),
  });
}

/** Whose reader it is; undefined for anything that is not a reader. */
function targetOf(hub: DeviceHub, id: string): ScanTarget | undefined {
  const device = hub.configs().find((one) => one.id === id);
  return device?.kind === 'barcode-scanner' ? device.target : undefined;
}

function readStationConfig(env: Environment, demo: Demo | undefined): StationConfig {
  const file = join(env.dataFolder, 'station.json');
  if (!existsSync(file) && demo) return demoConfig({ url: demo.portal.url, token: demo.portal.token });
  const read = stationConfigSchema.safeParse(readJson(file));
  if (!read.success) throw new MotcuaError('MC-CFG-01', { file });
  return demo ? { ...read.data, portal: { url: demo.portal.url, token: demo.portal.token } } : read.data;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // the schema then says that the file is unusable
  }
}

/** 127.0.0.1 only: other PCs come with their own issue and their own protection. */
async function listen(app: FastifyInstance, port: number): Promise<string> {
  return app.listen({ host: '127.0.0.1', port });
}

const kindOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown';
