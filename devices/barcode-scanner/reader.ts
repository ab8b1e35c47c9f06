/**
 * What every reader shares, whatever line it is on: one scan for a held trigger, the silence clock, and how often a noisy
 * line may complain. Serial, HID-POS, virtual and keyboard readers all end here.
 */
import type { ScanTarget } from '../../domain/device.ts';
import type { BarcodeScannerEvents } from './contract.ts';
import type { Frame } from './decode.ts';
import { createFramer, FRAME_SILENCE_MS, type Framer } from './framing.ts';
import type { HidReportProfile } from './hid-profiles.ts';
import { createReportJoiner } from './hid-report.ts';

/** The same text again within this many milliseconds of the last time is the same scan. */
export const REPEAT_MS = 400;
/** A line that brings nothing but noise is complained of once in this many milliseconds. */
export const COMPLAINT_MS = 250;

export interface ReaderIdentity {
  readonly deviceId: string;
  readonly target: ScanTarget;
  readonly now: () => number;
}

type ReadEvents = Pick<BarcodeScannerEvents, 'onScan' | 'onRefused'>;

/** Takes whole reads; answers whether one became a scan (not refused, not the same one again). */
export type ScanGate = (frame: Frame, trial?: boolean) => boolean;

export function createScanGate({ deviceId, target, now }: ReaderIdentity, events: ReadEvents): ScanGate {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  let complained = Number.NEGATIVE_INFINITY;

  /** A clock that was set back must not silence a reader. */
  const within = (since: number, at: number, ms: number): boolean => at >= since && at - since < ms;
  const refuse = (code: Extract<Frame, { refused: unknown }>['refused'], at: number): void => {
    if (within(complained, at, COMPLAINT_MS)) return;
    complained = at;
    events.onRefused(code);
  };

  return (frame, trial) => {
    const at = now();
    if ('refused' in frame) {
      refuse(frame.refused, at);
      return false;
    }
    const repeated = frame.text === last.text && within(last.at, at, REPEAT_MS);
    last = { text: frame.text, at };
    if (!repeated) events.onScan({ ...frame, deviceId, target, at, ...(trial ? { trial } : {}) });
    return !repeated;
  };
}

export interface ByteReader {
  /** Bytes as they came; for a reader of reports one whole report. */
  push(bytes: Uint8Array): void;
  /** Forgets a half read: the cable was lost, or the driver is closing. */
  drop(): void;
}

/** Serial lines: codes with an end, or with a silence for one. */
export const createByteReader = (identity: ReaderIdentity, events: ReadEvents): ByteReader =>
  createLineReader(createFramer(), createScanGate(identity, events));

/** HID-POS: one input report a `push`. */
export const createReportReader = (
  profile: HidReportProfile,
  identity: ReaderIdentity,
  events: ReadEvents,
): ByteReader => createLineReader(createReportJoiner(profile), createScanGate(identity, events));

function createLineReader(framer: Framer, gate: ScanGate): ByteReader {
  let tick: NodeJS.Timeout | undefined;
  const deliver = (frames: readonly Frame[]): void => {
    for (const frame of frames) gate(frame);
  };
  // Counted in two halves: were this thread held up for a while, one timer could fire before the bytes that came in
  // meanwhile are read, but not two.
  const watch = (halves: number): void => {
    clearTimeout(tick);
    if (!framer.waiting) return;
    tick = setTimeout(() => (halves > 1 ? watch(halves - 1) : deliver(framer.quiet())), FRAME_SILENCE_MS / 2);
  };
  return {
    push: (bytes) => {
      deliver(framer.push(bytes));
      watch(2);
    },
    drop: () => {
      clearTimeout(tick);
      framer.reset();
    },
  };
}
