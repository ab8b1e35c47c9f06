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
import type { PrintJobView } from '../../domain/views.ts';
import type { OfficeStore, StoredPrintJob } from '../../offline-store/contract.ts';
import type { EventBus } from '../events.ts';
import type { Printables } from './printables.ts';

/** A job that certainly did not print is tried again after this long, or at once when its printer reports ready. */
const RETRY_MS = 5_000;

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
  }): PrintJobView;
  /** Looks for jobs that can go now: after a commit, when a printer is ready again, at start. */
  kick(): void;
  /** The officer's word on an uncertain job: it came out, or it did not and is printed again. */
  answer(id: Uuid7, cameOut: boolean, by: string): PrintJobView;
  retry(id: Uuid7, by: string): PrintJobView;
  /** The dossier was taken back: what has not come out yet never will; a job on its way is not tried again. */
  dropFor(dossierId: Uuid7, by: string): void;
  view(job: StoredPrintJob): PrintJobView;
  stop(): Promise<void>;
}

export interface PrintServiceParts {
  readonly store: OfficeStore;
  readonly hub: DeviceHub;
  readonly bus: EventBus;
  readonly printables: Printables;
  readonly now: () => number;
  /** `about`: a job's or a printer's id. */
  readonly onError: (error: unknown, about: string) => void;
}

export function createPrintService(parts: PrintServiceParts): PrintService {
  const { store, now } = parts;
  const running = new Map<string, Promise<void>>();
  const notBefore = new Map<Uuid7, number>();
  /** Taken back while they were with the printer. */
  const unwanted = new Set<Uuid7>();
  let stopped = false;

  const publish = (job: StoredPrintJob): PrintJobView => {
    const view = viewOf(job);
    parts.bus.emit({ type: 'print', at: now(), job: view });
    parts.bus.emit({ type: 'work-changed', at: now() });
    return view;
  };

  const settle = (job: StoredPrintJob, result: PrintOutcome) => {
    const over = result.outcome === 'not-printed' && unwanted.has(job.id);
    if (result.outcome === 'not-printed') notBefore.set(job.id, now() + RETRY_MS);
    publish(store.prints.update(job.id, over ? { state: 'dropped' } : rowOf(result), now(), 'station'));
    parts.hub.note(job.printerId, result.outcome === 'printed' ? { jobs: 1 } : { fault: true });
  };

  /** A dossier taken back needs no paper; a power cut between the undo and the dropping of its jobs ends here. */
  const isVoid = ({ dossierId }: StoredPrintJob): boolean =>
    dossierId !== undefined && store.dossiers.get(dossierId)?.status === 'cancelled';

  const runOne = async (job: StoredPrintJob) => {
    try {
      if (isVoid(job)) return void publish(store.prints.update(job.id, { state: 'dropped' }, now(), 'station'));
      const ready = await parts.printables.prepare(job);
      // It may have been taken back while its page was drawn.
      if (stopped || store.prints.get(job.id)?.state !== 'waiting') return;
      // Asked before the job is marked: a kill while an empty printer is tried again must not look like a kill in mid-print.
      const code = await ready.hindrance();
      if (stopped || store.prints.get(job.id)?.state !== 'waiting') return;
      if (code !== undefined) return hinder(job, code);
      publish(store.prints.update(job.id, { state: 'printing' }, now(), 'station'));
      settle(job, await ready.send());
    } catch (error) {
      fail(job, error);
    }
  };

  /** Said once, not at every look: an empty printer over a weekend must not fill the audit trail. */
  const hinder = (job: StoredPrintJob, code: ErrorCode) => {
    notBefore.set(job.id, now() + RETRY_MS);
    if (store.prints.get(job.id)?.code !== code) settle(job, { outcome: 'not-printed', code });
  };

  /** Drawing failed, or the store could not be written: then the job keeps the state it has on disk. */
  const fail = (job: StoredPrintJob, error: unknown) => {
    parts.onError(error, job.id);
    notBefore.set(job.id, now() + RETRY_MS);
    if (store.prints.get(job.id)?.state === 'waiting')
      publish(store.prints.update(job.id, { state: 'failed', code: 'MC-PRN-10' }, now(), 'station'));
  };

  const nextFor = (printerId: string): StoredPrintJob | undefined =>
    store.prints
      .unfinished()
      .find((job) => job.printerId === printerId && job.state === 'waiting' && (notBefore.get(job.id) ?? 0) <= now());

  const drain = async (printerId: string) => {
    for (let job = nextFor(printerId); job && !stopped; job = nextFor(printerId)) await runOne(job);
  };

  const kick = () => {
    if (stopped) return;
    for (const printerId of new Set(store.prints.unfinished().map((job) => job.printerId))) {
      if (running.has(printerId)) continue;
      const done = drain(printerId)
        .catch((error: unknown) => parts.onError(error, printerId))
        .finally(() => running.delete(printerId));
      running.set(printerId, done);
    }
  };

  for (const job of store.prints.unfinished())
    if (job.state === 'printing')
      store.prints.update(job.id, { state: 'uncertain', code: 'MC-PRN-05' }, now(), 'station');
  const timer = setInterval(kick, 1_000);

  const again = (id: Uuid7, by: string, evidence: string) => {
    notBefore.delete(id);
    const view = publish(store.prints.update(id, { state: 'waiting', evidence }, now(), by));
    kick();
    return view;
  };

  return {
    add: (job) => {
      const view = publish(store.prints.add({ id: uuidv7(), createdAt: now(), ...job }));
      kick();
      return view;
    },
    kick: () => {
      notBefore.clear();
      kick();
    },
    answer: (id, cameOut, by) => {
      const job = store.prints.get(id);
      if (!job) throw new MotcuaError('MC-API-05');
      if (job.state !== 'uncertain') return viewOf(job);
      if (!cameOut) return again(id, by, 'officer: not printed');
      return publish(store.prints.update(id, { state: 'printed', evidence: 'officer: printed' }, now(), by));
    },
    retry: (id, by) => {
      const job = store.prints.get(id);
      if (!job) throw new MotcuaError('MC-API-05');
      // What is on its way to the printer, or was printed, is never sent again by this door.
      const open = job.state === 'waiting' || job.state === 'failed' || job.state === 'uncertain';
      return open ? again(id, by, 'officer: try again') : viewOf(job);
    },
    dropFor: (dossierId, by) => {
      for (const { id, state } of store.prints.ofDossier(dossierId)) {
        if (state === 'printing') unwanted.add(id);
        if (state === 'waiting' || state === 'failed')
          publish(store.prints.update(id, { state: 'dropped' }, now(), by));
      }
    },
    view: viewOf,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.allSettled(running.values());
    },
  };
}

function rowOf(result: PrintOutcome): {
  readonly state: 'printed' | 'uncertain' | 'waiting';
  readonly code?: string;
  readonly evidence?: string;
} {
  if (result.outcome === 'printed') return { state: 'printed', evidence: result.evidence };
  return { state: result.outcome === 'uncertain' ? 'uncertain' : 'waiting', code: result.code };
}

const viewOf = (job: StoredPrintJob): PrintJobView => ({
  id: job.id,
  document: job.document,
  title: job.title,
  printerId: job.printerId,
  state: job.state,
  code: job.code,
  evidence: job.evidence,
  createdAt: job.createdAt,
  dossierId: job.dossierId,
  dossierCode: job.dossierCode,
});
