/**
 * The printing queue: a job is a row before it is paper. It is marked `printing` on disk before the first byte leaves, so
 * whatever dies in between leaves either `waiting` (nothing was sent: safe to print) or `printing`, which a restart turns
 * into `uncertain`: then an officer says whether the paper came out. Nothing is ever printed twice on a guess.
 */
import { v7 as uuidv7 } from 'uuid';
import type { DeviceHub } from '../../devices/contract.ts';
import type { PrintOutcome } from '../../devices/printer/contract.ts';
import type { PrintDocument } from '../../domain/device.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import type { PrintJobView, PrintQueueView } from '../../domain/views/prints.ts';
import type { OfficeStore, StoredPrintJob } from '../../offline-store/contract.ts';
import type { EventBus } from '../events.ts';
import { createPatience } from './print-patience.ts';
import type { Printables, ReadyJob } from './printables.ts';

export interface PrintService {
  /** Adds a job and starts it; answers at once. */
  add(job: {
    readonly document: PrintDocument;
    readonly title: string;
    readonly printerId: string;
    readonly copies: number;
    readonly dossierId?: Uuid7;
    readonly dossierCode?: string;
    readonly ticketId?: Uuid7;
    /** Whose wish it is. */
    readonly officer?: string;
  }): PrintJobView;
  /** Looks for jobs that can go now: after a commit, at start, or when this printer is ready again. */
  kick(printerId?: string): void;
  /** The officer's word on an uncertain job: it came out, or it did not and is printed again. */
  answer(id: Uuid7, cameOut: boolean, by: string): PrintJobView;
  retry(id: Uuid7, by: string): PrintJobView;
  /** To another printer, drawn for that one. MC-API-05 when there is no such printer; a job on its way stays where it is. */
  redirect(ids: readonly Uuid7[], printerId: string, by: string): readonly PrintJobView[];
  /** The officer wants this paper no more; a job on its way is not tried again. */
  drop(id: Uuid7, by: string): PrintJobView;
  /** The dossier was taken back: what has not come out yet never will; a job on its way is not tried again. */
  dropFor(dossierId: Uuid7, by: string): void;
  view(job: StoredPrintJob): PrintJobView;
  /** What is not over, those that wait for a person first, and how much of it there is by printer. */
  queue(): PrintQueueView;
  stop(): Promise<void>;
}

export interface PrintServiceParts {
  readonly store: OfficeStore;
  readonly hub: DeviceHub;
  readonly bus: EventBus;
  readonly printables: Printables;
  readonly now: () => number;
  /** Milliseconds that only grow, whatever is done to the PC's clock: pauses are counted by it. */
  readonly steady: () => number;
  /** `about`: a job's or a printer's id. */
  readonly onError: (error: unknown, about: string) => void;
}

/** Jobs of a printer that are looked at for one that may go. */
const LOOK_AT = 10;
/** Jobs shown at once; the counts tell of all. */
const SHOWN = 100;
/** What no printer can say yes to: these wait for an officer. */
const MENDABLE: readonly StoredPrintJob['state'][] = ['waiting', 'failed', 'uncertain'];

