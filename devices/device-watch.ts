/** One device under the hub's eyes: how it was last seen, since when, and what it has done. Tells only of changes. */
import type { DeviceView } from '../domain/device.ts';
import type { DeviceConfig } from '../domain/device-config.ts';
import type { DeviceHub } from './contract.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { OpenDevice, SeenState } from './opened.ts';

type Note = Parameters<DeviceHub['note']>[1];

export interface DeviceWatch {
  readonly config: DeviceConfig;
  readonly device: OpenDevice;
  view(): DeviceView;
  saw(seen: SeenState): void;
  note(what: Note): void;
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

export function createDeviceWatch({ config, device, memory, now, onChange }: WatchOptions): DeviceWatch {
  let last: SeenState = { state: 'unknown' };
  let since = now();

  const view = (): DeviceView => {
    const { counters, lastTest } = memory.recall(config.id);
    return {
      id: config.id,
      kind: config.kind,
      name: config.name,
      model: device.model,
      connection: device.connection,
      driver: config.driver,
      virtual: device.virtual !== undefined,
      state: last.state,
      ...(last.code ? { code: last.code } : {}),
      ...(last.warning ? { warning: last.warning } : {}),
      since,
      ...(lastTest ? { lastTest } : {}),
      counters,
    };
  };

  function note(what: Note): void {
    const { counters, lastTest } = memory.recall(config.id);
    memory.keep(config.id, {
      counters: {
        jobs: counters.jobs + (what.jobs ?? 0),
        pages: counters.pages + (what.pages ?? 0),
        faults: counters.faults + (what.fault ? 1 : 0),
      },
      lastTest: what.test ? { at: now(), ok: what.test.ok, observed: what.test.observed.slice(0, 400) } : lastTest,
    });
  }

  return {
    config,
    device,
    view,
    note,
    saw: (seen) => {
      if (same(seen, last)) return;
      last = seen;
      since = now();
      onChange(view());
    },
  };
}
