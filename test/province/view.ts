/** What one station holds at the end, in a file of its own; the portal writes the same of its side (portal-process.ts). */
import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Uuid7 } from '../../domain/ids.ts';
import { checkStore } from '../../offline-store/check/check.ts';
import type { StoredEvent } from '../../offline-store/contract.ts';
import { temporaryKeys } from '../../offline-store/protection/key-ring.ts';
import { chainHere, handsHere } from '../rig/hand-to-hand.ts';
import type { StationFinding } from './messages.ts';
import type { Office } from './offices.ts';
import type { SimulatedStation } from './station.ts';

/** A dossier as both sides must see it. `events`: its accepted operations with their revisions, in that order. */
export interface DossierView {
  readonly id: Uuid7;
  readonly code: string;
  readonly status: string;
  readonly dueAt: number;
  readonly rescheduled: boolean;
  readonly events: readonly string[];
  readonly documents: readonly string[];
  /** The hand-over that waits for its receiver. */
  readonly waiting: string | null;
}

/** `hands`: where its papers went, as the windows show it; the portal keeps only what waits. */
export interface ShownDossier extends DossierView {
  readonly hands: readonly string[];
}

export interface LeaseView {
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

/** The first line of a station's file; the others are its dossiers. */
export interface ViewHead {
  readonly station: string;
  readonly agency: string;
  readonly leases: readonly LeaseView[];
  readonly setAside: number;
}

const look = <T>(file: string, use: (db: Database.Database) => T): T => {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return use(db);
  } finally {
    db.close();
  }
};

/** How many operations the station knows as accepted: its own and the others' of its agency. */
export const acceptedIn = (file: string): number =>
  look(file, (db) =>
    db.prepare<[], number>('SELECT count(*) FROM operations WHERE revision IS NOT NULL').pluck().get(),
  ) ?? 0;

const dossiersIn = (file: string): readonly Uuid7[] =>
  look(file, (db) => db.prepare<[], Uuid7>('SELECT id FROM dossiers ORDER BY id').pluck().all());

const headOf = (file: string, { station, agency }: Office): ViewHead =>
  look(file, (db) => ({
    station,
    agency,
    leases: db.prepare<[], LeaseView>('SELECT day, first AS "from", last AS "to" FROM leases').all(),
    setAside: db.prepare<[], number>('SELECT count(*) FROM quarantine').pluck().get() ?? 0,
  }));

const byRevision = (events: readonly StoredEvent[]): readonly string[] =>
  events
    .flatMap(({ operation, revision }) => (revision === undefined ? [] : [{ id: operation.id, revision }]))
    .toSorted((a, b) => a.revision - b.revision)
    .map(({ id, revision }) => `${id}@${revision}`);

const dossierView = ({ store }: SimulatedStation, id: Uuid7): ShownDossier => {
  const dossier = store.dossiers.get(id);
  if (dossier === undefined) throw new Error(`a dossier that the store lists but does not have: ${id}`);
  const chain = chainHere(store, id);
  return {
    id,
    code: dossier.received.code,
    status: dossier.status,
    dueAt: dossier.dueAt,
    rescheduled: dossier.rescheduledTo !== undefined,
    events: byRevision(store.dossiers.events(id)),
    documents: store.dossiers
      .documents(id)
      .map(({ sha256 }) => sha256)
      .toSorted(),
    waiting: chain?.waiting?.id ?? null,
    hands: handsHere(chain),
  };
};

export const writeView = (file: string, office: Office, station: SimulatedStation): void => {
  const handle = openSync(file, 'w');
  try {
    writeSync(handle, `${JSON.stringify(headOf(station.files.database, office))}\n`);
    for (const id of dossiersIn(station.files.database))
      writeSync(handle, `${JSON.stringify(dossierView(station, id))}\n`);
  } finally {
    closeSync(handle);
  }
};

export const findingsIn = async (
  office: Office,
  { files, now }: SimulatedStation,
): Promise<readonly StationFinding[]> => {
  const findings = await checkStore({ file: files.database, blobs: files.blobs, now: now(), keys: temporaryKeys() });
  return findings.flatMap(({ check, problems }) =>
    problems.map(({ kind, about }) => ({ station: office.station, check, about: `${kind}: ${about}` })),
  );
};
