/** A store as an older program left it: dossiers taken in and not yet sent, in the tables of that version. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { formatDossierCode } from '../../domain/dossier-code.ts';
import { localDate } from '../../domain/local-time.ts';
import type { Operation } from '../../domain/operation.ts';
import { createAudit } from '../../offline-store/audit.ts';
import { migrate } from '../../offline-store/migrate.ts';
import { createProtection } from '../../offline-store/protection/protection.ts';
import type { Db } from '../../offline-store/transaction.ts';
import { type Command, intakeDraft } from './commands.ts';
import { openLedger } from './ledger.ts';
import { KEYS, ledgerFile, type OfficeAddress, storeFile } from './office.ts';
import type { Random } from './random.ts';

/** The first with operations and an audit; tables that came later have nothing in them yet. */
const OLDEST = 3;
/** The last one whose rows say everything in the clear. */
const NEWEST = 11;
const DAY_MS = 86_400_000;

type Received = Extract<Operation, { type: 'dossier.received' }>;
type Intake = Extract<Command, { what: 'receive' }>;

const operationOf = ({ station, agency }: OfficeAddress, command: Intake, sequence: number): Received => {
  const { operationId: id, dossierId, at } = command;
  const by = { officer: 'Trần Văn Mẫu', desk: 3 };
  const code = formatDossierCode({ agency, date: localDate(at), sequence });
  const payload = { ...intakeDraft('Nguyễn Thị Mẫu'), ...by, id: dossierId, code, secret: 'K7P2M9QX', agency };
  return {
    ...{ id, station, sequence, officer: by.officer, madeAt: at, correctedAt: at, type: 'dossier.received' },
    payload: { ...payload, receivedAt: at, dueAt: at + DAY_MS },
  };
};

function insert(db: Db, operation: Received): void {
  const { id, station, sequence, type, payload, madeAt } = operation;
  const body = JSON.stringify(operation);
  const { id: dossierId, code, receivedAt, dueAt } = payload;
  db.prepare(
    `INSERT INTO dossiers (id, code, code_key, ours, received, received_day, status, status_since, due_at)
     VALUES (?, ?, ?, 1, ?, ?, 'received', ?, ?)`,
  ).run(dossierId, code, code, JSON.stringify(payload), localDate(receivedAt), receivedAt, dueAt);
  db.prepare('INSERT INTO operations (id, station, sequence, type, dossier_id, body) VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    station,
    sequence,
    type,
    dossierId,
    body,
  );
  db.prepare("INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (?, ?, 'waiting', ?, ?)").run(
    ...[id, sequence, madeAt, Buffer.byteLength(body)],
  );
}

/** Answers the version that it made. Every dossier in it was acknowledged, and stands in the ledger as such. */
export function makeOldStore(address: OfficeAddress, random: Random, dossiers: number): number {
  const version = OLDEST + random.whole(NEWEST - OLDEST + 1);
  const protection = createProtection(KEYS, 'office');
  mkdirSync(dirname(storeFile(address)), { recursive: true });
  const db = new Database(storeFile(address));
  db.pragma('journal_mode = WAL');
  migrate(db, protection, OLDEST);
  fill(db, address, random, dossiers);
  migrate(db, protection, version);
  db.close();
  return version;
}

function fill(db: Db, address: OfficeAddress, random: Random, dossiers: number): void {
  const ledger = openLedger(ledgerFile(address));
  const audit = createAudit(db);
  const at = Date.now();
  const fillAll = db.transaction(() => {
    for (let sequence = 1; sequence <= dossiers; sequence += 1) {
      const ids = {
        operationId: random.uuid7(at),
        dossierId: random.uuid7(at),
        printId: '',
      };
      const command: Intake = { what: 'receive', ...ids, at };
      const operation = operationOf(address, command, sequence);
      insert(db, operation);
      audit.append({ at, who: operation.officer, what: 'dossier.received', about: operation.payload.code });
      ledger.begin(command);
      ledger.done(command, { code: operation.payload.code });
    }
  });
  fillAll();
  ledger.close();
}
