/** A file that a technician brings: read, packed for a running station, or taken into the store of one that does not run. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Parsed } from '../../domain/parsed.ts';
import { type StationConfig, stationConfigSchema } from '../../domain/station-config.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { isAlive, readAddress } from '../address.ts';
import type { Environment } from '../environment.ts';
import { databaseOf } from '../services/office-store.ts';
import { type CallStation, callStation } from './call-station.ts';

/** What may be asked of lists that come by a file: what is here, or another one taken in, or only tried. */
export type ImportWish =
  | { readonly act: 'list' }
  | { readonly act: 'import'; readonly file: string; readonly dryRun: boolean };

export interface Says {
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
}

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

interface FileKind {
  readonly maxChars: number;
  readonly unreadable: ErrorCode;
  readonly parse: (text: string) => Parsed<unknown, ErrorCode>;
  /** Where the first mistake is; empty when that cannot be said. */
  readonly mistakeIn: (text: string) => string;
}

/** The text of a file that is of this kind. What is not is refused with its code, after its first mistake was told. */
export function readChecked(file: string, kind: FileKind, onMistake: (mistake: string) => void): string {
  const text = readImport(file, 2 * kind.maxChars, kind.unreadable);
  const read = kind.parse(text);
  if (read.ok) return text;
  const mistake = kind.mistakeIn(text);
  if (mistake !== '') onMistake(mistake);
  throw new MotcuaError(read.code);
}

/** The running station, where there is one, else this PC's own store. */
export async function whoAnswers<T>(
  { dataFolder }: Environment,
  { running, alone }: { readonly running: (call: CallStation) => T; readonly alone: () => T },
): Promise<T> {
  const address = readAddress(dataFolder);
  return address && (await isAlive(address)) ? running(callStation(address)) : alone();
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
