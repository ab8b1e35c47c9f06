/**
 * Looks through the whole store without changing anything, beside a station at work or without one: is the file whole, the
 * audit trail unbroken, every operation on its way, every dossier where its operations lead, every scan and page still there, every
 * list as it came; does the province know what it has accepted, and is there a recent copy that could be put back?
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import type { StoreCheckName, StoreFinding } from '../../domain/store-check.ts';
import { createBlobStore } from '../blobs.ts';
import { refuseEmptied } from '../damage.ts';
import { refuseForeign } from '../migrate.ts';
import type { KeyRing } from '../protection/key-ring.ts';
import { createProtection } from '../protection/protection.ts';
import { storeError } from '../store-error.ts';
import type { PortalClient } from '../sync/client.ts';
import type { Db } from '../transaction.ts';
import { type BackupPlace, lookAtBackups } from './backups.ts';
import { findingOf, type Heal, type Look } from './finding.ts';
import { lookAtLists } from './lists.ts';
import { lookAtAudit, lookAtDatabase, lookAtDossiers, lookAtKey, lookAtOperations, lookAtSearch } from './looks.ts';
import { lookAtWaitingPages, type PagesLook } from './pages.ts';
import { lookAtPapers } from './papers.ts';
import { lookAtProvince } from './province.ts';

const LOOKS: readonly (readonly [StoreCheckName, Look])[] = [
  ['database', lookAtDatabase],
  ['audit', lookAtAudit],
  ['operations', lookAtOperations],
  ['dossiers', lookAtDossiers],
  ['papers', lookAtPapers],
  ['lists', lookAtLists],
  ['search', lookAtSearch],
  ['key', lookAtKey],
];

export interface StoreCheckOptions {
  readonly file: string;
  readonly blobs: string;
  readonly now: number;
  readonly keys: KeyRing;
  /** The name under which this PC works now: an operation of that name that was never queued shows. */
  readonly station?: string | undefined;
  /** Brings a scan back; without it nothing is changed. */
  readonly heal?: Heal | undefined;
  /** Where batches wait for their dossiers, and what they say that they have; without it they are not looked at. */
  readonly pages?: Omit<PagesLook, 'keys'> | undefined;
  readonly onFinding?: (finding: StoreFinding) => void;
  /** Where this PC's copies are; without it they are not looked at. */
  readonly backups?: BackupPlace | undefined;
  /** The way to the province; without it nothing is asked there. */
  readonly province?: PortalClient | undefined;
}

/** MC-API-05 where there is no store, MC-STO-02/03 where it is a newer program's, another's or no database at all. */
export async function checkStore(options: StoreCheckOptions): Promise<readonly StoreFinding[]> {
  const db = openToRead(options.file);
  const { keys, now, station, heal } = options;
  const parts = {
    db,
    blobs: createBlobStore(options.blobs, keys),
    protection: createProtection(keys),
    now,
    station,
    heal,
  };
  try {
    const findings: StoreFinding[] = [];
    const keep = (finding: StoreFinding): void => {
      options.onFinding?.(finding);
      findings.push(finding);
    };
    for (const [name, look] of LOOKS) keep(await findingOf(name, look, parts));
    const { province: client, backups, pages } = options;
    if (pages) keep(await findingOf('pages', lookAtWaitingPages, { ...pages, keys }));
    if (client) keep(await findingOf('province', lookAtProvince, { db, client }));
    if (backups) keep(await findingOf('backups', lookAtBackups, { ...backups, keys, now, named: pages?.named }));
    return findings;
  } finally {
    db.close();
  }
}

function openToRead(file: string): Db {
  refuseEmptied(file);
  if (!existsSync(file)) throw new MotcuaError('MC-API-05', { file });
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    refuseForeign(db);
    return db;
  } catch (error) {
    throw storeError(error);
  }
}
