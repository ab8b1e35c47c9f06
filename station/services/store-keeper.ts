/**
 * Looks after the store while the desk works: copies it to the second place on schedule, looks through it once after each start,
 * and says what of both an officer or the technician should know. All of it in processes of their own; a desk never waits for it.
 */
import type { Logger } from 'pino';
import { MotcuaError } from '../../domain/errors.ts';
import { type Loss, recoverySchema, type StoreNotice } from '../../domain/recovery.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import { backupKeysOf } from '../../offline-store/backup/backup-keys.ts';
import { RECOVERY_KEY } from '../../offline-store/backup/recover.ts';
import { runProcess } from '../../offline-store/backup/run-process.ts';
import { type BackupState, isBackupOld, readBackupState, writeBackupState } from '../../offline-store/backup/state.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { databaseOf } from './office-store.ts';

export interface StoreKeeper {
  notices(): readonly StoreNotice[];
  /** An officer has compared what a recovery could not bring back: it is no longer shown; the audit trail keeps it. */
  seen(officer: string): void;
  stop(): Promise<void>;
}

export interface KeeperParts {
  readonly dataFolder: string;
  readonly config: StationConfig;
  readonly store: OfficeStore;
  readonly keys: KeyRing;
  readonly version: string;
  readonly now: () => number;
  /** The database proved damaged: this program should start anew, and will recover it. */
  readonly onDamage: () => void;
  /** Whether the last run ended without closing the store, and whether it was looked through at the start already. */
  readonly start: { readonly unclean: boolean; readonly looked: boolean };
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

const MINUTE = 60_000;
/** The desk opens first; after a clean end there is less reason to hurry. */
const LOOK_AFTER_MS = { unclean: 5_000, clean: MINUTE } as const;
/** The first backup of a day waits for the first rush of a start; then each minute it is asked whether one is due. */
const FIRST_MS = 2 * MINUTE;
/** A place that is gone is looked for again after so many minutes. */
const RETRY_MINUTES = 5;

export function createStoreKeeper(parts: KeeperParts): StoreKeeper {
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const background = (work: () => Promise<void>): void => {
    if (stopping.signal.aborted) return;
    const run = work().finally(() => running.delete(run));
    running.add(run);
  };
  const later = (ms: number, work: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      background(work);
    }, ms).unref();
    timers.add(timer);
  };

  if (!parts.start.looked)
    later(parts.start.unclean ? LOOK_AFTER_MS.unclean : LOOK_AFTER_MS.clean, () => lookThrough(parts, stopping.signal));
  const backups = createBackups(parts, stopping.signal);
  const round = async (): Promise<void> => {
    await backups.whenDue();
    later(MINUTE, round);
  };
  if (parts.config.backup) later(FIRST_MS, round);

  return {
    notices: () => [...recoveryNotices(parts), ...backups.notices()],
    seen: (officer) => {
      if (!parts.store.settings.get(RECOVERY_KEY)) return;
      parts.store.settings.set(RECOVERY_KEY, '');
      parts.store.audit.add({ at: parts.now(), who: officer, what: 'store.recovery-seen' });
    },
    stop: async () => {
      stopping.abort(new MotcuaError('MC-API-99', { reason: 'stopping' }));
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled([...running]);
    },
  };
}

/** Every page of the file, by its own process and connection. */
async function lookThrough({ dataFolder, onDamage, log }: KeeperParts, stop: AbortSignal): Promise<void> {
  try {
    const said = await runProcess({ kind: 'check', file: databaseOf(dataFolder) }, stop);
    const verdict = said.kind === 'checked' ? said.verdict : said.kind;
    log.info({ verdict: verdict.slice(0, 100) }, 'the store was looked through');
    if (verdict !== 'ok') onDamage();
  } catch (error) {
    if (stop.aborted) return;
    log.warn({ code: codeOf(error) }, 'the store could not be looked through');
    if (codeOf(error) === 'MC-STO-03') onDamage();
  }
}