export function createPrintService(parts: PrintServiceParts): PrintService {
  const { store, now } = parts;
  const running = new Map<string, Promise<void>>();
  const patience = createPatience(parts.steady);
  /** Taken back or dropped while they were with the printer. */
  const unwanted = new Set<Uuid7>();
  let stopped = false;

  /** A job behind the one that met the trouble waits for the same reason. */
  const view = (job: StoredPrintJob): PrintJobView => viewOf(job, patience.trouble(job.printerId));
  const publish = (job: StoredPrintJob): PrintJobView => {
    const seen = view(job);
    parts.bus.emit({ type: 'print', at: now(), job: seen });
    parts.bus.emit({ type: 'work-changed', at: now() });
    return seen;
  };
  const stored = (id: Uuid7): StoredPrintJob => {
    const job = store.prints.get(id);
    if (!job) throw new MotcuaError('MC-API-05');
    return job;
  };

  const settle = (job: StoredPrintJob, result: PrintOutcome) => {
    const over = result.outcome === 'not-printed' && unwanted.delete(job.id);
    const row = over ? ({ state: 'dropped' } as const) : rowOf(result, patience.after(job, result));
    publish(store.prints.update(job.id, row, now(), 'station'));
    parts.hub.note(job.printerId, result.outcome === 'printed' ? { jobs: 1 } : { fault: true });
  };

  /** A dossier taken back needs no paper; a power cut between the undo and the dropping of its jobs ends here. */
  const isVoid = ({ dossierId }: StoredPrintJob): boolean =>
    dossierId !== undefined && store.dossiers.get(dossierId)?.status === 'cancelled';

  /** It may have been taken back, dropped or sent elsewhere meanwhile. */
  const stillMine = (job: StoredPrintJob): boolean => {
    const seen = store.prints.get(job.id);
    return !stopped && seen?.state === 'waiting' && seen.printerId === job.printerId;
  };

  const runOne = async (job: StoredPrintJob) => {
    try {
      if (isVoid(job)) return void publish(store.prints.update(job.id, { state: 'dropped' }, now(), 'station'));
      const ready = await readyToSend(job);
      if (!ready) return;
      publish(store.prints.update(job.id, { state: 'printing' }, now(), 'station'));
      settle(job, await ready.send());
    } catch (error) {
      fail(job, error);
    }
  };

  /**
   * Asked before the job is marked: a kill while an empty printer is tried again must not look like a kill in mid-print. And
   * before it is drawn: a printer that is out of paper costs nothing while it waits.
   */
  const readyToSend = async (job: StoredPrintJob): Promise<ReadyJob | undefined> => {
    const code = await parts.printables.hindrance(job.printerId);
    if (!stillMine(job)) return undefined;
    if (code !== undefined) return hinder(job, code);
    const ready = await parts.printables.prepare(job);
    return stillMine(job) ? ready : undefined;
  };

  /** Said once, not at every look: an empty printer over a weekend must not fill the audit trail. */
  const hinder = (job: StoredPrintJob, code: ErrorCode): undefined => {
    patience.hinder(job.printerId, code);
    if (store.prints.get(job.id)?.code === code) return;
    publish(store.prints.update(job.id, { state: 'waiting', code }, now(), 'station'));
    parts.hub.note(job.printerId, { fault: true });
  };

  /** Drawing failed, or the store could not be written: then the job keeps the state it has on disk. */
  const fail = (job: StoredPrintJob, error: unknown) => {
    parts.onError(error, job.id);
    patience.hinder(job.printerId, 'MC-PRN-10');
    if (store.prints.get(job.id)?.state !== 'waiting') return;
    patience.calm(job.printerId);
    publish(store.prints.update(job.id, { state: 'failed', code: 'MC-PRN-10' }, now(), 'station'));
  };

  const nextFor = (printerId: string): StoredPrintJob | undefined =>
    patience.isHindered(printerId) ? undefined : store.prints.next(printerId, LOOK_AT).find(patience.mayGo);

  const drain = async (printerId: string) => {
    for (let job = nextFor(printerId); job && !stopped; job = nextFor(printerId)) await runOne(job);
  };

  const kick = () => {
    if (stopped) return;
    for (const printerId of store.prints.waitingFor()) {
      if (running.has(printerId)) continue;
      const done = drain(printerId)
        .catch((error: unknown) => parts.onError(error, printerId))
        .finally(() => running.delete(printerId));
      running.set(printerId, done);
    }
  };

  for (const { id } of store.prints.printing())
    store.prints.update(id, { state: 'uncertain', code: 'MC-PRN-05' }, now(), 'station');
  const timer = setInterval(kick, 1_000);

  const again = (id: Uuid7, by: string, evidence: string, printerId?: string) => {
    patience.forget(id);
    return publish(store.prints.update(id, { state: 'waiting', evidence, ...(printerId && { printerId }) }, now(), by));
  };
  const isPrinter = (id: string) =>
    parts.hub.list().some((one) => one.id === id && (one.kind === 'receipt-printer' || one.kind === 'page-printer'));

  return {
    add: (job) => {
      const seen = publish(store.prints.add({ id: uuidv7(), createdAt: now(), ...job }));
      kick();
      return seen;
    },
    kick: (printerId) => {
      patience.calm(printerId);
      kick();
    },
    answer: (id, cameOut, by) => {
      const job = stored(id);
      if (job.state !== 'uncertain') return view(job);
      if (cameOut) return publish(store.prints.update(id, { state: 'printed', evidence: OFFICER_SAW }, now(), by));
      const seen = again(id, by, 'officer: not printed');
      kick();
      return seen;
    },
    retry: (id, by) => {
      const job = stored(id);
      // What is on its way to the printer, or was printed, is never sent again by this door.
      if (!MENDABLE.includes(job.state)) return view(job);
      patience.calm(job.printerId);
      const seen = again(id, by, 'officer: try again');
      kick();
      return seen;
    },
    redirect: (ids, printerId, by) => {
      if (!isPrinter(printerId)) throw new MotcuaError('MC-API-05');
      const jobs = ids.map(stored);
      const seen = jobs.map((job) =>
        MENDABLE.includes(job.state) ? again(job.id, by, 'officer: to another printer', printerId) : view(job),
      );
      patience.calm(printerId);
      kick();
      return seen;
    },
    drop: (id, by) => {
      const job = stored(id);
      if (job.state === 'printing') unwanted.add(id);
      if (!MENDABLE.includes(job.state)) return view(job);
      patience.forget(id);
      return publish(store.prints.update(id, { state: 'dropped', evidence: 'officer: dropped' }, now(), by));
    },
    dropFor: (dossierId, by) => {
      for (const { id, state } of store.prints.ofDossier(dossierId)) {
        if (state === 'printing') unwanted.add(id);
        if (state === 'waiting' || state === 'failed')
          publish(store.prints.update(id, { state: 'dropped' }, now(), by));
      }
    },
    view,
    queue: () => ({ jobs: store.prints.unfinished(SHOWN).map(view), counts: store.prints.counts() }),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.allSettled(running.values());
    },
  };
}

const OFFICER_SAW = 'officer: printed';

/** `givesUp`: it was refused so often that an officer decides. */
function rowOf(
  result: PrintOutcome,
  givesUp: boolean,
): {
  readonly state: 'printed' | 'uncertain' | 'waiting' | 'failed';
  readonly code?: string;
  readonly evidence?: string;
} {
  if (result.outcome === 'printed') return { state: 'printed', evidence: result.evidence };
  const state = result.outcome === 'uncertain' ? 'uncertain' : givesUp ? 'failed' : 'waiting';
  return { state, code: result.code };
}

const viewOf = (job: StoredPrintJob, trouble: ErrorCode | undefined): PrintJobView => ({
  id: job.id,
  document: job.document,
  title: job.title,
  printerId: job.printerId,
  state: job.state,
  code: job.state === 'waiting' ? (trouble ?? job.code) : job.code,
  evidence: job.evidence,
  createdAt: job.createdAt,
  dossierId: job.dossierId,
  dossierCode: job.dossierCode,
});
