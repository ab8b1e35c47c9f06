/** What every byte-wise reader shares, real or virtual: framing, the silence clock, and one scan for a held trigger. */
import type { ScanTarget } from '../../domain/device.ts';
import type { BarcodeScannerEvents } from './contract.ts';
import { createFramer, FRAME_SILENCE_MS, type Frame } from './framing.ts';

/** The same text again within this many milliseconds of the last time is the same scan. */
export const REPEAT_MS = 400;

export interface ReaderIdentity {
  readonly deviceId: string;
  readonly target: ScanTarget;
  readonly now: () => number;
}

export interface ByteReader {
  push(bytes: Uint8Array): void;
  /** Forgets a half read: the cable was lost, or the driver is closing. */
  drop(): void;
}

export function createByteReader(
  identity: ReaderIdentity,
  events: Pick<BarcodeScannerEvents, 'onScan' | 'onRefused'>,
): ByteReader {
  const framer = createFramer();
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  let tick: NodeJS.Timeout | undefined;

  const deliver = (frame: Frame): void => {
    if ('refused' in frame) {
      events.onRefused(frame.refused);
      return;
    }
    const at = identity.now();
    const repeated = frame.text === last.text && at >= last.at && at - last.at < REPEAT_MS;
    last = { text: frame.text, at };
    if (!repeated) events.onScan({ text: frame.text, deviceId: identity.deviceId, target: identity.target, at });
  };
  // Counted in two halves: were this thread held up for a while, one timer could fire before the bytes that came in
  // meanwhile are read, but not two.
  const watch = (halves: number): void => {
    clearTimeout(tick);
    if (!framer.waiting) return;
    tick = setTimeout(() => (halves > 1 ? watch(halves - 1) : framer.quiet().forEach(deliver)), FRAME_SILENCE_MS / 2);
  };

  return {
    push: (bytes) => {
      framer.push(bytes).forEach(deliver);
      watch(2);
    },
    drop: () => {
      clearTimeout(tick);
      framer.reset();
    },
  };
}
