/**
 * ESC/POS as values: what a slip becomes on the wire. Everything goes as raster, since code-page text garbles Vietnamese.
 *
 * The raster bands are made here and not by @point-of-sale/receipt-printer-encoder: its `image()` wants four bytes a dot and a
 * canvas-like object for what is one bit a dot already, and hands back one block where we need single bands to pace them.
 * test/devices/printer/escpos.test.ts holds our bytes against that library's, dot for dot.
 */
import type { Bitmap } from './contract.ts';

export type EscposCommand =
  | { readonly kind: 'init' }
  | { readonly kind: 'no-automatic-status' }
  | { readonly kind: 'raster'; readonly widthBytes: number; readonly rows: number; readonly data: Uint8Array }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'ask-now'; readonly n: StatusQuestion }
  | { readonly kind: 'ask-when-done' }
  | { readonly kind: 'clear-buffers' };

/** DLE EOT n: 1 printer, 2 why offline, 3 error, 4 paper. */
export type StatusQuestion = 1 | 2 | 3 | 4;

/** Rows in a band: some firmware reads only the low byte of the row count. */
export const MAX_BAND_ROWS = 255;

/** The bytes of one command; sources: Epson's ESC/POS command reference. */
export function encodeCommand(command: EscposCommand): Uint8Array {
  switch (command.kind) {
    case 'init': // ESC @
      return Uint8Array.of(0x1b, 0x40);
    case 'no-automatic-status': // GS a 0: another system may have left automatic answers on, they would mix with ours
      return Uint8Array.of(0x1d, 0x61, 0x00);
    case 'raster': // GS v 0
      return joinBytes([
        Uint8Array.of(
          0x1d,
          0x76,
          0x30,
          0,
          command.widthBytes & 0xff,
          command.widthBytes >> 8,
          command.rows & 0xff,
          command.rows >> 8,
        ),
        command.data,
      ]);
    case 'feed': // ESC d
      return Uint8Array.of(0x1b, 0x64, command.lines);
    case 'cut': // GS V B 0: feed to the cutter, partial cut
      return Uint8Array.of(0x1d, 0x56, 0x42, 0x00);
    case 'ask-now': // DLE EOT: answered at once, even while printing or offline
      return Uint8Array.of(0x10, 0x04, command.n);
    case 'ask-when-done': // GS r 1: takes its turn in the buffer, so its answer proves that everything before it is printed
      return Uint8Array.of(0x1d, 0x72, 0x01);
    case 'clear-buffers': // DLE DC4 8
      return Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
  }
}

/** A bitmap as bands of at most 255 rows, no wider than the head (`dots`); what lies beyond the head is cut off. */
export function rasterBands(bitmap: Bitmap, dots: number): readonly EscposCommand[] {
  const stride = Math.ceil(bitmap.width / 8);
  const widthBytes = Math.min(stride, Math.floor(dots / 8));
  const bands: EscposCommand[] = [];
  for (let top = 0; top < bitmap.height; top += MAX_BAND_ROWS) {
    const rows = Math.min(MAX_BAND_ROWS, bitmap.height - top);
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
export const slipCommands = (bitmap: Bitmap, dots: number): readonly EscposCommand[] => [
  { kind: 'init' },
  { kind: 'no-automatic-status' },
  ...rasterBands(bitmap, dots),
  { kind: 'feed', lines: 3 },
  { kind: 'cut' },
];

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
