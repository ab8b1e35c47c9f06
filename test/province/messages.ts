/** What the simulation's processes say to each other, over Node's own channel between parent and child. */
import type { FaultPlan } from './faults.ts';
import type { ProvinceSize } from './plan.ts';
import type { ClockStep } from './timeline.ts';

export interface WorkerStart {
  readonly type: 'start';
  readonly size: ProvinceSize;
  readonly faults: FaultPlan;
  readonly worker: number;
  readonly workers: number;
  readonly folder: string;
  readonly portalUrl: string;
  readonly step: ClockStep;
}

export type ToWorker =
  | WorkerStart
  | { readonly type: 'step'; readonly step: ClockStep }
  | { readonly type: 'tick'; readonly tick: number }
  /** The line is good, the clocks are right: what is left? */
  | { readonly type: 'drain' }
  /** Write down what each station holds, look through its store, and close it. */
  | { readonly type: 'finish' };

/** Of a process, from its start. */
export interface Usage {
  readonly rssBytes: number;
  readonly cpuSeconds: number;
}

export const usageNow = (): Usage => {
  const { user, system } = process.cpuUsage();
  return { rssBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 };
};

export interface Report {
  readonly done: number;
  readonly refused: number;
  /** Acts that wait for their dossier or for numbers. */
  readonly later: number;
  /** By kind, since the last report. */
  readonly faults: Readonly<Record<string, number>>;
  readonly usage: Usage;
}

export interface Left {
  readonly station: string;
  readonly agency: string;
  /** Operations that the portal has not answered, and refusals that no officer has looked at. */
  readonly waiting: number;
  readonly rejected: number;
  readonly uploads: number;
  /** Operations of the agency that it knows as accepted. */
  readonly accepted: number;
  /** What its synchronisation last complained of. */
  readonly trouble: string;
}

/** What looking through a store found wrong. */
export interface StationFinding {
  readonly station: string;
  readonly check: string;
  readonly about: string;
}

export type FromWorker =
  | { readonly type: 'started' }
  | ({ readonly type: 'ticked'; readonly tick: number } & Report)
  | ({ readonly type: 'drained'; readonly left: readonly Left[]; readonly strays: number } & Report)
  | { readonly type: 'finished'; readonly findings: readonly StationFinding[]; readonly usage: Usage };

export interface PortalStart {
  readonly type: 'start';
  readonly size: ProvinceSize;
  readonly folder: string;
  /** Without it the embedded database. */
  readonly databaseUrl?: string | undefined;
  readonly port: number;
  readonly step: ClockStep;
}

export type ToPortal =
  | PortalStart
  | { readonly type: 'step'; readonly step: ClockStep }
  | { readonly type: 'counts' }
  | { readonly type: 'dump' }
  | { readonly type: 'stop' };

export type FromPortal =
  | { readonly type: 'started'; readonly url: string }
  /** Accepted operations by agency, in the newer order of its code. */
  | { readonly type: 'counts'; readonly accepted: Readonly<Record<string, number>>; readonly usage: Usage }
  | { readonly type: 'dumped' }
  | { readonly type: 'stopped' };
