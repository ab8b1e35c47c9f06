/** Runs the province: starts the portal and the workers, lets the days go by, does them harm, drains, and has it judged. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { agencyKey } from '../../domain/dossier-code.ts';
import { MINUTE_MS } from '../../domain/local-time.ts';
import { loadCalendar, readCatalogue } from '../../station/catalogue.ts';
import { type Child, startChild } from './child.ts';
import { gather } from './evidence.ts';
import { type FaultPlan, planFaults, withoutFaults } from './faults.ts';
import { type Fault, judge } from './judge.ts';
import type { FromPortal, FromWorker, Left, Report, StationFinding, ToPortal, ToWorker, Usage } from './messages.ts';
import { officesOf } from './offices.ts';
import { digestOfPlan, type ProvinceSize, planActs } from './plan.ts';
import { type Summary, summaryOf } from './summary.ts';
import { type ClockStep, timelineOf } from './timeline.ts';

export interface ProvinceOptions extends ProvinceSize {
  readonly faults: boolean;
  readonly workers: number;
  readonly folder: string;
  /** PostgreSQL; without it the embedded database. */
  readonly databaseUrl?: string | undefined;
  readonly onProgress: (line: string) => void;
  /** Ends it before its time, with its processes. */
  readonly stop?: AbortSignal;
}

export interface ProvinceResult {
  readonly summary: Summary;
  readonly faults: readonly Fault[];
  readonly findings: readonly StationFinding[];
}

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const WORKER = join(import.meta.dirname, 'worker.ts');
const PORTAL = join(import.meta.dirname, 'portal-process.ts');

/** A step of the clock is told this much ahead, so that it reaches every process before it is due. */
const AHEAD_MS = 40;
/** A half hour lasts at least so long, that the lines have something to do between the acts. */
const LEAST_TICK_MS = 120;
const EVENING_MS = 1_000;
const DRAIN_PASS_MS = 1_000;
const LONGEST_DRAIN_MS = 180_000;

type Worker = Child<ToWorker, FromWorker>;
type PortalChild = Child<ToPortal, FromPortal>;

/** What was counted on the way. */
interface Totals {
  readonly faults: Record<string, number>;
  readonly peaks: Map<string, number>;
  /** Processor time by process; a killed one's up to its last word. */
  readonly cpu: Map<object, number>;
  refused: number;
}

const addTo = (counts: Record<string, number>, kind: string, more = 1): void => {
  counts[kind] = (counts[kind] ?? 0) + more;
};

const noteUsage = ({ peaks, cpu }: Totals, who: string, child: object, { rssBytes, cpuSeconds }: Usage): void => {
  peaks.set(who, Math.max(peaks.get(who) ?? 0, rssBytes));
  cpu.set(child, cpuSeconds);
};

const noteReport = (totals: Totals, worker: number, child: object, report: Report): void => {
  totals.refused += report.refused;
  for (const [kind, count] of Object.entries(report.faults)) addTo(totals.faults, kind, count);
  noteUsage(totals, `worker-${worker}`, child, report.usage);
};

