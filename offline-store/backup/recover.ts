/**
 * A damaged database is replaced by the newest good backup, or by an empty store, with everything added that the damaged file still
 * holds; the portal's feed brings the rest. The damaged file is set aside as it was found and never deleted. What could not be
 * brought back is kept in the audit trail and shown in the windows. Killed at any instant, it begins again.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import { type Loss, type Recovery, recoverySchema } from '../../domain/recovery.ts';
import type { OfficeStore } from '../contract.ts';
import { refuseEmptied, suspicionOf } from '../damage.ts';
import { flushedCommitsCutOff } from '../flush-mark.ts';
import { migrate, versionOf } from '../migrate.ts';
import { LATEST_VERSION } from '../migrations/index.ts';
import { type OpenOptions, openStoreParts } from '../open.ts';
import type { Parts } from '../parts.ts';
import { createProtection, type Protection } from '../protection/protection.ts';
import { jumpAhead } from './after-restore.ts';
import { type AuditTail, bringAuditTail } from './audit-tail.ts';
import { findBackups, markRestored, unpackVerified } from './restore.ts';
import { salvage } from './salvage.ts';
import { asideName, databaseIn, finishSwap, preparedIn, swapIn } from './swap.ts';

/** Where the last recovery's account is kept, until an officer says it was seen. */
export const RECOVERY_KEY = 'recovery.report';
const LISTED = 200;

export interface RecoverOptions extends Omit<OpenOptions, 'file' | 'onDamage'> {
  readonly dataFolder: string;
  /** This station's part of the second place; undefined where none is set up. */
  readonly backups?: string | undefined;
}

/** The store in `dataFolder` is damaged, empty or gone. Afterwards it opens. MC-STO-01 when there is no room for it. */
export async function recoverStore(options: RecoverOptions): Promise<Recovery> {
  const { dataFolder, now } = options;
  finishSwap(dataFolder);
  const prepared = preparedIn(dataFolder);
  const base = await prepareBase(options, prepared);
  const aside = asideName(now(), 'damaged');
  const recovery = fill(options, prepared, base, aside);
  swapIn(dataFolder, aside);
  rmSync(suspicionOf(databaseIn(dataFolder)), { force: true });
  return recovery;
}

interface Base {
  readonly madeAt: number | undefined;
  readonly lost: readonly Loss[];
}

/** The newest backup that is whole; those passed over are told. */
async function prepareBase(options: RecoverOptions, prepared: string): Promise<Base> {
  const lost: Loss[] = [];
  for (const file of await backupsOf(options, lost)) {
    try {
      const { head } = await unpackVerified(file, prepared, options.keys);
      return { madeAt: head.madeAt, lost };
    } catch (error) {
      if (!(error instanceof MotcuaError) || error.code === 'MC-STO-01' || error.code === 'MC-BAK-02') throw error;
      lost.push({ kind: 'backup-unusable', about: `${basename(file)} ${error.code}` });
    }
  }
  return { madeAt: undefined, lost };
}

async function backupsOf({ backups }: RecoverOptions, lost: Loss[]): Promise<readonly string[]> {
  if (backups === undefined) return [];
  try {
    return (await findBackups(backups)).map(({ file }) => file);
  } catch (error) {
    if (!(error instanceof MotcuaError)) throw error;
    lost.push({ kind: 'backup-unusable', about: error.code });
    return [];
  }
}

/** Everything happens in the prepared file, its own account too: from the instant it takes the other's place all of it counts. */
function fill(options: RecoverOptions, prepared: string, base: Base, aside: string): Recovery {
  if (base.madeAt === undefined) makeEmpty(options, prepared);
  const lost: Loss[] = [...base.lost];
  const cut = flushedCommitsCutOff(databaseIn(options.dataFolder));
  if (cut > 0) lost.push({ kind: 'commits-cut', about: String(cut) });
  const damaged = openDamaged(options, lost);
  try {
    const tail = damaged && continueAudit(damaged.db, prepared);
    if (tail?.cutAt !== undefined) lost.push({ kind: 'audit-cut', about: String(tail.cutAt) });
    markRestored(prepared, { why: 'recovered', at: options.now(), ...(base.madeAt ? { backup: base.madeAt } : {}) });
    const backup = base.madeAt === undefined ? {} : { backup: base.madeAt };
    return bring(options, damaged?.db, { at: options.now(), aside: `set-aside/${aside}`, ...backup, lost, tail });
  } finally {
    damaged?.close();
  }
}

