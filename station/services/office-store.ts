/** Opens the office's store at the start: finishes what a killed restore began, and recovers a store that is damaged or gone. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { MotcuaError } from '../../domain/errors.ts';
import type { Recovery } from '../../domain/recovery.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import { recoverStore } from '../../offline-store/backup/recover.ts';
import { finishSwap } from '../../offline-store/backup/swap.ts';
import { ownFolder } from '../../offline-store/backup/target.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { bytesOf, endedUncleanly, isDamage, takesLongToBringForward } from '../../offline-store/damage.ts';
import { openOfficeStore } from '../../offline-store/open.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';

export interface StoreOptions {
  readonly dataFolder: string;
  readonly config: StationConfig;
  readonly keys: KeyRing;
  readonly now: () => number;
  readonly onDamage: () => void;
  /** A recovery, or bringing a large store forward, takes longer than a start may otherwise: whoever waits is told. */
  readonly onRecovering: () => void;
  readonly log: Pick<Logger, 'warn'>;
}

export const databaseOf = (dataFolder: string): string => join(dataFolder, 'office.db');

/** Once a store was made here, a missing or empty file is a loss and not a first start. */
const madeMark = (dataFolder: string): string => `${databaseOf(dataFolder)}.made`;

const isGone = (dataFolder: string): boolean =>
  existsSync(madeMark(dataFolder)) && bytesOf(databaseOf(dataFolder)) === 0;

/** For whoever only looks. MC-STO-03: what was here is gone or empty; MC-STO-23: nothing was here. */
export const refuseNothing = (dataFolder: string): void => {
  const file = databaseOf(dataFolder);
  if (bytesOf(file) > 0) return;
  const wasHere = existsSync(file) || existsSync(madeMark(dataFolder)) || endedUncleanly(file);
  throw new MotcuaError(wasHere ? 'MC-STO-03' : 'MC-STO-23', { file });
};

export async function openStoreOrRecover(options: StoreOptions): Promise<OfficeStore> {
  const { dataFolder } = options;
  finishSwap(dataFolder);
  if (isGone(dataFolder)) await recover(options);
  if (takesLongToBringForward(databaseOf(dataFolder))) options.onRecovering();
  const store = await openOrElse(options);
  if (!existsSync(madeMark(dataFolder))) writeFileSync(madeMark(dataFolder), '');
  return store;
}

async function openOrElse(options: StoreOptions): Promise<OfficeStore> {
  try {
    return open(options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    await recover(options);
    return open(options);
  }
}

const open = ({ dataFolder, config, keys, now, onDamage }: StoreOptions): OfficeStore =>
  openOfficeStore({
    file: databaseOf(dataFolder),
    station: config.station,
    agency: config.agency,
    stores: config.stores,
    now,
    keys,
    onDamage,
  });

async function recover({ dataFolder, config, keys, now, onRecovering, log }: StoreOptions): Promise<Recovery> {
  onRecovering();
  log.warn({ code: 'MC-STO-03' }, 'the store is damaged: recovering it');
  const { station, agency, stores, backup } = config;
  const backups = backup && ownFolder({ folder: backup.folder, agency, station });
  const recovery = await recoverStore({ dataFolder, backups, station, agency, stores, now, keys });
  log.warn({ backup: recovery.backup, brought: recovery.brought, lost: recovery.lostCount }, 'the store was recovered');
  return recovery;
}
