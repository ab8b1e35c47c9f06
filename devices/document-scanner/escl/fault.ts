/** Why a network scanner could not be talked to, before it is said as one of our codes. */
import type { ErrorCode } from '../../../domain/errors.ts';

/**
 * `silent`: no connection or no answer in time; `foreign`: it answers, but not as a scanner does; `certificate`: it is not
 * the one that was registered; `cut`: the line broke in the middle of an answer; `too-large`: the answer passes its cap;
 * `aborted`: we hung up ourselves.
 */
export type EsclFaultKind = 'silent' | 'foreign' | 'certificate' | 'cut' | 'too-large' | 'aborted';

export class EsclFault extends Error {
  readonly kind: EsclFaultKind;
  constructor(kind: EsclFaultKind, reason: string) {
    super(reason);
    this.name = 'EsclFault';
    this.kind = kind;
  }
}

const CODES: Readonly<Record<EsclFaultKind, ErrorCode>> = {
  silent: 'MC-DSC-05',
  cut: 'MC-DSC-05',
  foreign: 'MC-DSC-10',
  'too-large': 'MC-DSC-10',
  certificate: 'MC-DSC-12',
  aborted: 'MC-DSC-08',
};

export const codeOfFault = (fault: EsclFault): ErrorCode => CODES[fault.kind];
