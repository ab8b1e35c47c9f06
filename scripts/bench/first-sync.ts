/** A new PC's first look at the feed: the whole station as its own process against the whole portal, and what it holds. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Figure, figure, type Pair, ROUNDS } from './figures.ts';
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
const FIFTH = DOSSIERS / ROUNDS;

/** Bounds of the issue: of the station's process. */
const MEMORY_DURING_MB = 200;
const MEMORY_IDLE_MB = 120;

interface Course {
  /** Changes a second of each fifth of the feed, and of the same rows beside it. */
  readonly rates: readonly Pair[];
  /** Changes a second from the first one to the last one that the search finds. */
  readonly searchable: number;
  readonly peakMb: number;
  readonly idleMb: number;
  /** Of its next start, at rest. */
  readonly nextMb: number;
}

/** Fills `folder` as a station does, then a raw office beside it. */
export async function firstSync(
  folder: string,
  rawFile: string,
  province: Province,
  now: number,
): Promise<readonly Figure[]> {
  furnish(folder, [], { url: province.url, token: province.tokenOf(HERE) });
  const station = await startStationProcess(folder);
  const raw = createRawOffice(rawFile, databaseOf(folder), now);
  const course = await follow(folder, station, (fifth) => raw.fill(fifth * FIFTH, (fifth + 1) * FIFTH));
  const figures = [...pullFigures(course), ...memoryFigures(course), ...sizeFigures(folder, raw, now)];
  raw.close();
  return figures;
}

/** `beside`: the raw office's turn, which returns its changes a second; the station stands still meanwhile. */
async function follow(folder: string, station: StationProcess, beside: (fifth: number) => number): Promise<Course> {
  try {
    const clock = createClock(station.pid);
    const rates = await pulled(folder, (changes, fifth) => ({
      ours: changes / clock.lap(),
      reference: clock.held(() => beside(fifth)),
    }));
    await indexed(folder);
    const searchable = DOSSIERS / clock.whole();
    await pause(IDLE_AFTER_MS);
    const memory = memoryOf(station);
    await station.stop();
    return { rates, searchable, ...memory, nextMb: await nextStart(folder) };
  } finally {
    await station.stop();
  }
}

/** As on every morning after: its types are off and its code is compiled. */
async function nextStart(folder: string): Promise<number> {
  const station = await startStationProcess(folder);
  try {
    await pause(IDLE_AFTER_MS);
    return memoryOf(station).idleMb;
  } finally {
    await station.stop();
  }
}

/** Seconds of a process's own time: while it is held, the clock stands. */
function createClock(pid: number) {
  let since = performance.now();
  let whole = 0;
  const lap = (): number => {
    const seconds = (performance.now() - since) / 1_000;
    since = performance.now();
    whole += seconds;
    return seconds;
  };
  return {
    lap,
    /** All laps and what has gone by since. */
    whole: () => whole + (performance.now() - since) / 1_000,
    held: <T>(work: () => T): T => {
      process.kill(pid, 'SIGSTOP');
      try {
        return work();
      } finally {
        process.kill(pid, 'SIGCONT');
        since = performance.now();
      }
    },
  };
}

/** `onFifth` is told of each fifth of the feed in the moment it is there, with the changes that came in since the one before. */
async function pulled(folder: string, onFifth: (changes: number, fifth: number) => Pair): Promise<readonly Pair[]> {
  const rates: Pair[] = [];
  let before = 0;
  await follows(folder, LAST_DOSSIER, (here) => {
    if (here < FIFTH * (rates.length + 1)) return;
    rates.push(onFifth(here - before, rates.length));
    before = here;
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
  'lying ready, unsealed and unchecked, 2,000 a transaction; both WAL, synchronous=NORMAL; each fifth right behind ours, which is held meanwhile';

function pullFigures({ rates, searchable }: Course): readonly Figure[] {
  const note =
    `first synchronisation of ${DOSSIERS} dossiers by a station's process from the portal on PostgreSQL (HTTP, JSON checked, personal fields sealed, ` +
    `windows served in between), medians of its five fifths, the full text following within some thousand dossiers | the same rows and their full text, ${RAW_NOTE}`;
  const found = `the whole, until the search finds the last of them | the same`;
  const rawWhole = ROUNDS / rates.reduce((sum, { reference }) => sum + 1 / reference, 0);
  return [
    figure({ name: 'pull', unit: 'changes/s', note }, rates),
    figure({ name: 'pull.searchable', unit: 'changes/s', note: found }, [{ ours: searchable, reference: rawWhole }]),
  ];
}

const memoryFigures = ({ peakMb, idleMb, nextMb }: Course): readonly Figure[] => [
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
  figure(
    {
      name: 'memory.next-start',
      unit: 'MB',
      note: `the same office’s next start, ${IDLE_AFTER_MS / 1_000} s after it | the bound`,
    },
    [{ ours: nextMb, reference: MEMORY_IDLE_MB }],
  ),
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
