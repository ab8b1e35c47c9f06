/**
 * Bytes of a barcode reader in, whole reads out. Pure: no clock, no I/O; whoever owns the clock calls `quiet` after a
 * silence. Readers end a read by CR, LF, CRLF or TAB, or by nothing at all; some put an AIM id (`]C0`, `]Q1`) before it.
 * Memory is bounded by the cap, whatever comes down the cable.
 */
import { decodeRead, type Frame, MAX_READ_BYTES } from './decode.ts';

/** After this long without a byte a read is over, in milliseconds: the slowest readers pause far less within one. */
export const FRAME_SILENCE_MS = 300;

/** `Frame`s out of what a line brings: bytes as they come, or one HID report a call. */
export interface Framer {
  push(bytes: Uint8Array): readonly Frame[];
  /** The line has been silent: what is held is a whole read (of a reader that sends no end), or a torn one. */
  quiet(): readonly Frame[];
  /** The cable was lost: a half read must not be glued to the next one. */
  reset(): void;
  /** Something is held or being skipped, so a silence matters. */
  readonly waiting: boolean;
}

const TERMINATORS: ReadonlySet<number> = new Set([0x0d, 0x0a, 0x09]);

export function createFramer(maxBytes: number = MAX_READ_BYTES): Framer {
  const held = new Uint8Array(maxBytes);
  let length = 0;
  let skipping = false;
  /** This reader was seen to end its reads: from then on a read without an end is a torn one. */
  let ends = false;

  const take = (): readonly Frame[] => {
    const whole = held.slice(0, length);
    const frames = length > 0 && !skipping ? [decodeRead(whole)] : [];
    length = 0;
    skipping = false;
    return frames;
  };
  const hold = (byte: number): readonly Frame[] => {
    if (skipping) return [];
    if (length === maxBytes) {
      skipping = true;
      return [{ refused: 'MC-SCN-03' }];
    }
    held[length] = byte;
    length += 1;
    return [];
  };
  const accept = (byte: number): readonly Frame[] => {
    if (!TERMINATORS.has(byte)) return hold(byte);
    ends = true;
    return take();
  };

  return {
    push: (bytes) => {
      const frames: Frame[] = [];
      for (const byte of bytes) frames.push(...accept(byte));
      return frames;
    },
    quiet: () => {
      const torn = ends && length > 0 && !skipping;
      const frames = take();
      return torn ? [{ refused: 'MC-SCN-01' }] : frames;
    },
    reset: () => {
      length = 0;
      skipping = false;
    },
    get waiting() {
      return length > 0 || skipping;
    },
  };
}