/** The processes that run, whichever of them were killed and started again meanwhile. */
const createProvince = (options: ProvinceOptions, plan: FaultPlan, totals: Totals, first: ClockStep) => {
  const { seed, stations, days, folder, databaseUrl, workers: workerCount } = options;
  const size: ProvinceSize = { seed, stations, days };
  const workers: Worker[] = [];
  let portal: PortalChild | undefined;
  let port = 0;
  let step = first;

  const openPortal = async (): Promise<string> => {
    portal = startChild<ToPortal, FromPortal>(PORTAL, 'the portal');
    const { url } = await portal.ask({ type: 'start', size, folder, databaseUrl, port, step }, 'started');
    port = Number(new URL(url).port);
    return url;
  };
  const openWorker = async (worker: number, portalUrl: string): Promise<void> => {
    const child = startChild<ToWorker, FromWorker>(WORKER, `worker ${worker}`);
    workers[worker] = child;
    const start = { size, faults: plan, worker, workers: workerCount, folder, portalUrl, step } as const;
    await child.ask({ type: 'start', ...start }, 'started');
  };
  const url = (): string => `http://127.0.0.1:${port}`;
  const thePortal = (): PortalChild => {
    if (portal === undefined) throw new Error('the portal was not started');
    return portal;
  };
  return {
    workers,
    start: async (): Promise<void> => {
      await openPortal();
      await Promise.all(Array.from({ length: workerCount }, (_, worker) => openWorker(worker, url())));
    },
    portal: thePortal,
    /** All take the step at the same instant of the machine's clock. */
    setTime: async (time: number): Promise<void> => {
      step = { at: Date.now() + AHEAD_MS, time };
      for (const child of [thePortal(), ...workers]) child.tell({ type: 'step', step });
      await pause(AHEAD_MS);
    },
    killWorker: async (worker: number): Promise<void> => {
      await workers[worker]?.kill();
      addTo(totals.faults, 'worker-killed');
      await openWorker(worker, url());
    },
    killPortal: async (): Promise<void> => {
      await thePortal().kill();
      addTo(totals.faults, 'portal-killed');
      await openPortal();
    },
    end: async (): Promise<void> => {
      await Promise.all([portal, ...workers].map((child) => child?.kill()));
    },
  };
};

type Province = ReturnType<typeof createProvince>;

const tickOf = async (province: Province, worker: number, tick: number, totals: Totals): Promise<void> => {
  const child = province.workers[worker];
  if (child === undefined) return;
  noteReport(totals, worker, child, await child.ask({ type: 'tick', tick }, 'ticked'));
};

/** A worker that is killed in this half hour begins it once more when it is back: its book says what is done already. */
const tickWithKill = async (
  province: Province,
  worker: number,
  tick: number,
  totals: Totals,
  afterMs: number,
): Promise<void> => {
  const interrupted = tickOf(province, worker, tick, totals).catch(() => undefined);
  await pause(afterMs);
  await province.killWorker(worker);
  await interrupted;
  await tickOf(province, worker, tick, totals);
};

const runTick = async (province: Province, plan: FaultPlan, tick: number, totals: Totals): Promise<void> => {
  const kills = plan.kills.filter((kill) => kill.tick === tick);
  await Promise.all([
    ...province.workers.map((_, worker) => {
      const kill = kills.find((one) => one.worker === worker);
      return kill === undefined
        ? tickOf(province, worker, tick, totals)
        : tickWithKill(province, worker, tick, totals, kill.afterMs);
    }),
    ...(plan.portalKills.includes(tick) ? [province.killPortal()] : []),
    pause(LEAST_TICK_MS),
  ]);
};

/** Accepted operations by agency. */
const countsOf = async (province: Province, totals: Totals): Promise<Readonly<Record<string, number>>> => {
  const { accepted, usage } = await province.portal().ask({ type: 'counts' }, 'counts');
  noteUsage(totals, 'portal', province.portal(), usage);
  return accepted;
};

const oneDrainPass = async (province: Province, totals: Totals): Promise<readonly string[]> => {
  const answers = await Promise.all(province.workers.map((child) => child.ask({ type: 'drain' }, 'drained')));
  for (const [worker, answer] of answers.entries())
    noteReport(totals, worker, province.workers[worker] ?? answer, answer);
  const accepted = await countsOf(province, totals);
  const strays = answers.reduce((sum, answer) => sum + answer.strays, 0);
  const later = answers.reduce((sum, answer) => sum + answer.later, 0);
  return [
    ...(strays > 0 ? [`${strays} stray requests`] : []),
    ...(later > 0 ? [`${later} acts that cannot be done yet`] : []),
    ...answers.flatMap(({ left }) => left.flatMap((one) => leftOf(one, accepted))),
  ];
};

const leftOf = (left: Left, accepted: Readonly<Record<string, number>>): readonly string[] => {
  const behind = (accepted[agencyKey(left.agency) ?? left.agency] ?? 0) - left.accepted;
  const { station, waiting, rejected, uploads } = left;
  const what = { waiting, rejected, uploads, behind };
  return Object.values(what).every((count) => count === 0)
    ? []
    : [`${station} ${JSON.stringify(what)} ${left.trouble}`];
};

