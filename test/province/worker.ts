/** A process with tens of stations: does what it is told tick by tick, and can be killed at any moment. */
import { join } from 'node:path';
import { loadCalendar, readCatalogue } from '../../station/catalogue.ts';
import { type Desk, openDesk, type Tally } from './desk.ts';
import { type FromWorker, type Report, type ToWorker, usageNow, type WorkerStart } from './messages.ts';
import { officesOf } from './offices.ts';
import { type PlannedAct, planActs } from './plan.ts';
import { createSimulatedClock, type SimulatedClock, timelineOf } from './timeline.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');

interface Running {
  readonly desks: readonly Desk[];
  readonly clock: SimulatedClock;
}

const say = (message: FromWorker): void => {
  process.send?.(message);
};

const start = async ({ size, faults, worker, workers, folder, portalUrl, step }: WorkerStart): Promise<Running> => {
  const calendar = loadCalendar(ASSETS);
  const catalogue = readCatalogue(ASSETS);
  const mine = officesOf(size.seed, size.stations).filter(({ index }) => index % workers === worker);
  const ours = new Set(mine.map(({ index }) => index));
  const timeline = timelineOf(calendar, size.days);
  const acts = Map.groupBy(
    planActs(size, { catalogue, timeline }, ({ index }) => ours.has(index)),
    (act) => act.office,
  );
  const clock = createSimulatedClock(step);
  const common = { folder, portalUrl, seed: size.seed, clock, calendar, catalogue };
  const desks: Desk[] = [];
  for (const office of mine) {
    const none: readonly PlannedAct[] = [];
    const own = { acts: acts.get(office.index) ?? none, faults: faults.offices[office.index] };
    if (own.faults === undefined) throw new RangeError('an office without a plan of its faults');
    desks.push(await openDesk({ ...common, office, acts: own.acts, faults: own.faults }));
  }
  return { desks, clock };
};

const reportOf = ({ desks }: Running, tally: Tally): Report => {
  const faults: Record<string, number> = {};
  for (const { line } of desks)
    for (const [kind, count] of Object.entries(line.takeCounts())) faults[kind] = (faults[kind] ?? 0) + count;
  if (tally.restored > 0) faults['backup-restored'] = tally.restored;
  const later = desks.reduce((sum, desk) => sum + desk.later(), 0);
  return { done: tally.done, refused: tally.refused, later, faults, usage: usageNow() };
};

const obey = async (running: Running, message: Exclude<ToWorker, WorkerStart>): Promise<void> => {
  const { desks, clock } = running;
  const tally: Tally = { done: 0, refused: 0, restored: 0 };
  switch (message.type) {
    case 'step':
      return clock.step(message.step);
    case 'tick':
      await Promise.all(desks.map((desk) => desk.tick(message.tick, tally)));
      return say({ type: 'ticked', tick: message.tick, ...reportOf(running, tally) });
    case 'drain': {
      await Promise.all(desks.map((desk) => desk.settle(tally)));
      const strays = desks.reduce((sum, { line }) => sum + line.strays(), 0);
      return say({ type: 'drained', left: desks.map((desk) => desk.left()), strays, ...reportOf(running, tally) });
    }
    case 'finish': {
      const findings = [];
      for (const desk of desks) findings.push(...(await desk.finish()));
      return say({ type: 'finished', findings, usage: usageNow() });
    }
  }
};

let running: Running | undefined;
process.on('message', async (said) => {
  const message = said as ToWorker;
  if (message.type === 'start') {
    running = await start(message);
    say({ type: 'started' });
  } else if (running !== undefined) await obey(running, message);
});
// Whoever started us is gone: nothing is left to simulate.
process.once('disconnect', () => process.exit(0));
