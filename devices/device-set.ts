/** The devices that are open now, and how that set changes while the hub runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceIdentity } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import { usesPort } from './configured-as.ts';
import type { DeviceHubEvents } from './contract.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { DeviceRounds } from './device-rounds.ts';
import { createDeviceWatch, type DeviceWatch } from './device-watch.ts';
import { reasonOf } from './log.ts';
import { openDevice } from './open-device.ts';
import type { DeviceSurroundings, OpenDevice } from './opened.ts';
import type { SeenPort } from './ports/contract.ts';
import { unsupported } from './unsupported.ts';

export interface DeviceSet {
  /** In the order of the configuration. */
  all(): readonly DeviceWatch[];
  byId(id: string): DeviceWatch | undefined;
  configs(): readonly DeviceConfig[];
  /** From now on their states and scans are told. */
  start(events: DeviceHubEvents): void;
  change(next: readonly DeviceConfig[], known: Readonly<Record<string, DeviceIdentity | undefined>>): Promise<void>;
  /** Devices are known by what they are: the list learns it from what is plugged in. */
  identify(seen: readonly SeenPort[]): void;
  close(): Promise<void>;
}

export interface DeviceSetParts {
  readonly around: DeviceSurroundings;
  readonly memory: DeviceMemory;
  readonly rounds: DeviceRounds;
}

/** A driver that does not let go is left behind: its line is its own, the station's work is not held up. */
const CLOSE_MS = 5000;

export function createDeviceSet(first: readonly DeviceConfig[], { around, memory, rounds }: DeviceSetParts): DeviceSet {
  let events: DeviceHubEvents | undefined;
  let closed = false;
  const open = (config: DeviceConfig): DeviceWatch =>
    createDeviceWatch({
      config,
      device: openedOrNot(config, around),
      memory,
      now: around.now,
      onChange: (view) => closed || events?.onChange(view),
    });
  let watches = first.map(open);

  async function end(watch: DeviceWatch): Promise<void> {
    rounds.end(watch);
    watch.end();
    const closing = watch.device.opened.driver.close().catch((error: unknown) => {
      around.log.warn({ device: watch.config.id, reason: reasonOf(error) }, 'device did not close well');
    });
    await Promise.race([closing, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  async function change(
    next: readonly DeviceConfig[],
    known: Readonly<Record<string, DeviceIdentity | undefined>>,
  ): Promise<void> {
    const kept = new Map(next.flatMap((config) => keptWatch(watches, config)));
    const gone = watches.filter((watch) => kept.get(watch.config.id) !== watch);
    await Promise.all(gone.map(end));
    for (const { config } of gone) if (!next.some(({ id }) => id === config.id)) memory.forget(config.id);
    if (closed) return;
    watches = next.map((config) => kept.get(config.id) ?? open(config));
    for (const config of next) kept.get(config.id)?.renamed(config);
    for (const watch of watches) if (!kept.has(watch.config.id)) introduce(watch, known[watch.config.id]);
  }

  function introduce(watch: DeviceWatch, identity: DeviceIdentity | undefined): void {
    if (identity) watch.identified(identity);
    if (events) begin(watch, events, rounds);
  }

  return {
    all: () => watches,
    byId: (id) => watches.find(({ config }) => config.id === id),
    configs: () => watches.map(({ config }) => config),
    start: (to) => {
      events = to;
      for (const watch of watches) begin(watch, to, rounds);
    },
    change,
    identify: (seen) => {
      if (closed) return;
      for (const watch of watches) {
        const identity = seen.find((port) => usesPort(watch.config, port))?.identity;
        if (identity) watch.identified(identity);
      }
    },
    close: async () => {
      closed = true;
      await Promise.all(watches.map(end));
    },
  };
}

function begin(watch: DeviceWatch, to: DeviceHubEvents, rounds: DeviceRounds): void {
  const { opened } = watch.device;
  if (opened.kind !== 'barcode-scanner') {
    rounds.begin(watch);
    return;
  }
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
}

/** One device that cannot be opened at all costs no other. */
function openedOrNot(config: DeviceConfig, around: DeviceSurroundings): OpenDevice {
  try {
    return openDevice(config, around);
  } catch (error) {
    around.log.warn({ device: config.id, reason: reasonOf(error) }, 'device cannot be opened');
    return unsupported(config);
  }
}

/** A device whose name alone is another goes on as it is. */
function keptWatch(watches: readonly DeviceWatch[], config: DeviceConfig): readonly (readonly [string, DeviceWatch])[] {
  const watch = watches.find((one) => one.config.id === config.id);
  return watch && textOf({ ...config, name: '' }) === textOf({ ...watch.config, name: '' }) ? [[config.id, watch]] : [];
}

const textOf = (config: DeviceConfig): string =>
  JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
