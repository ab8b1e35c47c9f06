/**
 * The list of devices as the technician changes it while the program runs: written to disk first, then taken up by the hub,
 * then into the audit trail. What is refused changes nothing.
 */
import { sameThing } from '../../devices/configured-as.ts';
import type { DeviceHub } from '../../devices/contract.ts';
import { createSerially } from '../../devices/serially.ts';
import { freshId } from '../../devices/suggest.ts';
import type { DeviceIdentity, DeviceView, ScanTarget } from '../../domain/device.ts';
import type { DeviceConfig } from '../../domain/device-config.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { DevicesFile } from '../devices-file.ts';
import type { EventBus } from '../events.ts';

export interface DeviceList {
  /** Its id is changed when it is taken. MC-CFG-03: the same line, queue or scanner is in the list. */
  add(config: DeviceConfig, identity: DeviceIdentity | undefined): Promise<DeviceView>;
  /** MC-API-05: no such device; so do the others. */
  remove(id: string): Promise<void>;
  rename(id: string, name: string): Promise<DeviceView>;
  /** Whose window a reader serves. */
  assign(id: string, target: ScanTarget): Promise<DeviceView>;
}

export interface DeviceListParts {
  readonly hub: Pick<DeviceHub, 'configs' | 'reconfigure' | 'list'>;
  readonly file: DevicesFile;
  readonly bus: EventBus;
  readonly audit: Pick<OfficeStore['audit'], 'add'>;
  readonly now: () => number;
}

export function createDeviceList({ hub, file, bus, audit, now }: DeviceListParts): DeviceList {
  // Two changes at once would each write the list without the other's.
  const changes = createSerially();

  const viewOf = (id: string): DeviceView => {
    const view = hub.list().find((one) => one.id === id);
    if (!view) throw new MotcuaError('MC-API-05');
    return view;
  };

  async function take(
    next: readonly DeviceConfig[],
    what: string,
    about: string,
    known: Readonly<Record<string, DeviceIdentity | undefined>> = {},
  ): Promise<void> {
    file.write(next);
    await hub.reconfigure(next, known);
    audit.add({ at: now(), who: 'technician', what, about });
    bus.emit({ type: 'devices-changed', at: now() });
  }

  const change = (id: string, what: string, make: (config: DeviceConfig) => DeviceConfig): Promise<DeviceView> =>
    changes.run(async () => {
      viewOf(id);
      await take(
        hub.configs().map((config) => (config.id === id ? make(config) : config)),
        what,
        id,
      );
      return viewOf(id);
    });

  return {
    add: (wanted, identity) =>
      changes.run(async () => {
        const configs = hub.configs();
        if (configs.some((config) => sameThing(config, wanted))) throw new MotcuaError('MC-CFG-03');
        const config = { ...wanted, id: freshId(wanted.id, configs) };
        await take([...configs, config], `device.added:${config.driver}`, config.id, { [config.id]: identity });
        return viewOf(config.id);
      }),
    remove: (id) =>
      changes.run(async () => {
        const { driver } = viewOf(id);
        await take(
          hub.configs().filter((config) => config.id !== id),
          `device.removed:${driver}`,
          id,
        );
      }),
    rename: (id, name) => change(id, 'device.renamed', (config) => ({ ...config, name })),
    assign: (id, target) =>
      change(id, `device.assigned:${target}`, (config) => {
        if (config.kind !== 'barcode-scanner') throw new MotcuaError('MC-API-03');
        return { ...config, target };
      }),
  };
}
