/** Slips for the printers' tests. */
import type { Bitmap } from '../../../devices/printer/contract.ts';
import type { EscposInterpreter } from '../../../devices/printer/escpos-interpreter.ts';

/** A slip whose every row differs, so that a lost, doubled or shifted row shows. */
export function pattern(height: number, width = 576): Bitmap {
  const stride = width / 8;
  const data = new Uint8Array(stride * height).map(
    (_, index) => (Math.floor(index / stride) * 31 + (index % stride) * 7) & 0xff,
  );
  return { width, height, data };
}

/** Whether piece `index` of what came out is that slip, dot for dot from its first row. */
export function isSlip(paper: EscposInterpreter, index: number, sent: Bitmap): boolean {
  const seen = paper.slips().at(index);
  return (
    seen !== undefined && Buffer.from(seen.bitmap.data.subarray(0, sent.data.length)).equals(Buffer.from(sent.data))
  );
}
