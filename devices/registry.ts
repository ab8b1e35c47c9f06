/**
 * The device hub: opens what the technician configured, watches it gently, and hands out drivers that keep the list right.
 * Which devices there are can change while it runs; those that the change leaves alone notice nothing.
 */
import type { SearchStep } from '../domain/device-candidate.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { isKeyboardWedge } from './barcode-scanner/contract.ts';
import { type BenchDevice, createBench } from './bench.ts';
import type { DeviceHub, DeviceHubEvents } from './contract.ts';
import { detectCandidates, pluggedIn, type Surroundings } from './detect.ts';
import { createDeviceMemory } from './device-memory.ts';
import { createRounds } from './device-rounds.ts';
import { createDeviceSet, type DeviceSet } from './device-set.ts';
import type { DeviceWatch } from './device-watch.ts';
import { createWork, type DeviceWork } from './device-work.ts';
import { discoverEscl } from './document-scanner/escl/discovery.ts';
import type { DeviceLog } from './log.ts';
import type { Driver } from './opened.ts';
import type { Ports, SeenPort } from './ports/contract.ts';
import { createPorts } from './ports/ports.ts';
import { createSerially, shared } from './serially.ts';
import { suggestAll } from './suggest.ts';

export interface DeviceHubOptions extends Omit<Surroundings, 'ports' | 'log'> {
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

export function createDeviceHub(options: DeviceHubOptions): DeviceHub {
  const { now, log, tmpDir, samplePagesDir, ports = createPorts({ log }) } = options;
  const memory = createDeviceMemory(options.memoryFile, log);
  const changes = createSerially();
  let events: DeviceHubEvents | undefined;
  let closed = false;

  const work = createWork((watch) => (closed ? Promise.resolve() : rounds.ask(watch)));
  const rounds = createRounds(log, work.isAtWork);
  const set = createDeviceSet(options.configs, {
    around: { now, tmpDir, samplePagesDir, log, ports },
    memory,
    rounds,
  });
  const touched = (deviceId: string): void => {
    const watch = set.byId(deviceId);
    if (watch && events && !closed) void rounds.ask(watch);
  };
  let bench = createBench(virtualOf(set), touched);
  const plugs = createPlugs(ports, set, (arrived) => {
    if (closed) return;
    events?.onPlug?.(suggestAll(arrived, set.configs()));
    for (const watch of set.all()) rounds.plugged(watch);
  });
  const network = options.discoverEscl ?? ((ms: number) => discoverEscl(ms, log));
  const search = createSearch({ ...options, ports, discoverEscl: network }, set);

  return {
    get bench() {
      return bench;
    },
    ...driversOf(set, work),
    configs: set.configs,
    reconfigure: (next, known = {}) =>
      changes.run(async () => {
        if (closed) return;
        await set.change(next, known);
        bench = createBench(virtualOf(set), touched);
        plugs.identify();
      }),
    detect: search,
    refresh: async () => {
      await Promise.all(set.all().map(rounds.ask));
      return set.all().map((watch) => watch.view());
    },
    start: (to) => {
      events = to;
      set.start(to);
      plugs.start();
    },
    list: () => set.all().map((watch) => watch.view()),
    note: (deviceId, what) => set.byId(deviceId)?.note(what),
    close: async () => {
      closed = true;
      plugs.stop();
      await changes.run(() => set.close());
      await ports.close();
      memory.flush();
    },
  };
}

const virtualOf = (set: DeviceSet): readonly BenchDevice[] =>
  set.all().flatMap(({ config, device }) => (device.virtual ? [{ id: config.id, virtual: device.virtual }] : []));

function driversOf(
  set: DeviceSet,
  work: DeviceWork,
): Pick<
  DeviceHub,
  'receiptPrinter' | 'pagePrinter' | 'documentScanner' | 'queueBoard' | 'queueBoards' | 'keyboardWedge'
> {
  const find = (kind: Driver['kind'], id: string | undefined): DeviceWatch | undefined =>
    set.all().find((one) => one.device.opened.kind === kind && (id === undefined || one.config.id === id));
  return {
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
    keyboardWedge: (target, id) => {
      for (const { config, device } of set.all()) {
        if (config.driver !== 'keyboard-wedge' || config.target !== target || (id ?? config.id) !== config.id) continue;
        if (device.opened.kind === 'barcode-scanner' && isKeyboardWedge(device.opened.driver))
          return { config, driver: device.opened.driver };
      }
      return undefined;
    },
    queueBoards: () =>
      set
        .all()
        .flatMap(({ config, device: { opened } }) =>
          opened.kind === 'queue-board' ? [{ id: config.id, driver: opened.driver }] : [],
        ),
    queueBoard: (id) => {
      const watch = find('queue-board', id);
      return watch?.device.opened.kind === 'queue-board'
        ? { id: watch.config.id, driver: watch.device.opened.driver }
        : undefined;
    },
  };
}

/** Follows what is plugged in, and says what is new. */
function createPlugs(ports: Ports, set: DeviceSet, onPlug: (arrived: readonly PlugSeen[]) => void) {
  let last: readonly SeenPort[] = [];
  let stop: () => void = () => undefined;
  const look = createSerially();

  const plugged = (): Promise<void> =>
    look.run(async () => {
      const before = new Set(last.map(keyOf));
      last = await pluggedIn(ports);
      set.identify(last);
      const arrived = last.filter((port) => !before.has(keyOf(port)));
      onPlug(arrived.map((port) => ({ source: 'port', port })));
    });
  return {
    start: () => {
      stop = ports.onPlug(() => void plugged());
      void look.run(async () => {
        last = await pluggedIn(ports);
        set.identify(last);
      });
    },
    identify: () => set.identify(last),
    stop: () => stop(),
  };
}
type PlugSeen = { readonly source: 'port'; readonly port: SeenPort };
const keyOf = (port: SeenPort): string => `${port.type} ${port.path}`;

/** Whoever asks while a search is on its way gets that one's answer, and its steps from then on. */
function createSearch(around: Surroundings, set: DeviceSet): DeviceHub['detect'] {
  const listeners = new Set<(step: SearchStep) => void>();
  const run = shared(() =>
    detectCandidates(around, set.configs(), (step) => {
      for (const listener of listeners) listener(step);
    }),
  );
  return async (onStep = () => undefined) => {
    listeners.add(onStep);
    try {
      return await run();
    } finally {
      listeners.delete(onStep);
    }
  };
}
