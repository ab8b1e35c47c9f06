/** A file that a technician brings on the command line: read, then given to the running station, or to the store of one that does not run. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';
import { FileRefused, placeOf } from '../../domain/file-mistake.ts';
import { cannotBeRead, checkSize, type OfficeList } from '../../domain/office-file.ts';
import { type StationConfig, stationConfigSchema } from '../../domain/station-config.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { lockData } from '../../offline-store/data-lock.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import { openStationKeys } from '../../offline-store/protection/station-keys.ts';
import { isAlive, readAddress } from '../address.ts';
import type { Environment } from '../environment.ts';
import { databaseOf } from '../services/office-store.ts';
import type { Language } from './arguments.ts';
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

/** Refused when it cannot be read, or has more bytes than any such file: then it is not even opened. */
export function readImport(list: OfficeList, file: string): string {
  checkSize(
    list,
    orRefused(list, () => statSync(file).size),
  );
  return orRefused(list, () => readFileSync(file, 'utf8'));
}

function orRefused<T>(list: OfficeList, read: () => T): T {
  try {
    return read();
  } catch {
    throw cannotBeRead(list);
  }
}

const WORDS = {
  vi: { mistake: 'Chỗ sai:', more: 'và còn' },
  en: { mistake: 'The mistake:', more: 'and more:' },
} as const;

/** Tells every mistake before the refusal goes on. */
export async function tellingMistakes<T>(language: Language, say: Says['say'], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileRefused) {
      const { mistake, more } = WORDS[language];
      for (const one of error.mistakes.list)
        say(
          `${mistake} ${[placeOf(one), one.of && `(${one.of})`].filter(Boolean).join(' ')}: ${one.sentence[language]}`,
        );
      if (error.mistakes.more > 0) say(`${more} ${error.mistakes.more}`);
    }
    throw error;
  }
}

/** The running station, where there is one, else this PC's own store. */
export async function whoAnswers<T>(
  { dataFolder }: Environment,
  { running, alone }: { readonly running: (call: CallStation) => T; readonly alone: () => T },
): Promise<T> {
  const address = readAddress(dataFolder);
  return address && (await isAlive(address)) ? running(callStation(address)) : alone();
}

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
