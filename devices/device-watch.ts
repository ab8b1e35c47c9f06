/** One device under the hub's eyes: what it is, how it was last seen, since when, and what it has done. Tells only of changes. */
import type { DeviceIdentity, DeviceState, DeviceView } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { DeviceHub } from './contract.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { OpenDevice, SeenState } from './opened.ts';
import { identityInPlace } from './usb-place.ts';

type Note = Parameters<DeviceHub['note']>[1];

export interface DeviceWatch {
  readonly config: DeviceConfig;
  readonly device: OpenDevice;
  view(): DeviceView;
  saw(seen: SeenState): void;
  note(what: Note): void;
  /** What the device itself says it is; remembered beyond restarts. */
  identified(identity: DeviceIdentity): void;
  /** Only its name is another. */
  renamed(config: DeviceConfig): void;
  /** Writes down that it was there until now; tells nothing any more. */
  end(): void;
}

export interface WatchOptions {
  readonly config: DeviceConfig;
  readonly device: OpenDevice;
  readonly memory: DeviceMemory;
  readonly now: () => number;
  readonly onChange: (view: DeviceView) => void;
}

const same = (a: SeenState, b: SeenState): boolean =>
  a.state === b.state && a.code === b.code && a.warning === b.warning;

/** A device that asks for a hand is there all the same. */
const isThere = (state: DeviceState): boolean => state !== 'absent' && state !== 'unknown';

/** Jobs tell of the faults of printers and scanners; the others' only fault to count is that they went away. */
const COUNTED_BY_JOBS: readonly string[] = ['receipt-printer', 'page-printer', 'document-scanner'];

export function createDeviceWatch({ config: first, device, memory, now, onChange }: WatchOptions): DeviceWatch {
  const { id } = first;
  let config = first;
  let last: SeenState = { state: 'unknown' };
  let since = now();
  let ended = false;
  const told = 'path' in first ? identityInPlace(first.path) : undefined;

  const view = (): DeviceView => {
    const { counters, lastTest, identity = told, lastSeen } = memory.recall(id);
    const seenAt = isThere(last.state) ? now() : lastSeen;
    return {
      id,
      kind: config.kind,
      name: config.name,
      model: modelOf(identity) || device.model,
      connection: device.connection,
      driver: config.driver,
      ...(config.kind === 'barcode-scanner' ? { target: config.target } : {}),
      virtual: device.virtual !== undefined,
      ...(identity ? { identity } : {}),
      state: last.state,
      ...(last.code ? { code: last.code } : {}),
      ...(last.warning ? { warning: last.warning } : {}),
      since,
      ...(seenAt === undefined ? {} : { lastSeen: seenAt }),
      ...(lastTest ? { lastTest } : {}),
      counters,
    };
  };

  function note(what: Note): void {
    const before = memory.recall(id);
    const { counters, lastTest } = before;
    memory.keep(id, {
      ...before,
      counters: {
        jobs: counters.jobs + (what.jobs ?? 0),
        pages: counters.pages + (what.pages ?? 0),
        faults: counters.faults + (what.fault ? 1 : 0),
      },
      lastTest: what.test ? { at: now(), ok: what.test.ok, observed: what.test.observed.slice(0, 400) } : lastTest,
    });
  }

  /** It was there until now, or is from now on. */
  const keepSeen = (): void => memory.keep(id, { ...memory.recall(id), lastSeen: now() });

  function saw(seen: SeenState): void {
    if (ended || same(seen, last)) return;
    const was = isThere(last.state);
    if (was || isThere(seen.state)) keepSeen();
    if (was && seen.state === 'absent' && !COUNTED_BY_JOBS.includes(config.kind)) note({ fault: true });
    last = seen;
    since = now();
    onChange(view());
  }

  return {
    get config() {
      return config;
    },
    device,
    view,
    note,
    saw,
    identified: (identity) => {
      const before = memory.recall(id);
      if (JSON.stringify(before.identity) === JSON.stringify(identity)) return;
      memory.keep(id, { ...before, identity });
      onChange(view());
    },
    renamed: (next) => {
      if (next.name === config.name) return;
      config = next;
      onChange(view());
    },
    end: () => {
      if (isThere(last.state)) keepSeen();
      ended = true;
    },
  };
}

/** Makers like to say their name twice. */
function modelOf(identity: DeviceIdentity | undefined): string {
  const { maker = '', product = '' } = identity ?? {};
  return (product.toLowerCase().startsWith(maker.toLowerCase()) ? product : `${maker} ${product}`).trim().slice(0, 120);
}
