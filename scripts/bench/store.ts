/** The store against SQLite itself: what our rules cost on top of the disk. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { dossierCodeKey } from '../../domain/dossier-code.ts';
import type { IntakeCommit, OfficeStore } from '../../offline-store/contract.ts';
import { type Figure, figure, inTurn, median, type Pair, quantile, timeEach } from './figures.ts';
import { DOSSIERS, openOffice } from './office.ts';
import { changeOf, codeOf, hurriedWords, intakeOf } from './people.ts';
import { insertsInto, rowOf } from './raw-office.ts';

const INTAKES = 60;
/** A desk's program has run before: its code is compiled. */
const WARM_UP = 150;
const LOOKUPS = 2_000;
const SEARCHES = 300;
/** As the counter asks. */
const SEARCH_LIMIT = 30;
/** Beyond every dossier that is there. */
const RAW_FROM = 3_000_000;
const HOUR_MS = 3_600_000;
/** The store's idle turns come when nobody has done anything for a third of a second. */
const IDLE_MS = 1_500;
const ANSWERS_BYTES = 10_000_000;

/** `rawFile`: the same dossiers in the clear (raw-office.ts). */
export async function storeFigures(folder: string, rawFile: string, now: number): Promise<readonly Figure[]> {
  const store = openOffice(folder);
  const raw = new Database(rawFile);
  raw.pragma('synchronous = FULL');
  try {
    return [
      ...(await commitFigures(store, raw, now)),
      await lookupFigure(store, raw, now),
      await searchFigure(store, raw),
    ];
  } finally {
    raw.close();
    store.close();
  }
}

interface Intake {
  readonly dossierId: string;
  readonly operationId: string;
  readonly prints: IntakeCommit['prints'];
}

type Papers = (id: () => string) => IntakeCommit['prints'];

/** An office without a printer: what the reference writes, and nothing more. */
const noPapers: Papers = () => [];
const receiptAndSlip: Papers = (id) => [
  { id: id(), document: 'receipt', printerId: 'page-printer', copies: 1 },
  { id: id(), document: 'slip', printerId: 'slip-printer', copies: 1 },
];

const newIntakes = (count: number, papers: Papers): readonly Intake[] =>
  Array.from({ length: count }, () => ({ dossierId: uuidv7(), operationId: uuidv7(), prints: papers(uuidv7) }));

const perSecond = (times: readonly number[]): number =>
  (times.length * 1_000) / times.reduce((sum, one) => sum + one, 0);

async function commitFigures(store: OfficeStore, raw: Database.Database, now: number): Promise<readonly Figure[]> {
  const add = rawIntake(raw, now);
  const rush = (count: number, papers: Papers) => {
    const intakes = newIntakes(count, papers);
    for (const { dossierId } of intakes) store.saveDraft(dossierId, intakeOf(0), now);
    const times = timeEach(count, (index) => receive(store, intakes[index], index, now));
    return { intakes, times };
  };
  const rate = (papers: Papers) => async () => {
    const { intakes, times } = rush(INTAKES, papers);
    await rest(store, intakes, now);
    return perSecond(times);
  };
  await rest(store, rush(WARM_UP, receiptAndSlip).intakes, now);
  for (let index = 0; index < WARM_UP; index += 1) add();
  const rounds = await inTurn({
    bare: rate(noPapers),
    printed: rate(receiptAndSlip),
    reference: () => perSecond(timeEach(INTAKES, add)),
  });
  return [
    figure(
      { name: 'commit', unit: 'intakes/s', note: `an intake through the store (${COMMITTED}) | ${RAW_COMMITTED}` },
      pairs(rounds, 'bare'),
    ),
    figure(
      {
        name: 'commit.printed',
        unit: 'intakes/s',
        note: `the same with the two print jobs of its papers, which the reference has not | the same`,
      },
      pairs(rounds, 'printed'),
    ),
  ];
}

const COMMITTED = `number, dossier sealed, operation, outbox, audit chain, its draft over; the full text and the log follow in idle turns; ${DOSSIERS} dossiers there, the papers of the rush before printed and its operations answered`;
const RAW_COMMITTED =
  'dossier, operation, outbox and audit by four prepared inserts into the same tables and indexes, as many rows there; both flushed to the same disk (WAL, synchronous=FULL)';

type Rates = Readonly<Record<'bare' | 'printed' | 'reference', number>>;
const pairs = (rounds: readonly Rates[], ours: 'bare' | 'printed'): readonly Pair[] =>
  rounds.map((rates) => ({ ours: rates[ours], reference: rates.reference }));

