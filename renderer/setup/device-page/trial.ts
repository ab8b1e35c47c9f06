/** One device under test, from the button to what was observed. Pure: events in, the next state out. */
import { assertNever } from '../../../domain/assert-never.ts';
import type { DeviceKind } from '../../../domain/device.ts';
import type { PrintJobView } from '../../../domain/views/prints.ts';
import type { Failure } from '../../common/failure.ts';
import type { Reading } from './reading.ts';

export type TrialKind = 'print' | 'scan' | 'read' | 'look';

export const trialKindOf = (kind: DeviceKind): TrialKind => {
  switch (kind) {
    case 'receipt-printer':
    case 'page-printer':
      return 'print';
    case 'document-scanner':
      return 'scan';
    case 'barcode-scanner':
      return 'read';
    case 'queue-board':
      return 'look';
    default:
      return assertNever(kind);
  }
};

export type Trial = {
  readonly kind: TrialKind;
  readonly deviceId: string;
  readonly startedAt: number;
  readonly job?: PrintJobView;
  readonly scanned?: { readonly pages: number; readonly code?: string };
  readonly reading?: Reading;
  readonly failure?: Failure;
  /** What the technician or the program noted. */
  readonly noted?: boolean;
};

export type TrialStep =
  | { readonly type: 'start'; readonly kind: TrialKind; readonly deviceId: string; readonly at: number }
  /** The station's answer to the request, or the newest news of that job should it have come first. */
  | { readonly type: 'queued'; readonly job: PrintJobView }
  | { readonly type: 'job'; readonly job: PrintJobView }
  | { readonly type: 'scanned'; readonly pages: number; readonly code?: string }
  | { readonly type: 'reading'; readonly deviceId: string; readonly reading: Reading }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'noted'; readonly ok: boolean }
  | { readonly type: 'close' };

export const nextTrial = (trial: Trial | undefined, step: TrialStep): Trial | undefined => {
  if (step.type === 'start') return { kind: step.kind, deviceId: step.deviceId, startedAt: step.at };
  if (!trial) return undefined;
  switch (step.type) {
    case 'queued':
      return trial.kind === 'print' && step.job.printerId === trial.deviceId ? { ...trial, job: step.job } : trial;
    case 'job':
      return trial.job?.id === step.job.id ? { ...trial, job: step.job } : trial;
    case 'scanned':
      return trial.kind === 'scan'
        ? { ...trial, scanned: { pages: step.pages, code: step.code }, noted: step.code === undefined }
        : trial;
    case 'reading':
      return trial.kind === 'read' && step.deviceId === trial.deviceId ? { ...trial, reading: step.reading } : trial;
    case 'failed':
      return { ...trial, failure: step.failure };
    case 'noted':
      return { ...trial, noted: step.ok };
    case 'close':
      return undefined;
    default:
      return assertNever(step);
  }
};

/** Whether a person is asked what they see. */
export const isAsking = (trial: Trial): boolean => {
  if (trial.noted !== undefined || trial.failure) return false;
  if (trial.kind === 'look') return true;
  return trial.kind === 'print' && (trial.job?.state === 'printed' || trial.job?.state === 'uncertain');
};
