/** Printing jobs and what is known of the paper; every change of state is in the audit. */
import type { PrintDocument, PrintState } from '../domain/device.ts';
import type { ReceivedDossier } from '../domain/dossier.ts';
import { MotcuaError } from '../domain/errors.ts';
import type { IntakeCommit, OfficeStore, PrintCount, StoredPrintJob } from './contract.ts';
import type { Parts } from './parts.ts';

interface Row {
  readonly number: number;
  readonly id: string;
  readonly document: PrintDocument;
  readonly title: string;
  readonly printer_id: string;
  readonly copies: number;
  readonly state: PrintState;
  readonly code: string | null;
  readonly evidence: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly dossier_id: string | null;
  readonly ticket_id: string | null;
  readonly dossier_code: string | null;
  readonly officer: string;
}

/** What the officer sees in the list of jobs. */
const TITLES = {
  receipt: 'Giấy tiếp nhận và hẹn trả kết quả',
  slip: 'Phiếu hẹn',
  ticket: 'Phiếu số thứ tự',
  test: 'Trang in thử',
  separator: 'Tờ ngăn hồ sơ',
  'separator-a5': 'Tờ ngăn hồ sơ A5',
  'control-slip': 'Phiếu kiểm soát hồ sơ',
} as const satisfies Record<PrintDocument, string>;

const SELECT = 'SELECT j.*, d.code AS dossier_code FROM prints j LEFT JOIN dossiers d ON d.id = j.dossier_id';

const jobOf = (row: Row): StoredPrintJob => ({
  id: row.id,
  document: row.document,
  title: row.title,
  printerId: row.printer_id,
  state: row.state,
  code: row.code ?? undefined,
  evidence: row.evidence,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  dossierId: row.dossier_id ?? undefined,
  dossierCode: row.dossier_code ?? undefined,
  ticketId: row.ticket_id ?? undefined,
  copies: row.copies,
  officer: row.officer,
});

type NewJob = Parameters<OfficeStore['prints']['add']>[0];

export type Prints = OfficeStore['prints'] & {
  /** Inside the caller's transaction. */
  addOfIntake(commit: IntakeCommit, dossier: ReceivedDossier): void;
};

/** As the index over the open jobs says it: SQLite takes that index only where it reads the same words. */
const OPEN = "j.state NOT IN ('printed', 'dropped')";
/** Printers of waiting jobs, each found by a step in the index however many jobs it has. */
const WAITING_FOR = `
  WITH RECURSIVE printer (id) AS (
    SELECT min(printer_id) FROM prints j WHERE ${OPEN} AND state = 'waiting'
    UNION ALL
    SELECT (SELECT min(printer_id) FROM prints j WHERE ${OPEN} AND state = 'waiting' AND printer_id > printer.id)
    FROM printer WHERE printer.id IS NOT NULL
  )
  SELECT id FROM printer WHERE id IS NOT NULL`;
const COUNTS = `
  SELECT printer_id AS printerId,
         count(*) FILTER (WHERE state IN ('waiting', 'printing')) AS waiting,
         count(*) FILTER (WHERE state IN ('uncertain', 'failed')) AS forPerson
  FROM prints j WHERE ${OPEN} GROUP BY printer_id`;

export const createPrints = ({
  db,
  transact,
  audit,
}: Pick<Parts, 'db' | 'transact'> & { readonly audit: Pick<Parts['audit'], 'append'> }): Prints => {
  const get = db.prepare<[string], Row>(`${SELECT} WHERE j.id = ?`);
  const next = db.prepare<[string, number], Row>(
    `${SELECT} WHERE ${OPEN} AND j.state = 'waiting' AND j.printer_id = +? ORDER BY j.number LIMIT ?`,
  );
  const forPerson = db.prepare<[number], Row>(
    `${SELECT} WHERE ${OPEN} AND j.state IN ('uncertain', 'failed') ORDER BY j.number LIMIT ?`,
  );
  const printing = db.prepare<[], Row>(`${SELECT} WHERE ${OPEN} AND j.state = 'printing' ORDER BY j.number`);
  const waitingFor = db.prepare<[], string>(WAITING_FOR).pluck();
  const counts = db.prepare<[], PrintCount>(COUNTS);
  const ofDossier = db.prepare<[string], Row>(`${SELECT} WHERE j.dossier_id = ? ORDER BY j.number`);
  const openOfDossiers = db.prepare<[string], Row>(
    `${SELECT} WHERE ${OPEN} AND j.dossier_id IN (SELECT value FROM json_each(?)) ORDER BY j.number`,
  );
  const insert = db.prepare(`
    INSERT INTO prints (id, document, title, printer_id, copies, state, evidence, created_at, updated_at, dossier_id, ticket_id, officer)
    VALUES (?, ?, ?, ?, ?, 'waiting', '', ?, ?, ?, ?, ?)`);
  const update = db.prepare(`
    UPDATE prints SET state = :state, code = :code, evidence = :evidence, printer_id = :printerId, updated_at = :at WHERE id = :id`);

  /** The oldest of each printer, and of those the oldest: no list is read further than that, however many wait. */
  const underWay = (limit: number): readonly Row[] =>
    [...printing.all(), ...waitingFor.all().flatMap((printer) => next.all(printer, limit))]
      .sort((a, b) => a.number - b.number)
      .slice(0, limit);
  const stored = (id: string): StoredPrintJob => {
    const row = get.get(id);
    if (row === undefined) throw new MotcuaError('MC-API-05', { print: id });
    return jobOf(row);
  };
  const insertJob = (job: NewJob): void => {
    const { id, document, title, printerId, copies, createdAt: at, dossierId, ticketId, officer } = job;
    const about = [dossierId ?? null, ticketId ?? null, officer ?? ''];
    insert.run(id, document, title, printerId, copies, at, at, ...about);
  };
  return {
    add: (job) =>
      transact(() => {
        if (get.get(job.id) === undefined) {
          insertJob(job);
          audit.append({
            at: job.createdAt,
            who: job.officer || 'station',
            what: `print.${job.document}:waiting`,
            about: job.id,
          });
        }
        return stored(job.id);
      }),
    addOfIntake: ({ prints, dossierId }, { receivedAt: at, officer }) => {
      for (const { id, document, printerId, copies } of prints)
        insert.run(id, document, TITLES[document], printerId, copies, at, at, dossierId, null, officer);
    },
    get: (id) => {
      const row = get.get(id);
      return row && jobOf(row);
    },
    update: (id, { state, code, evidence, printerId }, at, by) =>
      transact(() => {
        const job = stored(id);
        update.run({
          id,
          state,
          code: code ?? null,
          evidence: evidence ?? job.evidence,
          printerId: printerId ?? job.printerId,
          at,
        });
        audit.append({ at, who: by, what: `print.${job.document}:${state}`, about: job.dossierCode ?? id });
        return stored(id);
      }),
    next: (printerId, limit) => next.all(printerId, limit).map(jobOf),
    unfinished: (limit) => {
      const first = forPerson.all(limit);
      return [...first, ...underWay(limit - first.length)].map(jobOf);
    },
    printing: () => printing.all().map(jobOf),
    waitingFor: () => waitingFor.all(),
    counts: () => counts.all(),
    ofDossier: (dossierId) => ofDossier.all(dossierId).map(jobOf),
    openOf: (dossierIds) =>
      Map.groupBy(openOfDossiers.all(JSON.stringify(dossierIds)).map(jobOf), ({ dossierId }) => dossierId ?? ''),
  };
};
