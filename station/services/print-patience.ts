/**
 * When a printer or a job is tried again. A printer that cannot print holds up all its jobs and is looked at now and then; a
 * job that it refuses is tried a few times and then left to an officer, so that those behind it go on.
 */
import type { PrintOutcome } from '../../devices/printer/contract.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Uuid7 } from '../../domain/ids.ts';
import type { StoredPrintJob } from '../../offline-store/contract.ts';

/** A printer that cannot print is looked at again after this long, or at once when it reports ready. */
const RETRY_MS = 5_000;
/** A job that did not print though its printer seemed ready; doubled with each try. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const TRIES = 4;
/** The printer's trouble and not the job's: whatever is sent meets it. */
const OF_THE_PRINTER: readonly ErrorCode[] = [
  'MC-PRN-01',
  'MC-PRN-02',
  'MC-PRN-03',
  'MC-PRN-06',
  'MC-PRN-08',
  'MC-PRN-09',
  'MC-PRN-11',
  'MC-PRN-12',
  'MC-PRN-13',
];

/** Somebody took it out of the spooler's queue: it is not put back behind their back. */
const CANCELLED: ErrorCode = 'MC-PRN-14';

export interface Patience {
  /** The printer cannot print for now. */
  hinder(printerId: string, code: ErrorCode): void;
  isHindered(printerId: string): boolean;
  /** What a printer's jobs wait for, as last seen. */
  trouble(printerId: string): ErrorCode | undefined;
  /** The printer may be tried at once; all of them when none is named. */
  calm(printerId?: string): void;
  mayGo(job: StoredPrintJob): boolean;
  /** Notes how a job ended; true when it was refused so often that it is not tried again by itself. */
  after(job: StoredPrintJob, result: PrintOutcome): boolean;
  forget(id: Uuid7): void;
}

/** `now` must only grow: a clock that is set back would hold jobs for as long. */
export function createPatience(now: () => number): Patience {
  const hindered = new Map<string, { readonly code: ErrorCode; readonly until: number }>();
  const tried = new Map<Uuid7, { readonly times: number; readonly notBefore: number }>();

  const hinder = (printerId: string, code: ErrorCode): void =>
    void hindered.set(printerId, { code, until: now() + RETRY_MS });

  function refused({ id, printerId }: StoredPrintJob, code: ErrorCode): boolean {
    const ofPrinter = OF_THE_PRINTER.includes(code);
    if (ofPrinter) hinder(printerId, code);
    if (code === CANCELLED) return true;
    const times = (tried.get(id)?.times ?? 0) + 1;
    if (!ofPrinter && times >= TRIES) return tried.delete(id);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (times - 1));
    tried.set(id, { times, notBefore: now() + pause });
    return false;
  }

  return {
    hinder,
    isHindered: (printerId) => now() < (hindered.get(printerId)?.until ?? 0),
    trouble: (printerId) => hindered.get(printerId)?.code,
    calm: (printerId) => {
      for (const [id, { code }] of hindered)
        if (printerId === undefined || id === printerId) hindered.set(id, { code, until: 0 });
    },
    mayGo: ({ id }) => now() >= (tried.get(id)?.notBefore ?? 0),
    after: (job, result) => {
      if (result.outcome === 'not-printed') return refused(job, result.code);
      hindered.delete(job.printerId);
      tried.delete(job.id);
      return false;
    },
    forget: (id) => void tried.delete(id),
  };
}