function makeEmpty({ keys, stores }: RecoverOptions, prepared: string): void {
  const db = new Database(prepared);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    migrate(db, createProtection(keys, stores));
  } finally {
    db.close();
  }
}

interface Damaged {
  readonly db: Database.Database;
  close(): void;
}

/** For reading only: neither it nor its write-ahead log is changed. Undefined when not even its list of tables can be read. */
function openDamaged(options: RecoverOptions, lost: Loss[]): Damaged | undefined {
  const file = databaseIn(options.dataFolder);
  try {
    refuseEmptied(file);
    return openAsLatest(file, options);
  } catch (error) {
    if (!(error instanceof MotcuaError) && !(error instanceof Database.SqliteError)) throw error;
    lost.push({ kind: 'file-unreadable', about: error.message.slice(0, 100) });
    return undefined;
  }
}

const openToRead = (file: string): Database.Database =>
  new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });

/** Found damaged after an update of the program, it is of the schema before: a copy of it is brought up, as far as that goes. */
function openAsLatest(file: string, { keys, stores }: RecoverOptions): Damaged {
  const db = openToRead(file);
  try {
    const isOurs = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'operations'").get() !== undefined;
    if (!isOurs) throw new MotcuaError('MC-STO-03', { reason: 'no table of ours' });
    if (versionOf(db) === LATEST_VERSION) return { db, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
  db.close();
  return migratedCopy(file, createProtection(keys, stores));
}

function migratedCopy(file: string, protection: Protection): Damaged {
  const copy = `${file}.older`;
  const remove = (): void => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${copy}${end}`, { force: true });
  };
  remove();
  for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  try {
    const db = new Database(copy);
    const close = (): void => {
      db.close();
      remove();
    };
    try {
      migrate(db, protection);
      return { db, close };
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

function continueAudit(damaged: Database.Database, prepared: string): AuditTail {
  const db = new Database(prepared, { fileMustExist: true });
  try {
    db.pragma('synchronous = FULL');
    return bringAuditTail(damaged, db);
  } finally {
    db.close();
  }
}

interface Account extends Pick<Recovery, 'at' | 'aside' | 'backup'> {
  readonly lost: readonly Loss[];
  readonly tail: AuditTail | undefined;
}

function bring(options: RecoverOptions, damaged: Database.Database | undefined, account: Account): Recovery {
  const { store, parts } = openStoreParts({ ...options, file: preparedIn(options.dataFolder) });
  try {
    const salvaged = damaged === undefined ? { brought: {}, lost: [] } : salvage(damaged, parts, store.settings);
    const { tail, lost: before, ...rest } = account;
    const lost = [...before, ...salvaged.lost];
    const brought = { ...salvaged.brought, ...(tail ? { audit: tail.brought } : {}) };
    const recovery = recoverySchema.parse({ ...rest, brought, lost: lost.slice(0, LISTED), lostCount: lost.length });
    parts.transact(() => keepAccount(options, parts, store.settings, recovery));
    return recovery;
  } finally {
    store.close();
  }
}

/** In the trail, and in the store itself, so that the windows can show it at every start. */
function keepAccount(
  { station }: RecoverOptions,
  { db, audit }: Parts,
  settings: OfficeStore['settings'],
  recovery: Recovery,
): void {
  const entry = { at: recovery.at, who: station };
  audit.append({ ...entry, what: `store.set-aside:${recovery.lostCount}`, about: recovery.aside });
  for (const { kind, about } of recovery.lost) audit.append({ ...entry, what: `store.lost:${kind}`, about });
  settings.set(RECOVERY_KEY, JSON.stringify(recovery));
  // What was brought may have been numbered after an earlier restore; the last of it may be missing.
  jumpAhead(db, settings);
}