/** Until nothing is on its way any more. What never arrives is for the judge to name. */
const drain = async (province: Province, totals: Totals, from: number, options: ProvinceOptions): Promise<void> => {
  const until = Date.now() + LONGEST_DRAIN_MS;
  let time = from;
  for (let left = ['not looked yet'] as readonly string[]; left.length > 0; ) {
    if (Date.now() > until) return options.onProgress(`not drained: ${left.slice(0, 20).join(', ')}`);
    time += 30 * MINUTE_MS;
    await province.setTime(time);
    left = await oneDrainPass(province, totals);
    if (left.length === 0) return;
    options.onProgress(`draining: ${left.length} left, such as ${left[0]}`);
    await pause(DRAIN_PASS_MS);
  }
};

const liveThrough = async (province: Province, plan: FaultPlan, totals: Totals, options: ProvinceOptions) => {
  const { ticks, ofDay } = timelineOf(loadCalendar(ASSETS), options.days);
  for (const [tick, time] of ticks.entries()) {
    options.stop?.throwIfAborted();
    await province.setTime(time);
    await runTick(province, plan, tick, totals);
    if ((tick + 1) % ofDay !== 0) continue;
    const seconds = Math.round(performance.now() / 1_000);
    await countsOf(province, totals);
    options.onProgress(`day ${(tick + 1) / ofDay} of ${options.days} is over after ${seconds} s`);
    await pause(EVENING_MS);
  }
  await drain(province, totals, ticks.at(-1) ?? first(options), options);
};

const first = ({ days }: ProvinceOptions): number => timelineOf(loadCalendar(ASSETS), days).ticks[0] ?? 0;

const finish = async (province: Province, totals: Totals): Promise<readonly StationFinding[]> => {
  const answers = await Promise.all(province.workers.map((child) => child.ask({ type: 'finish' }, 'finished')));
  for (const [worker, { usage }] of answers.entries())
    noteUsage(totals, `worker-${worker}`, province.workers[worker] ?? usage, usage);
  await province.portal().ask({ type: 'dump' }, 'dumped');
  await province.portal().ask({ type: 'stop' }, 'stopped');
  return answers.flatMap(({ findings }) => findings);
};

/** What the seed decides before anything runs; two runs with the same digest mean to do the same. */
const planDigest = (options: ProvinceOptions, plan: FaultPlan): string => {
  const timeline = timelineOf(loadCalendar(ASSETS), options.days);
  const acts = planActs(options, { catalogue: readCatalogue(ASSETS), timeline }, () => true);
  return digestOfPlan([acts, plan]);
};

export const runProvince = async (options: ProvinceOptions): Promise<ProvinceResult> => {
  const started = performance.now();
  const timeline = timelineOf(loadCalendar(ASSETS), options.days);
  const plan = options.faults ? planFaults(options, timeline, options.workers) : withoutFaults(options.stations);
  const totals: Totals = { faults: {}, peaks: new Map(), cpu: new Map(), refused: 0 };
  for (const { crashes, clock } of plan.offices) {
    addTo(totals.faults, 'station-closed', crashes.length);
    addTo(totals.faults, 'clock-jump', clock.length);
  }
  const province = createProvince(options, plan, totals, { at: Date.now(), time: timeline.ticks[0] ?? 0 });
  options.stop?.addEventListener('abort', () => void province.end(), { once: true });
  try {
    await province.start();
    options.onProgress(`${options.stations} stations in ${options.workers} processes, and the portal`);
    await liveThrough(province, plan, totals, options);
    options.onProgress('drained; each side writes down what it holds');
    const findings = await finish(province, totals);
    const offices = officesOf(options.seed, options.stations);
    const evidence = await gather(options.folder, offices);
    const faults = judge(evidence);
    const seconds = (performance.now() - started) / 1_000;
    const digest = planDigest(options, plan);
    return { faults, findings, summary: summaryOf({ options, evidence, faults, findings, totals, seconds, digest }) };
  } finally {
    await province.end();
  }
};
