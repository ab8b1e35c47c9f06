/** One office of a worker: its station, its line, its book, and what its officer still means to do. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor } from '../../offline-store/contract.ts';
import { type AckLog, openAckLog } from './ack-log.ts';
import { type DeedParts, perform } from './deeds.ts';
import { clockErrorAt, lineModeAt, type OfficeFaults } from './faults.ts';
import { createLine, type FaultyLine } from './line.ts';
import type { Left, StationFinding } from './messages.ts';
import type { Office } from './offices.ts';
import type { PlannedAct } from './plan.ts';
import { type Random, randomOf } from './random.ts';
import { secondPlaceOf } from './second-place.ts';
import { openSimulatedStation, type SimulatedStation, type StationParts } from './station.ts';
import { acceptedIn, findingsIn, writeView } from './view.ts';

export interface DeskParts extends Pick<DeedParts, 'calendar' | 'catalogue'>, Omit<StationParts, 'line'> {
  readonly acts: readonly PlannedAct[];
  readonly faults: OfficeFaults;
}

/** What a desk has done since it was last asked. */
export interface Tally {
  done: number;
  refused: number;
  restored: number;
}

export interface Desk {
  readonly line: FaultyLine;
  tick(tick: number, tally: Tally): Promise<void>;
  /** Line good, clock right, everything that is left to do. */
  settle(tally: Tally): Promise<void>;
  left(): Left;
  later(): number;
  finish(): Promise<readonly StationFinding[]>;
}

export const logFile = (folder: string, { station }: Office): string =>
  join(folder, 'acknowledged', `${station}.jsonl`);
export const viewFile = (folder: string, { station }: Office): string => join(folder, 'views', `${station}.jsonl`);

const makeFolders = (folder: string): void => {
  for (const name of ['acknowledged', 'views']) mkdirSync(join(folder, name), { recursive: true });
};

const resolveRefused = ({ store, now, corrected }: SimulatedStation, office: Office, random: Random): void => {
  if (store.outbox.counts().rejected === 0) return;
  for (const { id, state } of store.outbox.rows(100)) {
    if (state !== 'rejected') continue;
    const { officer, desk } = office;
    const by: Actor = { operationId: random.id(now()), officer, desk, madeAt: now(), correctedAt: corrected() };
    store.outbox.resolve(id, by, 'Cán bộ đã xem: máy kia làm trước (dữ liệu mẫu)');
  }
};

export const openDesk = async (parts: DeskParts): Promise<Desk> => {
  const { office, folder, faults } = parts;
  makeFolders(folder);
  const line = createLine(parts.seed, office.station);
  const log: AckLog = openAckLog(logFile(folder, office));
  const random = randomOf(parts.seed, 'desk', office.index);
  const open = (): Promise<SimulatedStation> => openSimulatedStation({ ...parts, line });
  const secondPlace = secondPlaceOf(folder, office);
  let station = await open();
  let todo = parts.acts.filter(({ operationId }) => !log.isOver(operationId));

  const perform_ = async (act: PlannedAct, tally: Tally): Promise<boolean> => {
    const outcome = await perform({ ...parts, station, log }, act);
    if (outcome !== 'later') tally[outcome] += 1;
    // Others' turn: a desk at work must not keep the lines of fifty waiting.
    await nextTurn();
    return outcome !== 'later';
  };
  const work = async (acts: readonly PlannedAct[], tally: Tally): Promise<void> => {
    const over = new Set<string>();
    for (const act of acts) if (await perform_(act, tally)) over.add(act.operationId);
    todo = todo.filter(({ operationId }) => !over.has(operationId));
  };
  const crash = async (): Promise<void> => {
    await station.crash();
    station = await open();
  };
  const isAllSent = (): boolean => {
    const { waiting, rejected } = station.store.outbox.counts();
    return waiting + rejected + station.store.uploads.pending(1).length === 0;
  };
  /** What was acknowledged after the backup and never left this PC is lost with its disk: no program can bring that back. */
  const restore = async (tally: Tally): Promise<void> => {
    if (!secondPlace.holdsOne() || !isAllSent()) return;
    await station.close();
    await secondPlace.putBack(parts.clock.now());
    station = await open();
    tally.restored += 1;
  };
  const backUpAndRestore = async (tick: number, tally: Tally): Promise<void> => {
    if (faults.restores.some(({ made }) => made === tick)) await secondPlace.make(parts.clock.now());
    if (faults.restores.some(({ putBack }) => putBack <= tick)) await restore(tally);
  };
  /** A hurried half hour has no room for an exchange after each act: every other one is sent from, or when the poll comes round. */
  const sends = (tick: number): boolean => (tick + office.index) % 2 === 0;
  const dueAt = (tick: number): readonly PlannedAct[] => todo.filter((act) => act.tick <= tick);
  return {
    line,
    tick: async (tick, tally) => {
      line.setMode(lineModeAt(faults, tick));
      station.setClockError(clockErrorAt(faults, tick));
      resolveRefused(station, office, random);
      await backUpAndRestore(tick, tally);
      const due = dueAt(tick);
      const crashes = faults.crashes.includes(tick);
      await work(due.slice(0, crashes ? due.length / 2 : due.length), tally);
      if (crashes) {
        await crash();
        station.setClockError(clockErrorAt(faults, tick));
        await work(due.slice(due.length / 2), tally);
      }
      if (due.length > 0 && sends(tick)) station.kick();
    },
    settle: async (tally) => {
      line.setMode('up');
      station.setClockError(0);
      resolveRefused(station, office, random);
      await restore(tally);
      await work(todo, tally);
      station.kick();
    },
    left: () => {
      const { waiting, rejected } = station.store.outbox.counts();
      const uploads = station.store.uploads.pending(1).length;
      const accepted = acceptedIn(station.files.database);
      return {
        station: office.station,
        agency: office.agency,
        waiting,
        rejected,
        uploads,
        accepted,
        trouble: station.trouble(),
      };
    },
    later: () => todo.length + (secondPlace.holdsOne() ? 1 : 0),
    finish: async () => {
      await station.stopSync();
      writeView(viewFile(folder, office), office, station);
      const findings = await findingsIn(office, station);
      await station.close();
      log.close();
      return findings;
    },
  };
};
