/**
 * The device hub: opens what the technician configured, watches it gently, and hands out drivers that keep the list right.
 * Which devices there are can change while it runs; those that the change leaves alone notice nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceIdentity } from '../domain/device.ts';
import type { DeviceCandidate } from '../domain/device-candidate.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { type BenchDevice, createBench } from './bench.ts';
import { usesPort } from './configured-as.ts';
import type { DeviceHub, DeviceHubEvents } from './contract.ts';
import { detectCandidates, pluggedIn, type Surroundings } from './detect.ts';
import { createDeviceMemory } from './device-memory.ts';
import { createRounds } from './device-rounds.ts';
import { createDeviceWatch, type DeviceWatch } from './device-watch.ts';
import { createWork } from './device-work.ts';
import { type DeviceLog, reasonOf } from './log.ts';
import { openDevice } from './open-device.ts';
import type { DeviceSurroundings, Driver, OpenDevice } from './opened.ts';
import type { Ports, SeenPort } from './ports/contract.ts';
import { createPorts } from './ports/ports.ts';
import { createSerially, shared } from './serially.ts';
import { suggestAll } from './suggest.ts';
import { unsupported } from './unsupported.ts';
import type { VirtualBench } from './virtual-bench.ts';

export interface DeviceHubOptions extends Omit<Surroundings, 'ports'> {
  readonly configs: readonly DeviceConfig[];
  readonly now: () => number;
  /** For pages on their way; must exist and be private to this program. */
  readonly tmpDir: string;
  readonly samplePagesDir?: string | undefined;
  readonly log: DeviceLog;
  /** Where counters and last tests survive a restart; without it they are kept in memory only. */
  readonly memoryFile?: string | undefined;
  /** Closed with the hub; its own when left out. */
  readonly ports?: Ports | undefined;
}

/** A driver that does not let go is left behind: its line is its own, the station's work is not held up. */
const CLOSE_MS = 5000;

