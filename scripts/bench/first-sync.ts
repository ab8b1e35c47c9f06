/** A new PC's first look at the feed: the whole station as its own process against the whole portal, and what it holds. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Figure, figure, ROUNDS } from './figures.ts';
import { DOSSIERS, databaseOf, furnish } from './office.ts';
import { HERE, type Province } from './province.ts';
import { createRawOffice, type RawOffice, sizeOfOneTable } from './raw-office.ts';
import { type StationProcess, startStationProcess } from './station-process.ts';

const LOOK_MS = 50;
/** What is left to collect is collected by then; an officer's PC stands idle for longer. */
const IDLE_AFTER_MS = 20_000;
/** A station that takes in nothing for so long is broken, not slow. */
const STUCK_MS = 120_000;
const MB = 1_048_576;

/** Bounds of the issue: of the station's process. */
const MEMORY_DURING_MB = 200;
const MEMORY_IDLE_MB = 120;

interface Course {
  /** Changes a second of each fifth of the feed. */
  readonly rates: readonly number[];
  /** Changes a second from the first one to the last one that the search finds. */
  readonly searchable: number;
  readonly peakMb: number;
  readonly idleMb: number;
}

/** Fills `folder` as a station does, then a raw office beside it. */
export async function firstSync(
  folder: string,
  rawFile: string,
  province: Province,
  now: number,
): Promise<readonly Figure[]> {
  furnish(folder, [], { url: province.url, token: province.tokenOf(HERE) });
  const course = await follow(folder);
  const raw = createRawOffice(rawFile, databaseOf(folder), now);
  const fifth = DOSSIERS / ROUNDS;
  const rawRates = Array.from({ length: ROUNDS }, (_, index) => raw.fill(index * fifth, (index + 1) * fifth));
  const figures = [...pullFigures(course, rawRates), ...memoryFigures(course), ...sizeFigures(folder, raw, now)];
  raw.close();
  return figures;
}

async function follow(folder: string): Promise<Course> {
  const station = await startStationProcess(folder);
  try {
    const started = performance.now();
    const rates = await pulled(folder);
    await indexed(folder);
    const searchable = (DOSSIERS * 1_000) / (performance.now() - started);
    await pause(IDLE_AFTER_MS);
    return { rates, searchable, ...memoryOf(station) };
  } finally {
    await station.stop();
  }
}

async function pulled(folder: string): Promise<readonly number[]> {
  const rates: number[] = [];
  let since = performance.now();
  let before = 0;
  await follows(folder, LAST_DOSSIER, (here) => {
    if (here < (DOSSIERS / ROUNDS) * (rates.length + 1)) return;
    rates.push(((here - before) * 1_000) / (performance.now() - since));
    [before, since] = [here, performance.now()];
  });
  return rates;
}

/** The full-text index comes after the dossiers (offline-store/search-index.ts). */
const indexed = (folder: string): Promise<void> => follows(folder, LAST_INDEXED, () => undefined);

const LAST_DOSSIER = 'SELECT max(number) FROM dossiers';
const LAST_INDEXED = 'SELECT indexed FROM search_progress';

/** Until the number has reached the last dossier's. */
async function follows(folder: string, sql: string, onLook: (here: number) => void): Promise<void> {
  const number = numberIn(databaseOf(folder), sql);
  let before = -1;
  try {
    for (let last = performance.now(); before < DOSSIERS; ) {
      await pause(LOOK_MS);
      const here = number.now();
      if (here > before) last = performance.now();
      if (performance.now() - last > STUCK_MS) throw new Error(`the station stopped at ${here} of ${DOSSIERS}`);
      before = here;
      onLook(here);
    }
  } finally {
    number.close();
  }
}

/** Looks into the station's database from outside, as a backup would. */
function numberIn(file: string, sql: string) {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  const last = db.prepare<[], number | null>(sql).pluck();
  return { now: () => last.get() ?? 0, close: () => void db.close() };
}

/** As Linux counts it: everything resident, the program's own pages too. */
function memoryOf({ pid }: StationProcess): Pick<Course, 'idleMb' | 'peakMb'> {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return { idleMb: Number.NaN, peakMb: Number.NaN };
  const status = readFileSync(file, 'utf8');
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { idleMb: kilobytes('VmRSS') / 1_024, peakMb: kilobytes('VmHWM') / 1_024 };
}

const RAW_NOTE =
  'lying ready, unsealed and unchecked, 2,000 a transaction; both WAL, synchronous=NORMAL; measured right after it';

function pullFigures({ rates, searchable }: Course, rawRates: readonly number[]): readonly Figure[] {
  const note =
    `first synchronisation of ${DOSSIERS} dossiers by a station's process from the portal on PostgreSQL (HTTP, JSON checked, personal fields sealed, ` +
    `windows served in between), medians of its five fifths, the full text following within some thousand dossiers | the same rows and their full text, ${RAW_NOTE}`;
  const found = `the whole, until the search finds the last of them | the same`;
  const rawWhole = ROUNDS / rawRates.reduce((sum, rate) => sum + 1 / rate, 0);
  return [
    figure(
      { name: 'pull', unit: 'changes/s', note },
      rates.map((ours, index) => ({ ours, reference: rawRates[index] ?? Number.NaN })),
    ),
    figure({ name: 'pull.searchable', unit: 'changes/s', note: found }, [{ ours: searchable, reference: rawWhole }]),
  ];
}

const memoryFigures = ({ peakMb, idleMb }: Course): readonly Figure[] => [
  figure(
    {
      name: 'memory.first-sync',
      unit: 'MB',
      note: 'most that the station’s process ever had resident while it took them in | the bound',
    },
    [{ ours: peakMb, reference: MEMORY_DURING_MB }],
  ),
  figure({ name: 'memory.idle', unit: 'MB', note: `the same process ${IDLE_AFTER_MS / 1_000} s later | the bound` }, [
    { ours: idleMb, reference: MEMORY_IDLE_MB },
  ]),
];

function sizeFigures(folder: string, raw: RawOffice, now: number): readonly Figure[] {
  const ours = statSync(databaseOf(folder)).size / MB;
  const table = sizeOfOneTable(join(folder, 'one-table.db'), DOSSIERS, now) / MB;
  return [
    figure(
      {
        name: 'size',
        unit: 'MB',
        note: 'the station’s database, sealed | the same tables, indexes and full text, unsealed',
      },
      [{ ours, reference: raw.size() / MB }],
    ),
    figure(
      {
        name: 'size.table',
        unit: 'MB',
        note: 'the station’s database | the operations’ JSON in one table with its key, no index, no full text',
      },
      [{ ours, reference: table }],
    ),
  ];
}