/** Between two rushes: the papers come out, the province answers, and the store has its idle turns. */
async function rest(store: OfficeStore, intakes: readonly Intake[], now: number): Promise<void> {
  for (const { id } of intakes.flatMap(({ prints }) => prints))
    store.prints.update(id, { state: 'printed' }, now, 'station');
  const sent = store.outbox.batch(intakes.length, ANSWERS_BYTES);
  store.outbox.settle(
    sent.map(({ id, sequence }) => ({ id, outcome: 'accepted', revision: RAW_FROM + sequence })),
    now,
  );
  await pause(IDLE_MS);
}

function receive(store: OfficeStore, intake: Intake | undefined, index: number, now: number): void {
  if (!intake) return;
  const { dossierId, operationId, prints } = intake;
  const commit = { dossierId, intake: intakeOf(index), dueAt: now + HOUR_MS, secret: 'K7P2M9QX', prints };
  store.receiveDossier(commit, { operationId, officer: 'Hồ Thị Mỹ Duyên', desk: 2, madeAt: now, correctedAt: now });
}

/** The least that a careful programmer would write: four tables, four prepared inserts, one transaction. */
function rawIntake(db: Database.Database, now: number): () => void {
  const { dossier, operation } = insertsInto(db);
  const outbox = db.prepare(
    "INSERT INTO outbox (operation_id, sequence, state, made_at, bytes) VALUES (?, ?, 'waiting', ?, ?)",
  );
  const audit = db.prepare("INSERT INTO audit (at, who, what, about, hash) VALUES (?, ?, 'dossier.received', ?, ?)");
  const hash = '0'.repeat(64);
  let count = RAW_FROM;
  return db.transaction(() => {
    count += 1;
    const row = rowOf(changeOf(count, now));
    dossier.run(...row.dossier);
    operation.run(...row.operation);
    outbox.run(row.operation[0], count, now, 900);
    audit.run(now, 'Hồ Thị Mỹ Duyên', row.dossier[1], hash);
  }).immediate;
}

/** Spread over the whole table, never the same neighbour twice in a row. */
const anyDossier = (index: number): number => (index * 7_919) % DOSSIERS;

async function lookupFigure(store: OfficeStore, raw: Database.Database, now: number): Promise<Figure> {
  const codes = Array.from({ length: LOOKUPS }, (_, index) => codeOf(anyDossier(index), now));
  const keys = codes.map(dossierCodeKey);
  const statement = raw.prepare('SELECT * FROM dossiers WHERE code_key = ?');
  const ours = () => median(timeEach(LOOKUPS, (index) => found(store.dossiers.byCode(codes[index] ?? ''))));
  const reference = () => median(timeEach(LOOKUPS, (index) => found(statement.get(keys[index]))));
  const note = `byCode among ${DOSSIERS} dossiers, p50, with its state in the outbox and its JSON read | the row by a prepared statement`;
  return figure({ name: 'lookup.store', unit: 'ms', note }, await inTurn({ ours, reference }));
}

function found(row: unknown): void {
  if (row === undefined) throw new Error('a seeded dossier was not found: the figure would mean nothing');
}

async function searchFigure(store: OfficeStore, raw: Database.Database): Promise<Figure> {
  const texts = Array.from({ length: SEARCHES }, (_, index) => hurriedWords(index));
  const queries = texts.map((text) =>
    text
      .split(' ')
      .map((word) => `"${word}" *`)
      .join(' AND '),
  );
  const statement = raw.prepare(
    `SELECT d.* FROM dossier_search s JOIN dossiers d ON d.number = s.rowid
     WHERE dossier_search MATCH ? ORDER BY s.rowid DESC LIMIT ${SEARCH_LIMIT}`,
  );
  const p99 = (work: (index: number) => void) => quantile(timeEach(SEARCHES, work), 0.99);
  const ours = () => p99((index) => found(store.dossiers.search(texts[index] ?? '', SEARCH_LIMIT).dossiers[0]));
  const reference = () => p99((index) => found(statement.all(queries[index])[0]));
  const note = `two words without marks among ${DOSSIERS} dossiers, p99, up to ${SEARCH_LIMIT} whole dossiers | one FTS5 query that reads the same rows, not their JSON`;
  return figure({ name: 'search', unit: 'ms', note }, await inTurn({ ours, reference }));
}