const codeOf = (error: unknown): string => (error instanceof MotcuaError ? error.code : 'MC-API-99');

function createBackups(parts: KeeperParts, stop: AbortSignal) {
  const { config, dataFolder, now, log } = parts;
  const { backup } = config;
  let state: BackupState | undefined = backup && readBackupState(dataFolder, backup.folder);
  let triedAt = Number.NEGATIVE_INFINITY;
  const keep = (next: BackupState): void => {
    state = next;
    writeBackupState(dataFolder, next);
  };
  const isDue = (): boolean => {
    if (!backup || !state) return false;
    const since = Math.abs(now() - (state.lastGood ?? Number.NEGATIVE_INFINITY));
    return since >= backup.everyMinutes * MINUTE && performance.now() - triedAt >= RETRY_MINUTES * MINUTE;
  };
  return {
    whenDue: async (): Promise<void> => {
      if (!backup || !state || !isDue()) return;
      triedAt = performance.now();
      try {
        const { at, target, sameDisk } = await makeOne(parts, backup, state, stop);
        triedAt = Number.NEGATIVE_INFINITY;
        keep({ folder: backup.folder, target, sameDisk, lastGood: at });
      } catch (error) {
        if (stop.aborted || codeOf(error) === 'MC-STO-05') return;
        log.warn({ code: codeOf(error) }, 'no backup was made');
        const since = state.failing?.code === codeOf(error) ? state.failing.since : now();
        keep({ ...state, failing: { code: codeOf(error), since } });
        // A copy that is not whole is most likely one of a store that is not.
        if (codeOf(error) === 'MC-BAK-04') await lookThrough(parts, stop);
      }
    },
    notices: (): readonly StoreNotice[] => (backup && state ? backupNotices(state, backup.everyMinutes, parts) : []),
  };
}

async function makeOne(
  { config, dataFolder, keys, version, now, log }: KeeperParts,
  { folder, keep }: NonNullable<StationConfig['backup']>,
  { target }: BackupState,
  stop: AbortSignal,
) {
  const { station, agency } = config;
  const { id, key } = backupKeysOf(keys).current();
  const order = { dataFolder, folder, station, agency, version, keep, now: now(), known: target };
  const secret = Buffer.from(key).toString('base64');
  const said = await runProcess({ kind: 'backup', backup: order, key: { id, secret } }, stop);
  if (said.kind !== 'made') throw new MotcuaError('MC-API-99', { reason: said.kind });
  const { bytes, blobs, pages, removed } = said.result;
  log.info({ bytes, scans: blobs.copied, pages: pages.copied, removed }, 'backup made');
  return said.result;
}

function backupNotices(state: BackupState, everyMinutes: number, { now }: KeeperParts): readonly StoreNotice[] {
  const { failing, lastGood, sameDisk } = state;
  const backup = lastGood === undefined ? {} : { backup: lastGood };
  if (failing) return [{ code: failing.code, since: failing.since, ...backup }];
  if (lastGood !== undefined && isBackupOld(state, everyMinutes, now()))
    return [{ code: 'MC-BAK-07', since: lastGood, ...backup }];
  return sameDisk ? [{ code: 'MC-BAK-08', since: lastGood ?? now(), ...backup }] : [];
}

/** What the portal has brought since is no longer missing. */
function recoveryNotices({ store }: KeeperParts): readonly StoreNotice[] {
  const text = store.settings.get(RECOVERY_KEY);
  if (!text) return [];
  const { at, lost, aside } = recoverySchema.parse(JSON.parse(text));
  const missing = lost.filter((loss) => !isBack(store, loss));
  return [{ code: missing.length > 0 ? 'MC-STO-07' : 'MC-STO-06', since: at, lost: missing, aside }];
}

const isBack = (store: OfficeStore, { kind, about }: Loss): boolean =>
  kind === 'dossier-missing' && store.dossiers.byCode(about) !== undefined;
