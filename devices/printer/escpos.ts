/**
 * ESC/POS as values: what a slip becomes on the wire. Everything goes as raster, since code-page text garbles Vietnamese.
 *
 * The raster bands are made here and not by @point-of-sale/receipt-printer-encoder: its `image()` wants four bytes a dot and a
 * canvas-like object for what is one bit a dot already, and hands back one block where we need single bands to pace them.
 * test/devices/printer/escpos.test.ts holds our bytes against that library's, dot for dot.
 */
import { assertNever } from '../../domain/assert-never.ts';
import type { Bitmap } from './contract.ts';
import type { Cut, PrinterModel } from './models.ts';

export type EscposCommand =
  | { readonly kind: 'init' }
  /** `on`: every change is told by itself, and the state of now at once. */
  | { readonly kind: 'automatic-status'; readonly on: boolean }
  | { readonly kind: 'raster'; readonly widthBytes: number; readonly rows: number; readonly data: Uint8Array }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut'; readonly cut: Exclude<Cut, 'none'> }
  | { readonly kind: 'ask-now'; readonly n: StatusQuestion }
  | { readonly kind: 'ask-when-done' }
  | { readonly kind: 'clear-buffers' }
  /** Bytes that mean nothing as commands and white as dots: the end of a raster that broke off. */
  | { readonly kind: 'blank'; readonly bytes: number };

/** DLE EOT n: 1 printer, 2 why offline, 3 error, 4 paper. */
export type StatusQuestion = 1 | 2 | 3 | 4;

/** GS V m: 66 feeds to the cutter first. */
const CUT_BYTES: Readonly<Record<Exclude<Cut, 'none'>, readonly number[]>> = {
  'feed-partial': [0x1d, 0x56, 0x42, 0x00],
  partial: [0x1d, 0x56, 0x01],
  full: [0x1d, 0x56, 0x00],
};

/** GS a: online and offline, errors, paper; the drawer's line is nothing to us. */
const AUTOMATIC_ON = 0x0e;

/** The bytes of one command; sources: Epson's ESC/POS command reference. */
export function encodeCommand(command: EscposCommand): Uint8Array {
  switch (command.kind) {
    case 'init': // ESC @
      return Uint8Array.of(0x1b, 0x40);
    case 'automatic-status': // GS a: another system may have left it on, its answers would mix with ours
      return Uint8Array.of(0x1d, 0x61, command.on ? AUTOMATIC_ON : 0);
    case 'raster': // GS v 0
      return joinBytes([rasterHead(command.widthBytes, command.rows), command.data]);
    case 'feed': // ESC d
      return Uint8Array.of(0x1b, 0x64, command.lines);
    case 'cut':
      return Uint8Array.from(CUT_BYTES[command.cut]);
    case 'ask-now': // DLE EOT: answered at once, even while printing or offline
      return Uint8Array.of(0x10, 0x04, command.n);
    case 'ask-when-done': // GS r 1: takes its turn in the buffer, so its answer proves that everything before it is printed
      return Uint8Array.of(0x1d, 0x72, 0x01);
    case 'clear-buffers': // DLE DC4 8
      return Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
    case 'blank':
      return new Uint8Array(command.bytes);
    default:
      return assertNever(command);
  }
}

const RASTER_HEAD_BYTES = 8;
const rasterHead = (widthBytes: number, rows: number): Uint8Array =>
  Uint8Array.of(0x1d, 0x76, 0x30, 0, widthBytes & 0xff, widthBytes >> 8, rows & 0xff, rows >> 8);

/** How a slip is put on one printer: across how many dots, in bands of how many rows, and how it ends. */
export interface SlipLayout {
  readonly dots: number;
  readonly bandRows: number;
  readonly model: Pick<PrinterModel, 'cut' | 'feedLines'>;
  /** Whether the printer tells its changes by itself while it prints. */
  readonly automatic: boolean;
}

/** A bitmap as bands, no wider than the head (`dots`); what lies beyond the head is cut off. */
export function rasterBands(bitmap: Bitmap, dots: number, bandRows: number): readonly EscposCommand[] {
  const stride = Math.ceil(bitmap.width / 8);
  const widthBytes = Math.min(stride, Math.floor(dots / 8));
  const bands: EscposCommand[] = [];
  for (let top = 0; top < bitmap.height; top += bandRows) {
    const rows = Math.min(bandRows, bitmap.height - top);
    bands.push({ kind: 'raster', widthBytes, rows, data: cropRows(bitmap.data, stride, widthBytes, top, rows) });
  }
  return bands;
}

function cropRows(data: Uint8Array, stride: number, widthBytes: number, top: number, rows: number): Uint8Array {
  const out = new Uint8Array(widthBytes * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = (top + row) * stride;
    out.set(data.subarray(from, from + widthBytes), row * widthBytes);
  }
  return out;
}

/** A whole slip, cut off at its end. */
export const slipCommands = (bitmap: Bitmap, layout: SlipLayout): readonly EscposCommand[] => [
  { kind: 'init' },
  { kind: 'automatic-status', on: layout.automatic },
  ...rasterBands(bitmap, layout.dots, layout.bandRows),
  ...endOfSlip(layout.model),
];

const endOfSlip = ({ cut, feedLines }: SlipLayout['model']): readonly EscposCommand[] => [
  { kind: 'feed', lines: feedLines },
  ...(cut === 'none' ? [] : [{ kind: 'cut', cut } as const]),
];

/**
 * Nothing old is left to print: the buffer is dropped at once, then the band that a printer may still be waiting for is ended
 * with white (it took the first clearing for dots), and dropped too.
 */
export const clearCommands = (layout: SlipLayout, clears: boolean): readonly EscposCommand[] => {
  const clear: readonly EscposCommand[] = clears ? [{ kind: 'clear-buffers' }] : [];
  const rest: EscposCommand = {
    kind: 'blank',
    bytes: RASTER_HEAD_BYTES + layout.bandRows * Math.floor(layout.dots / 8),
  };
  return [...clear, rest, ...clear, { kind: 'init' }];
};

/** Cuts away the half of a slip that hangs out, so that the next one starts on clean paper. */
export const severCommands = ({ model }: SlipLayout): readonly EscposCommand[] => endOfSlip(model);

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
