/** What `ScannerStatus` says: the scanner's state, its feeder's, and how far each job is (Mopria eSCL, ScannerStatus). */
import { z } from 'zod';
import type { ErrorCode } from '../../../domain/errors.ts';
import { EsclFault } from './fault.ts';
import { listOf, parseXml, textSchema, wholeNumberSchema } from './xml.ts';

const jobSchema = z.object({
  JobUri: textSchema.optional(),
  JobState: textSchema.optional(),
  ImagesCompleted: wholeNumberSchema.optional().catch(undefined),
  ImagesToTransfer: wholeNumberSchema.optional().catch(undefined),
});
const statusSchema = z.object({
  ScannerStatus: z.object({
    State: textSchema.optional(),
    // Seen instead of the former.
    ScannerState: textSchema.optional(),
    AdfState: textSchema.optional(),
    Jobs: z.preprocess((value) => (value === '' ? {} : value), z.object({ JobInfo: listOf(jobSchema) })).optional(),
  }),
});

export type JobState = 'pending' | 'processing' | 'completed' | 'canceled' | 'aborted' | 'unknown';

export interface JobStatus {
  /** The last part of the job's address. */
  readonly id: string;
  readonly state: JobState;
  /** Missing where the device does not count. */
  readonly imagesCompleted: number | undefined;
  readonly imagesToTransfer: number | undefined;
}

export interface EsclStatus {
  readonly state: 'idle' | 'busy' | 'down' | 'unknown';
  /** What is wrong with the feeder or what lies in it. */
  readonly feeder: ErrorCode | 'loaded' | 'empty' | 'working' | 'unknown';
  readonly jobs: readonly JobStatus[];
}

const STATES: Readonly<Record<string, EsclStatus['state']>> = {
  Idle: 'idle',
  Processing: 'busy',
  Testing: 'busy',
  Stopped: 'down',
  Down: 'down',
};

/** Every state of the standard, and two that devices say instead of HatchOpen. */
const FEEDER: Readonly<Record<string, EsclStatus['feeder']>> = {
  ScannerAdfLoaded: 'loaded',
  ScannerAdfEmpty: 'empty',
  ScannerAdfProcessing: 'working',
  ScannerAdfJam: 'MC-DSC-01',
  ScannerAdfMispick: 'MC-DSC-01',
  ScannerAdfDuplexPageTooShort: 'MC-DSC-01',
  ScannerAdfDuplexPageTooLong: 'MC-DSC-01',
  ScannerAdfInputTrayFailed: 'MC-DSC-01',
  ScannerAdfInputTrayOverloaded: 'MC-DSC-01',
  ScannerAdfHatchOpen: 'MC-DSC-03',
  ScannerAdfDoorOpen: 'MC-DSC-03',
  ScannerAdfCoverOpen: 'MC-DSC-03',
  ScannerAdfMultipickDetected: 'MC-DSC-09',
};

const JOB_STATES: Readonly<Record<string, JobState>> = {
  Pending: 'pending',
  Processing: 'processing',
  Completed: 'completed',
  Canceled: 'canceled',
  Aborted: 'aborted',
};

/** The last part of a job's path, whatever stands before it. */
export const jobIdOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

/** Throws an `EsclFault` (`foreign`). */
export function parseStatus(text: string): EsclStatus {
  const parsed = statusSchema.safeParse(parseXml(text));
  if (!parsed.success) throw new EsclFault('foreign', 'no ScannerStatus');
  const { State, ScannerState, AdfState, Jobs } = parsed.data.ScannerStatus;
  return {
    state: STATES[State ?? ScannerState ?? ''] ?? 'unknown',
    feeder: FEEDER[AdfState ?? ''] ?? 'unknown',
    jobs: (Jobs?.JobInfo ?? []).map((job) => ({
      id: jobIdOf(job.JobUri ?? ''),
      state: JOB_STATES[job.JobState ?? ''] ?? 'unknown',
      imagesCompleted: job.ImagesCompleted,
      imagesToTransfer: job.ImagesToTransfer,
    })),
  };
}

/** What is wrong with the feeder, if anything. */
export const feederFault = ({ feeder }: EsclStatus): ErrorCode | undefined =>
  feeder === 'loaded' || feeder === 'empty' || feeder === 'working' || feeder === 'unknown' ? undefined : feeder;
