/** Counters, last tests and what each device is, which survive a restart: one small JSON file, replaced whole. Not office data; losing it is harmless. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { deviceViewSchema } from '../domain/device.ts';
import { type DeviceLog, reasonOf } from './log.ts';

const shape = deviceViewSchema.unwrap().shape;
const rememberedSchema = z.object({
  counters: shape.counters,
  lastTest: shape.lastTest,
  identity: shape.identity,
  lastSeen: shape.lastSeen,
});
const memorySchema = z.record(z.string().max(80), rememberedSchema);

export type Remembered = z.infer<typeof rememberedSchema>;

export interface DeviceMemory {
  recall(deviceId: string): Remembered;
  keep(deviceId: string, what: Remembered): void;
  /** A device that was removed: another one may get its name. */
  forget(deviceId: string): void;
  /** Writes what is not written yet. */
  flush(): void;
}

const NOTHING: Remembered = { counters: { jobs: 0, pages: 0, faults: 0 }, lastTest: undefined };
const WRITE_AFTER_MS = 1000;

export function createDeviceMemory(file: string | undefined, log: DeviceLog): DeviceMemory {
  const all = new Map(Object.entries(file === undefined ? {} : load(file, log)));
  let due: NodeJS.Timeout | undefined;
  const write = (): void => {
    due = undefined;
    if (file !== undefined) save(file, Object.fromEntries(all), log);
  };
  return {
    recall: (deviceId) => all.get(deviceId) ?? NOTHING,
    keep: (deviceId, what) => {
      all.set(deviceId, what);
      due ??= setTimeout(write, WRITE_AFTER_MS);
    },
    forget: (deviceId) => {
      if (all.delete(deviceId)) due ??= setTimeout(write, WRITE_AFTER_MS);
    },
    flush: () => {
      if (!due) return;
      clearTimeout(due);
      write();
    },
  };
}

function load(file: string, log: DeviceLog): Readonly<Record<string, Remembered>> {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    log.warn({ reason: reasonOf(error) }, 'device counters are unreadable and start again');
    return {};
  }
}

function save(file: string, all: Readonly<Record<string, Remembered>>, log: DeviceLog): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(all), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'device counters could not be written');
  }
}
