/** What the ticket screen makes of numbers and of the printer. Pure. */
import { assertNever } from '../../domain/assert-never.ts';
import type { PrintJobView } from '../../domain/views/prints.ts';
import type { KioskHome } from '../../domain/views/public.ts';

/** How the slip is getting on, as far as the person needs to know. The number counts, with or without a slip. */
export type SlipNotice = 'printing' | 'printed' | 'no-paper' | 'not-printed' | 'no-printer';

const OUT_OF_PAPER = 'MC-PRN-03';

export function slipNotice(job: PrintJobView | undefined, printer: KioskHome['printer']): SlipNotice {
  if (!job) return 'no-printer';
  switch (job.state) {
    case 'printed':
      return 'printed';
    case 'waiting':
    case 'printing':
      return waitingNotice(job.code ?? (printer.ok ? undefined : (printer.code ?? '')));
    case 'failed':
    case 'uncertain':
    case 'dropped':
      return job.code === OUT_OF_PAPER ? 'no-paper' : 'not-printed';
    default:
      return assertNever(job.state);
  }
}

/** The wait as a strip of six equal stretches: which one is the turn, and how long the strip is. */
export type WaitStrip = { readonly turn: number; readonly minutes: number };

const STRETCHES = 6;
const STRETCH_MINUTES = [5, 10, 15, 20, 30, 60] as const;

export function waitStrip([from, to]: readonly [number, number]): WaitStrip {
  const stretch = STRETCH_MINUTES.find((minutes) => to <= minutes * STRETCHES) ?? 60;
  return { turn: Math.min(STRETCHES - 1, Math.floor(from / stretch)), minutes: stretch * STRETCHES };
}

/** Heads drawn before the person's own; `more` when not everybody fits. */
export function queueHeads(before: number): { readonly heads: number; readonly more: boolean } {
  const fit = 4;
  return before > fit ? { heads: fit - 1, more: true } : { heads: before, more: false };
}

function waitingNotice(code: string | undefined): SlipNotice {
  if (code === undefined) return 'printing';
  return code === OUT_OF_PAPER ? 'no-paper' : 'not-printed';
}
