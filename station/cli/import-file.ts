/** A file that a technician brings: read, packed for a running station, or taken into the store of one that does not run. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import { type StationConfig, stationConfigSchema } from '../../domain/station-config.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import type { Environment } from '../environment.ts';
import { databaseOf } from '../services/office-store.ts';

/** Checking and writing thousands of procedures on a slow PC. */
export const IMPORT_MS = 120_000;

/** `code` when it cannot be read, or has more bytes than any such file: then it is not even opened. */
export function readImport(file: string, maxBytes: number, code: ErrorCode): string {
  try {
    if (statSync(file).size <= maxBytes) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new MotcuaError(code, { reason: 'unreadable' }, { cause });
  }
  throw new MotcuaError(code, { reason: 'too large' });
}

/** As station/api/catalogue.ts unpacks it. */
export const packed = (text: string): string =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).toString('base64');

/** MC-STO-05 when a station, or a restore, works on it after all. */
export async function withOwnStore<T>(env: Environment, use: (store: OfficeStore) => T): Promise<T> {
  const { dataFolder, keySources } = env;
  const { station, agency, stores } = configOf(dataFolder);
  const lock = await lockData(dataFolder, 'station');
  try {
    const { ring: keys } = openStationKeys({ ...keySources, dataFolder, now: Date.now });
    const store = openOfficeStore({ file: databaseOf(dataFolder), station, agency, stores, now: Date.now, keys });
    try {
      return use(store);
    } finally {
      store.close();
    }
  } finally {
    await lock.release();
  }
}

function configOf(dataFolder: string): StationConfig {
  const file = join(dataFolder, 'station.json');
  try {
    return stationConfigSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new MotcuaError('MC-CFG-01', { file }, { cause: error });
  }
}
