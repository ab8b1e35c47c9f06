/** devices.json in the data folder: which devices this PC has. Written whole or not at all; the one before is kept beside it. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { type DeviceConfig, devicesConfigSchema } from '../domain/device-config.ts';
import { MotcuaError } from '../domain/errors.ts';

export interface DevicesFile {
  /** `otherwise` where there is no file yet. @throws MotcuaError MC-CFG-02 when it cannot be used; it is left as it is. */
  read(otherwise: readonly DeviceConfig[]): readonly DeviceConfig[];
  /** @throws MotcuaError MC-CFG-02 (a list that is none), MC-STO-01 (disk full), MC-STO-04 (cannot be written): nothing changed. */
  write(devices: readonly DeviceConfig[]): void;
}

export function devicesFile(file: string): DevicesFile {
  return {
    read: (otherwise) => {
      if (!existsSync(file)) return otherwise;
      const read = devicesConfigSchema.safeParse(parsed(file));
      if (!read.success) throw new MotcuaError('MC-CFG-02', { file });
      return read.data.devices;
    },
    write: (devices) => {
      const checked = devicesConfigSchema.safeParse({ devices });
      if (!checked.success) throw new MotcuaError('MC-CFG-02', { file });
      try {
        replace(file, `${JSON.stringify(checked.data, undefined, 2)}\n`);
      } catch (error) {
        throw new MotcuaError(codeOf(error), { file }, { cause: error });
      }
    },
  };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // the schema then says that the file is unusable
  }
}

/** On disk before it takes the old one's place: after a power cut there is one or the other, whole. */
function replace(file: string, text: string): void {
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (existsSync(file)) copyFileSync(file, `${file}.bak`);
  renameSync(`${file}.new`, file);
}

const codeOf = (error: unknown): 'MC-STO-01' | 'MC-STO-04' =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'MC-STO-01' : 'MC-STO-04';
