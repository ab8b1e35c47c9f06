/** The eSCL emulator's tray, rollers and jobs: what it would feed next and what its status would say. No network here. */
import { type JobShown, statusXml } from './escl-answers.ts';
import type { PageOrder } from './escl-pages.ts';
import type { EsclTrouble } from './escl-trouble.ts';

export interface Job {
  readonly id: string;
  readonly source: 'feeder' | 'duplex' | 'flatbed';
  readonly order: PageOrder;
  given: number;
  counted: number;
  refused: number;
  state: 'Processing' | 'Completed' | 'Aborted' | 'Canceled';
  /** The back of the sheet that was just drawn in. */
  backOwed: boolean;
}

export interface Mechanics {
  status(): string;
  /** The job, or the HTTP status with which it is refused. */
  begin(order: string): Job | number;
  job(id: string): Job | undefined;
  /** The number of the page that comes next, or the HTTP status that says there is none (now). */
  next(job: Job): { readonly page: number } | number;
  /** False where the line breaks instead of an answer. */
  remove(job: Job): boolean;
  openJobs(): number;
  sheets(): number;
  load(sheets: number): void;
  trouble(trouble: EsclTrouble): void;
  readonly now: EsclTrouble;
}

const numberIn = (xml: string, name: string, otherwise: number): number =>
  Number(new RegExp(`<(?:\\w+:)?${name}>(\\d+)<`).exec(xml)?.[1] ?? otherwise);

function orderOf(xml: string): Pick<Job, 'source' | 'order'> {
  const dpi = numberIn(xml, 'XResolution', 300);
  const px = (units: number): number => Math.round((units * dpi) / 300);
  const sides = /Duplex>\s*true/.test(xml) ? 'duplex' : 'feeder';
  return {
    source: /InputSource>\s*Feeder/.test(xml) ? sides : 'flatbed',
    order: {
      dpi,
      widthPx: px(numberIn(xml, 'Width', 2480)),
      heightPx: px(numberIn(xml, 'Height', 3508)),
      color: /RGB24/.test(xml),
    },
  };
}

export function createMechanics(sheets: number): Mechanics {
  const jobs = new Map<string, Job>();
  let trouble: EsclTrouble = {};
  let tray = sheets;
  let pages = 0;
  let refusedOrders = 0;
  let refusedDeletes = 0;
  let nextId = 1;

  const reached = (after: number | undefined): boolean => after !== undefined && pages >= after && tray > 0;

  function adfState(): string {
    if (trouble.doorOpen) return 'ScannerAdfDoorOpen';
    if (reached(trouble.jamAfter)) return 'ScannerAdfJam';
    if (reached(trouble.multipickAfter)) return 'ScannerAdfMultipickDetected';
    return tray > 0 ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty';
  }
  const hindered = (): boolean => !/Loaded|Empty/.test(adfState());
  const canceled = (job: Job): boolean => trouble.canceledAfter !== undefined && job.given >= trouble.canceledAfter;
  const gaveUp = (job: Job): boolean => trouble.giveUpEvery !== undefined && job.given >= trouble.giveUpEvery;

  function status(): string {
    const shown = [...jobs.values()].map(
      (job): JobShown => ({
        uri: `/eSCL/ScanJobs/${job.id}`,
        state: job.state,
        completed: job.counted,
        waiting: 0,
      }),
    );
    const busy = shown.some((job) => job.state === 'Processing');
    return statusXml(busy ? 'Processing' : 'Idle', adfState(), trouble.noJobList ? [] : shown);
  }

  function begin(order: string): Job | number {
    refusedOrders += 1;
    const blocks = (job: Job): boolean => trouble.blockedByLeftJobs === true || job.state === 'Processing';
    if ([...jobs.values()].some(blocks) || refusedOrders <= (trouble.busyOrders ?? 0)) return 503;
    const wanted = orderOf(order);
    if (wanted.source !== 'flatbed' && (tray === 0 || hindered())) return 409;
    const job: Job = {
      ...wanted,
      ...{ id: `job-${nextId}`, given: 0, counted: 0, refused: 0, state: 'Processing', backOwed: false },
    };
    nextId += 1;
    jobs.set(job.id, job);
    return job;
  }

  /** Whether the device feeds on; draws the next side in if so. */
  function feed(job: Job): boolean {
    if (job.source === 'flatbed') return job.given === 0;
    if (job.backOwed) job.backOwed = false;
    else {
      if (tray === 0 || hindered() || job.state !== 'Processing' || gaveUp(job)) return false;
      if (!trouble.endless) tray -= 1;
      job.backOwed = job.source === 'duplex';
    }
    return true;
  }

  function notYet(job: Job): number | undefined {
    const gone = trouble.goneBeforePage ?? 0;
    if (job.refused >= (gone || (trouble.busyPages ?? 0))) return undefined;
    job.refused += 1;
    return gone ? (trouble.goneStatus ?? 404) : 503;
  }

  function finish(job: Job): number {
    if (canceled(job)) job.state = 'Canceled';
    else job.state = hindered() || (tray > 0 && gaveUp(job)) ? 'Aborted' : 'Completed';
    return 404;
  }

  function next(job: Job): { readonly page: number } | number {
    const wait = notYet(job);
    if (wait !== undefined) return wait;
    if (canceled(job) || !feed(job)) return finish(job);
    job.refused = 0;
    job.counted += 1;
    pages += 1;
    if (trouble.loseAt === pages) return next(job);
    job.given += 1;
    return { page: pages };
  }

  return {
    status,
    begin,
    next,
    job: (id) => jobs.get(id),
    remove: (job) => {
      refusedDeletes += 1;
      if (refusedDeletes <= (trouble.deleteFails ?? 0)) return false;
      return jobs.delete(job.id);
    },
    openJobs: () => jobs.size,
    sheets: () => tray,
    load: (count) => {
      tray = count;
      pages = 0;
    },
    trouble: (changed) => {
      trouble = changed;
      refusedOrders = 0;
      refusedDeletes = 0;
    },
    get now() {
      return trouble;
    },
  };
}
