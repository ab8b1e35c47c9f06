/**
 * Brings into a store what a damaged database still holds and the store does not know: rows are copied as they lie there (sealed
 * values are bound to ids, which they keep), each by itself, and whatever does not fit is told, never forced. Ids make it harmless
 * that the portal brings some of it too.
 */
import { operationSchema, outboxStateSchema } from '../../domain/operation.ts';
import type { Loss } from '../../domain/recovery.ts';
import type { OfficeStore } from '../contract.ts';
import { isDamage } from '../damage.ts';
import type { Parts } from '../parts.ts';
import { isStorageFailure } from '../store-error.ts';
import type { Db } from '../transaction.ts';
import { type ReadRow, type Row, readable, readableRows } from './readable-rows.ts';
import { salvageCatalogue, salvageOfficers } from './salvage-announced.ts';

export interface Salvaged {
  readonly brought: Readonly<Record<string, number>>;
  readonly lost: readonly Loss[];
}

interface Work {
  readonly damaged: Db;
  readonly parts: Parts;
  readonly settings: OfficeStore['settings'];
  readonly note: (kind: Loss['kind'], about: string) => void;
  readonly count: (table: string) => void;
  /** Dossiers whose standing is to be computed anew. */
  readonly touched: Set<string>;
}

/** Rows a transaction: a large store is not one transaction of a gigabyte. */
const LOT = 500;

/** `damaged` is open for reading only; `parts` are those of the store that will take its place. */
export function salvage(damaged: Db, parts: Parts, settings: OfficeStore['settings']): Salvaged {
  const brought: Record<string, number> = {};
  const lost: Loss[] = [];
  const work: Work = {
    damaged,
    parts,
    settings,
    note: (kind, about) => void lost.push({ kind, about }),
    count: (table) => {
      brought[table] = (brought[table] ?? 0) + 1;
    },
    touched: new Set(),
  };
  bringOperations(work);
  bringOutbox(work);
  bringPapers(work);
  for (const table of ['tickets', 'prints', 'drafts', 'quarantine', 'settings', 'effective_settings'] as const)
    bringRows(work, table);
  const versions = salvageCatalogue(damaged, parts, (id) => work.note('rows-unreadable', `catalogue ${id}`));
  if (versions > 0) brought['catalogue_versions'] = versions;
  const officers = salvageOfficers(damaged, parts, (about) => work.note('rows-unreadable', about));
  if (officers > 0) brought['officers'] = officers;
  refreshStandings(work);
  noteMissing(work);
  return { brought, lost };
}

/** Each row of a table in lots of one transaction; a row that does not fit is undone by itself. Whether all were there and fitted. */
function eachRow(work: Work, table: string, take: (read: ReadRow) => void): boolean {
  let whole = true;
  const rows = readableRows(work.damaged, table, (after) => {
    whole = false;
    work.note('rows-unreadable', `${table} ${after}`);
  });
  for (let lot = takeLot(rows); lot.length > 0; lot = takeLot(rows)) {
    work.parts.transact(() => {
      for (const row of lot) {
        if (fits(work, () => take(row))) continue;
        whole = false;
        work.note(KIND[table] ?? 'rows-unreadable', aboutRow(table, row));
      }
    });
  }
  return whole;
}

const KIND: Readonly<Record<string, Loss['kind']>> = {
  operations: 'operation-unreadable',
  documents: 'paper-unreadable',
  drafts: 'draft-unreadable',
};

const aboutRow = (table: string, { number, row }: ReadRow): string =>
  `${table} ${typeof row.id === 'string' ? row.id.slice(0, 80) : number}`;

function takeLot(rows: Generator<ReadRow>): readonly ReadRow[] {
  const lot: ReadRow[] = [];
  while (lot.length < LOT) {
    const next = rows.next();
    if (next.done) break;
    lot.push(next.value);
  }
  return lot;
}

