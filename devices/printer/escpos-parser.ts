/**
 * What an ESC/POS printer makes of the bytes it gets: the reading side, for the virtual printer and the test rig. Pure, and
 * bounded: a command that claims more than any slip needs is skipped, not stored.
 */
import { joinBytes } from './escpos.ts';

export type PrinterOp =
  | { readonly op: 'init' }
  | { readonly op: 'raster'; readonly widthBytes: number; readonly rows: number; readonly data: Uint8Array }
  | { readonly op: 'feed'; readonly dots: number }
  | { readonly op: 'cut' }
  | { readonly op: 'queued-status' }
  | { readonly op: 'real-time-status'; readonly n: number }
  | { readonly op: 'automatic-status'; readonly on: boolean }
  | { readonly op: 'clear' }
  | { readonly op: 'text'; readonly byte: number };

const LINE_DOTS = 30;
const MAX_RASTER_BYTES = 2_000_000;

/** A step of reading: an operation (or nothing to do) of so many bytes, or not enough bytes yet. */
type Step = { readonly length: number; readonly op?: PrinterOp } | 'more';

export interface EscposParser {
  push(bytes: Uint8Array): readonly PrinterOp[];
  /** A command has begun whose rest has not come. */
  readonly waits: boolean;
}

/** `at` is where the command starts; bytes beyond the buffer are undefined and mean "more". */
type Reader = (buffer: Uint8Array, at: number) => Step;

const fixed =
  (length: number, op?: (buffer: Uint8Array, at: number) => PrinterOp | undefined): Reader =>
  (buffer, at) => {
    if (buffer.length < at + length) return 'more';
    const made = op?.(buffer, at);
    return made ? { length, op: made } : { length };
  };

const readRaster: Reader = (buffer, at) => {
  if (buffer.length < at + 8) return 'more';
  const byte = (offset: number): number => buffer[at + offset] ?? 0;
  const widthBytes = byte(4) | (byte(5) << 8);
  const rows = byte(6) | (byte(7) << 8);
  const size = widthBytes * rows;
  // A length that no slip has is noise: drop the head only, so that real commands after it are found again.
  if (size > MAX_RASTER_BYTES) return { length: 8 };
  if (buffer.length < at + 8 + size) return 'more';
  return { length: 8 + size, op: { op: 'raster', widthBytes, rows, data: buffer.slice(at + 8, at + 8 + size) } };
};

const readCut: Reader = (buffer, at) => {
  const mode = buffer[at + 2];
  if (mode === undefined) return 'more';
  return fixed(mode >= 0x41 ? 4 : 3, () => ({ op: 'cut' }))(buffer, at);
};

const readGsParen: Reader = (buffer, at) =>
  buffer.length < at + 5 ? 'more' : fixed(5 + ((buffer[at + 3] ?? 0) | ((buffer[at + 4] ?? 0) << 8)))(buffer, at);

const readDleDc4: Reader = (buffer, at) => {
  const fn = buffer[at + 2];
  if (fn === undefined) return 'more';
  return fn === 8 ? fixed(10, () => ({ op: 'clear' }))(buffer, at) : fixed(5)(buffer, at);
};

/** By first two bytes. What is not here is one byte of text. */
const COMMANDS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0x1b40, fixed(2, () => ({ op: 'init' }))],
  [0x1b64, fixed(3, (buffer, at) => ({ op: 'feed', dots: (buffer[at + 2] ?? 0) * LINE_DOTS }))],
  [0x1b4a, fixed(3, (buffer, at) => ({ op: 'feed', dots: buffer[at + 2] ?? 0 }))],
  [0x1b32, fixed(2)],
  [0x1b33, fixed(3)],
  [0x1b61, fixed(3)],
  [0x1b45, fixed(3)],
  [0x1b4d, fixed(3)],
  [0x1b74, fixed(3)],
  [0x1c2e, fixed(2)],
  [0x1d76, readRaster],
  [0x1d56, readCut],
  [0x1d61, fixed(3, (buffer, at) => ({ op: 'automatic-status', on: buffer[at + 2] !== 0 }))],
  [0x1d4c, fixed(4)],
  [0x1d57, fixed(4)],
  [0x1d28, readGsParen],
  [0x1d72, fixed(3, () => ({ op: 'queued-status' }))],
  [0x1004, fixed(3, (buffer, at) => ({ op: 'real-time-status', n: buffer[at + 2] ?? 0 }))],
  [0x1005, fixed(3)],
  [0x1014, readDleDc4],
]);
const LEADERS: ReadonlySet<number> = new Set([0x1b, 0x1c, 0x1d, 0x10]);

function readStep(buffer: Uint8Array, at: number): Step {
  const first = buffer[at] ?? 0;
  if (first === 0x0a) return { length: 1, op: { op: 'feed', dots: LINE_DOTS } };
  if (!LEADERS.has(first)) return { length: 1, op: { op: 'text', byte: first } };
  if (at + 1 >= buffer.length) return 'more';
  const read = COMMANDS.get((first << 8) | (buffer[at + 1] ?? 0));
  return read ? read(buffer, at) : { length: 1, op: { op: 'text', byte: first } };
}

export function createEscposParser(): EscposParser {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    push: (bytes) => {
      const buffer = rest.length === 0 ? bytes : joinBytes([rest, bytes]);
      const ops: PrinterOp[] = [];
      let at = 0;
      while (at < buffer.length) {
        const step = readStep(buffer, at);
        if (step === 'more') break;
        if (step.op) ops.push(step.op);
        at += step.length;
      }
      rest = buffer.slice(at);
      return ops;
    },
    get waits() {
      return rest.length > 0;
    },
  };
}
