/** What a printer without metal says of its state: the bits that Epson's manuals give for each. */
import type { PaperState } from '../../domain/bench.ts';
import type { AutomaticStatus } from './escpos-status.ts';

interface Bits {
  /** What DLE EOT 1–4 add to their fixed bits. */
  readonly realTime: readonly [number, number, number, number];
  /** What the bytes of an automatic status add. */
  readonly automatic: AutomaticStatus;
  /** GS r 1. */
  readonly queued: number;
}

const well: Bits = { realTime: [0, 0, 0, 0], automatic: [0, 0, 0, 0], queued: 0 };

const BITS: Readonly<Record<PaperState, Bits>> = {
  ok: well,
  slow: well,
  silent: well,
  garbage: well,
  'near-end': { realTime: [0, 0, 0, 0x0c], automatic: [0, 0, 0x03, 0], queued: 0x03 },
  out: { realTime: [0x08, 0x20, 0, 0x6c], automatic: [0x08, 0, 0x0f, 0], queued: 0x0f },
  'cover-open': { realTime: [0x08, 0x04, 0, 0], automatic: [0x28, 0, 0, 0], queued: 0 },
  jam: { realTime: [0x08, 0x40, 0x08, 0], automatic: [0x08, 0x08, 0, 0], queued: 0 },
  busy: { realTime: [0x08, 0x08, 0, 0], automatic: [0x48, 0, 0, 0], queued: 0 },
};

/** Which questions a printer answers. */
export interface Tongue {
  readonly realTime: boolean;
  readonly automatic: boolean;
  readonly queued: boolean;
}
export const FLUENT: Tongue = { realTime: true, automatic: true, queued: true };

/** It stands still and prints nothing until somebody helps, or its paper is fed. */
export const isOffline = (state: PaperState): boolean => (BITS[state].realTime[0] & 0x08) !== 0;

/** Noise as a wrong baud rate makes it: no answer of a printer, and too much of it. */
const NOISE: readonly number[] = Array.from({ length: 40 }, (_, index) => 0x80 | ((index * 37) & 0x7f));

export const realTimeAnswer = (state: PaperState, n: number): readonly number[] =>
  state === 'garbage' ? NOISE : [0x12 | (BITS[state].realTime[n - 1] ?? 0)];
export const queuedAnswer = (state: PaperState): readonly number[] =>
  state === 'garbage' ? NOISE : [BITS[state].queued];
export function automaticAnswer(state: PaperState): readonly number[] {
  const [a, b, c, d] = BITS[state].automatic;
  return state === 'garbage' ? NOISE : [0x10 | a, b, c, d];
}
/** To DLE DC4 8. */
export const CLEARED: readonly number[] = [0x37, 0x25, 0x00];
