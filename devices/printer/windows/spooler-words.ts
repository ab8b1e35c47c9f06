/** What spooler.ps1 says, and what the spooler's flags mean (winspool.h: PRINTER_STATUS_…, JOB_STATUS_…). Pure. */
import type { ErrorCode } from '../../../domain/errors.ts';
import type { PrinterStatus, PrintOutcome } from '../contract.ts';

export type SpoolerLine =
  | { readonly is: 'queue'; readonly status: number; readonly port: string }
  | { readonly is: 'job'; readonly id: number }
  | { readonly is: 'at'; readonly job: number; readonly printer: number }
  | { readonly is: 'gone' }
  | { readonly is: 'end'; readonly error: number };

/** Undefined for a line that is none of ours. */
export function parseSpoolerLine(line: string): SpoolerLine | undefined {
  const [word, first = '', ...rest] = line.trim().split(' ');
  const number = Number(first);
  if (word === 'gone') return { is: 'gone' };
  if (word === 'end') return { is: 'end', error: first === 'ok' ? 0 : number };
  if (!Number.isInteger(number)) return undefined;
  if (word === 'queue') return { is: 'queue', status: number, port: rest.join(' ') };
  if (word === 'job') return { is: 'job', id: number };
  return word === 'at' ? { is: 'at', job: number, printer: Number(rest[0] ?? 0) } : undefined;
}

type Meanings = readonly (readonly [number, ErrorCode])[];

/** In the order of what an officer should do first. */
const OF_PRINTER: Meanings = [
  [0x0040_0000, 'MC-PRN-02'], // DOOR_OPEN
  [0x0000_0050, 'MC-PRN-03'], // PAPER_OUT, PAPER_PROBLEM
  [0x0000_0008, 'MC-PRN-06'], // PAPER_JAM
  [0x0000_0080, 'MC-PRN-01'], // OFFLINE
  [0x0000_1000, 'MC-PRN-01'], // NOT_AVAILABLE
  [0x0010_0800, 'MC-PRN-06'], // USER_INTERVENTION, OUTPUT_BIN_FULL
  [0x0000_0001, 'MC-PRN-07'], // PAUSED
  [0x0000_0002, 'MC-PRN-06'], // ERROR
];
const OF_JOB: Meanings = [
  [0x0040, 'MC-PRN-03'], // PAPEROUT
  [0x0020, 'MC-PRN-01'], // OFFLINE
  [0x0400, 'MC-PRN-06'], // USER_INTERVENTION
  [0x0200, 'MC-PRN-07'], // BLOCKED_DEVQ
  [0x0002, 'MC-PRN-06'], // ERROR
];
const BUSY = 0x0000_4700; // PROCESSING, PRINTING, BUSY, IO_ACTIVE

const meaning = (flags: number, meanings: Meanings): ErrorCode | undefined =>
  meanings.find(([mask]) => (flags & mask) !== 0)?.[1];

export function statusOfQueue(flags: number): PrinterStatus {
  const code = meaning(flags, OF_PRINTER);
  if (code) return { state: 'attention', code };
  return (flags & BUSY) !== 0 ? { state: 'busy' } : { state: 'ready' };
}

/** What is wrong with a job on its way, by its own flags or its printer's. */
export const troubleOf = ({
  job,
  printer,
}: {
  readonly job: number;
  readonly printer: number;
}): ErrorCode | undefined => meaning(job, OF_JOB) ?? meaning(printer, OF_PRINTER);

const PRINTING = 0x0010;
const DELETED = 0x0104;
const DONE = 0x1080; // COMPLETE, PRINTED

/** What was seen of a job from hand-over to its end. */
export interface SpoolerJobSeen {
  readonly flags: number;
  readonly port: string;
}

export const hasBegun = (flags: number): boolean => (flags & (PRINTING | DONE)) !== 0;

/** Ports over which Windows hears of the paper itself. */
const HEARS_BACK = /^(wsd|ipp|https?:)/i;

/**
 * A job that left the queue. "Printed" is the spooler's word for bytes sent: it counts where the printer reports its jobs
 * (WSD, IPP), and is asked about everywhere else.
 */
export function endOfJob({ flags, port }: SpoolerJobSeen): PrintOutcome {
  if ((flags & DELETED) !== 0)
    return hasBegun(flags)
      ? { outcome: 'uncertain', code: 'MC-PRN-05' }
      : { outcome: 'not-printed', code: 'MC-PRN-14' };
  return (flags & DONE) !== 0 && HEARS_BACK.test(port)
    ? { outcome: 'printed', evidence: `Windows spooler on ${port.slice(0, 80)}: printed` }
    : { outcome: 'uncertain', code: 'MC-PRN-05' };
}

/** Win32 errors of opening a queue or handing a job over. */
export const codeOfError = (error: number): ErrorCode => (error === 1801 || error === 1722 ? 'MC-PRN-01' : 'MC-PRN-07');