export function createDeviceHub(options: DeviceHubOptions): DeviceHub {
  const { now, log, tmpDir, samplePagesDir, ports = createPorts({ log }) } = options;
  const around: DeviceSurroundings = { now, tmpDir, samplePagesDir, log, ports };
  const memory = createDeviceMemory(options.memoryFile, log);
  const changes = createSerially();
  let events: DeviceHubEvents | undefined;
  let closed = false;
  let stopPlug: () => void = () => undefined;
  let lastPlugged: readonly SeenPort[] = [];

  const work = createWork((watch) => (closed ? Promise.resolve() : rounds.ask(watch)));
  const rounds = createRounds(log, work.isAtWork);

  const watchOf = (config: DeviceConfig): DeviceWatch =>
    createDeviceWatch({
      config,
      device: openedOrNot(config, around),
      memory,
      now,
      onChange: (view) => closed || events?.onChange(view),
    });
  let watches: readonly DeviceWatch[] = options.configs.map(watchOf);
  let bench = benchOf();

  const find = (kind: Driver['kind'], id: string | undefined): DeviceWatch | undefined =>
    watches.find((one) => one.device.opened.kind === kind && (id === undefined || one.config.id === id));

  function benchOf(): VirtualBench | undefined {
    const twins = watches.flatMap(({ config, device }): readonly BenchDevice[] =>
      device.virtual ? [{ id: config.id, virtual: device.virtual }] : [],
    );
    return createBench(twins, (deviceId) => {
      const watch = watches.find((one) => one.config.id === deviceId);
      if (watch && events && !closed) void rounds.ask(watch);
    });
  }

  function begin(watch: DeviceWatch, to: DeviceHubEvents): void {
    const { opened } = watch.device;
    if (opened.kind === 'barcode-scanner')
      opened.driver.start({
        onScan: (scan) => {
          watch.note({ jobs: 1 });
          to.onScan(scan);
        },
        onRefused: (code) => {
          watch.note({ fault: true });
          to.onScanRefused(watch.config.id, code);
        },
        onState: (state, code) => watch.saw({ state, ...(code ? { code } : {}) }),
      });
    else rounds.begin(watch);
  }

  async function end(watch: DeviceWatch): Promise<void> {
    rounds.end(watch);
    watch.end();
    const given = watch.device.opened.driver.close().catch((error: unknown) => {
      log.warn({ device: watch.config.id, reason: reasonOf(error) }, 'device did not close well');
    });
    await Promise.race([given, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  /** Devices are known by what they are: the list learns it from what is plugged in. */
  function identify(seen: readonly SeenPort[]): void {
    for (const watch of watches) {
      const identity = seen.find((port) => usesPort(watch.config, port))?.identity;
      if (identity) watch.identified(identity);
    }
  }

  async function onPlug(): Promise<void> {
    if (closed) return;
    const before = new Set(lastPlugged.map(keyOf));
    lastPlugged = await pluggedIn(ports);
    identify(lastPlugged);
    const arrived = candidatesOf(lastPlugged).filter(({ id }) => !before.has(id));
    if (!closed) events?.onPlug?.(arrived);
    await Promise.all(watches.map(rounds.ask));
  }

  const configs = (): readonly DeviceConfig[] => watches.map(({ config }) => config);
  const candidatesOf = (seen: readonly SeenPort[]): readonly DeviceCandidate[] =>
    suggestAll(
      seen.map((port) => ({ source: 'port', port })),
      configs(),
    );

  async function change(
    next: readonly DeviceConfig[],
    known: Readonly<Record<string, DeviceIdentity | undefined>>,
  ): Promise<void> {
    if (closed) return;
    const kept = new Map(next.flatMap((config) => keptWatch(watches, config)));
    const gone = watches.filter((watch) => kept.get(watch.config.id) !== watch);
    await Promise.all(gone.map(end));
    for (const { config } of gone) if (!next.some(({ id }) => id === config.id)) memory.forget(config.id);
    if (closed) return;
    const old = new Set(watches);
    watches = next.map((config) => kept.get(config.id) ?? watchOf(config));
    bench = benchOf();
    for (const config of next) kept.get(config.id)?.renamed(config);
    for (const watch of watches) if (!old.has(watch)) introduce(watch, known[watch.config.id]);
    identify(lastPlugged);
  }

  function introduce(watch: DeviceWatch, identity: DeviceIdentity | undefined): void {
    if (identity) watch.identified(identity);
    if (events) begin(watch, events);
  }

  const search = { listeners: new Set<Parameters<typeof detectCandidates>[2]>() };
  const detect = shared(() =>
    detectCandidates({ ...options, ports }, configs(), (step) => {
      for (const listener of search.listeners) listener?.(step);
    }),
  );

  return {
    get bench() {
      return bench;
    },
    configs,
    reconfigure: (next, known = {}) => changes.run(() => change(next, known)),
    detect: async (onStep) => {
      search.listeners.add(onStep);
      try {
        return await detect();
      } finally {
        search.listeners.delete(onStep);
      }
    },
    refresh: async () => {
      await Promise.all(watches.map(rounds.ask));
      return watches.map((watch) => watch.view());
    },
    start: (to) => {
      events = to;
      for (const watch of watches) begin(watch, to);
      stopPlug = ports.onPlug(() => void onPlug());
      void pluggedIn(ports).then((seen) => {
        lastPlugged = seen;
        if (!closed) identify(seen);
      });
    },
    list: () => watches.map((watch) => watch.view()),
    note: (deviceId, what) => watches.find((one) => one.config.id === deviceId)?.note(what),
    receiptPrinter: (id) => {
      const watch = find('receipt-printer', id);
      return watch?.device.opened.kind === 'receipt-printer'
        ? { id: watch.config.id, driver: work.receiptPrinter(watch, watch.device.opened.driver) }
        : undefined;
    },
    pagePrinter: (id) => {
      const watch = find('page-printer', id);
      return watch?.device.opened.kind === 'page-printer'
        ? { id: watch.config.id, driver: work.pagePrinter(watch, watch.device.opened.driver) }
        : undefined;
    },
    documentScanner: (id) => {
      const watch = find('document-scanner', id);
      return watch?.device.opened.kind === 'document-scanner'
        ? { id: watch.config.id, driver: work.documentScanner(watch, watch.device.opened.driver) }
        : undefined;
    },
    queueBoard: (id) => {
      const watch = find('queue-board', id);
      return watch?.device.opened.kind === 'queue-board'
        ? { id: watch.config.id, driver: watch.device.opened.driver }
        : undefined;
    },
    close: async () => {
      closed = true;
      stopPlug();
      await Promise.all(watches.map(end));
      await ports.close();
      memory.flush();
    },
  };

  /** One device that cannot be opened at all costs no other. */
  function openedOrNot(config: DeviceConfig, surroundings: DeviceSurroundings): OpenDevice {
    try {
      return openDevice(config, surroundings);
    } catch (error) {
      log.warn({ device: config.id, reason: reasonOf(error) }, 'device cannot be opened');
      return unsupported(config);
    }
  }
}

const keyOf = (port: SeenPort): string => `${port.type} ${port.path}`;

/** A device whose name alone is another goes on as it is. */
function keptWatch(watches: readonly DeviceWatch[], config: DeviceConfig): readonly (readonly [string, DeviceWatch])[] {
  const watch = watches.find((one) => one.config.id === config.id);
  const same = watch && JSON.stringify(sorted(watch.config)) === JSON.stringify(sorted({ ...config, name: watch.config.name }));
  return watch && same ? [[config.id, watch]] : [];
}

const sorted = (config: DeviceConfig): object =>
  Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