/** In a savepoint of its own. The disk being full is no fault of the row, and ends it all. */
function fits({ parts }: Work, take: () => void): boolean {
  try {
    parts.transact(take);
    return true;
  } catch (error) {
    if (isStorageFailure(error) && !isDamage(error)) throw error;
    return false;
  }
}

const columnsOf = (db: Db, table: string): readonly string[] =>
  db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);

/** As it lies there but for its number, which the store gives anew; what is there already stays. */
function inserter({ parts: { db } }: Work, table: string, conflict = 'DO NOTHING'): (row: Row) => boolean {
  const names = columnsOf(db, table).filter((name) => name !== 'number');
  const values = names.map((name) => `:${name}`).join(', ');
  const insert = db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values}) ON CONFLICT ${conflict}`);
  return (row) => insert.run(Object.fromEntries(names.map((name) => [name, row[name] ?? null]))).changes > 0;
}

/** An operation counts when it can be read back whole; one that takes a dossier in brings the dossier's own row. */
function bringOperations(work: Work): void {
  const { parts, damaged, count, touched } = work;
  const dossierRow = dossierReader(damaged);
  const addDossier = inserter(work, 'dossiers');
  const addOperation = inserter(work, 'operations');
  eachRow(work, 'operations', ({ row }) => {
    const id = String(row.id);
    if (parts.operations.find(id) !== undefined) return;
    if (row.type === 'dossier.received' && !parts.dossiers.has(String(row.dossier_id))) {
      addDossier(dossierRow(String(row.dossier_id)) ?? {});
      count('dossiers');
    }
    addOperation(row);
    operationSchema.parse(parts.operations.get(id)?.operation);
    if (typeof row.dossier_id === 'string') touched.add(row.dossier_id);
    count('operations');
  });
}

/** By the index; where that is damaged, by where its row was found when all were looked at once. */
function dossierReader(damaged: Db): (id: string) => Row | undefined {
  const byId = prepared(damaged, 'SELECT * FROM dossiers WHERE id = ?');
  const byNumber = prepared(damaged, 'SELECT * FROM dossiers WHERE number = ?');
  let numbers: ReadonlyMap<string, number> | undefined;
  const numberOf = (id: string): number => {
    numbers ??= new Map(
      [...readableRows(damaged, 'dossiers', () => undefined)].map(({ number, row }) => [String(row.id), number]),
    );
    return numbers.get(id) ?? -1;
  };
  return (id) => byId(id) ?? byNumber(numberOf(id));
}

/** Undefined for no row, and for one that damage keeps from being read. */
const prepared =
  (damaged: Db, sql: string) =>
  (value: string | number): Row | undefined =>
    readable(() => damaged.prepare<[unknown], Row>(sql).get(value));

/** Our own operations find their way again; what the province has said since the backup is kept too. */
function bringOutbox(work: Work): void {
  const { parts, touched } = work;
  const add = inserter(work, 'outbox');
  const known = parts.db.prepare<[string], string>('SELECT dossier_id FROM operations WHERE id = ?').pluck();
  const settle = parts.db.prepare(`
    UPDATE outbox SET state = :state, code = :code, message = :message, settled_at = :settled_at
    WHERE operation_id = :operation_id AND state = 'waiting' AND :state <> 'waiting'`);
  eachRow(work, 'outbox', ({ row }) => {
    const { operation_id: id, code, message, settled_at } = row;
    const state = outboxStateSchema.parse(row.state);
    const dossierId = known.get(String(id));
    if (dossierId === undefined) return work.note('operation-unreadable', String(id).slice(0, 80));
    if (add(row)) work.count('outbox');
    else settle.run({ operation_id: id, state, code, message, settled_at });
    if (dossierId !== null) touched.add(dossierId);
  });
  bringLostPlaces(work);
}

/** An operation of ours whose place in the outbox could not be read waits again: sending it twice does no harm. */
function bringLostPlaces({ parts: { db, station, transact } }: Work): void {
  transact(() =>
    db
      .prepare(`
        INSERT INTO outbox (operation_id, sequence, state, made_at, bytes)
        SELECT p.id, p.sequence, CASE WHEN p.revision IS NULL THEN 'waiting' ELSE 'accepted' END, p.made_at, length(p.body)
        FROM operations p WHERE p.station = ? AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.operation_id = p.id)
        ON CONFLICT DO NOTHING`)
      .run(station),
  );
}

function bringPapers(work: Work): void {
  const add = inserter(work, 'documents');
  const sent = work.parts.db.prepare('UPDATE documents SET uploaded_at = ? WHERE id = ? AND uploaded_at IS NULL');
  eachRow(work, 'documents', ({ row }) => {
    if (add(row)) return work.count('documents');
    if (typeof row.uploaded_at === 'number') sent.run(row.uploaded_at, row.id);
    return undefined;
  });
  noteUnowned(work);
}

/** The paper's operation came through, its row did not: made again from what the operation says. */
function noteUnowned({ parts: { db }, note }: Work): void {
  const ids = db
    .prepare<[], string>(`
      SELECT p.id FROM operations p WHERE p.type = 'document.attached'
      AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.operation_id = p.id)`)
    .pluck()
    .all();
  for (const id of ids) note('paper-unreadable', id);
}

/** What the PC itself must know to go on is never taken from a damaged file. */
const OWN_SETTINGS =
  /^(inbox|leases|store|restore|recovery|sequence|sync|feed|digest|snapshot|upload|announced|officers)\b/;

const ON_CONFLICT = {
  tickets: `(id) DO UPDATE SET state = excluded.state, desk = excluded.desk, called_at = excluded.called_at, calls = excluded.calls`,
  prints: `(id) DO UPDATE SET state = excluded.state, code = excluded.code, evidence = excluded.evidence, updated_at = excluded.updated_at
    WHERE excluded.updated_at > prints.updated_at`,
  drafts: 'DO NOTHING',
  quarantine: 'DO NOTHING',
  settings: 'DO NOTHING',
  effective_settings: '(id) DO NOTHING',
} as const;

function bringRows(work: Work, table: keyof typeof ON_CONFLICT): void {
  const add = inserter(work, table, ON_CONFLICT[table]);
  const seen: string[] = [];
  const whole = eachRow(work, table, ({ row }) => {
    if (table === 'settings' && OWN_SETTINGS.test(String(row.key))) return;
    if (table === 'drafts') seen.push(String(row.id));
    if (add(row)) work.count(table);
  });
  // A draft that the damaged file no longer had was handed in or dropped since: it must not be handed in again.
  if (table === 'drafts' && whole)
    work.parts.db
      .prepare('DELETE FROM drafts WHERE id NOT IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(seen));
}

function refreshStandings({ parts, touched }: Work): void {
  const ids = [...touched];
  for (let at = 0; at < ids.length; at += LOT)
    parts.transact(() => ids.slice(at, at + LOT).forEach((id) => void parts.standings.refresh(id)));
}

/** What the damaged file's trail tells of and nothing has brought back; holes in our own numbers. */
function noteMissing(work: Work): void {
  const { parts, note, damaged } = work;
  for (const { row } of readableRows(damaged, 'audit', () => undefined))
    if (row.what === 'dossier.received' && typeof row.about === 'string' && !parts.dossiers.hasCode(row.about))
      note('dossier-missing', row.about.slice(0, 80));
  const holes = parts.db
    .prepare<[], { readonly first: number; readonly last: number }>(`
      SELECT o.sequence + 1 AS first, n.sequence - 1 AS last
      FROM outbox o JOIN outbox n ON n.sequence = (SELECT min(sequence) FROM outbox WHERE sequence > o.sequence)
      WHERE n.sequence > o.sequence + 1 AND n.sequence < o.sequence + 1000000`)
    .all();
  for (const { first, last } of holes)
    for (let sequence = first; sequence <= Math.min(last, first + LOT); sequence += 1)
      note('sequence-missing', String(sequence));
}
