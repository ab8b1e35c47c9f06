/** A slip that looks like no other: dots from a seed, so that both ends of the cable know what must come out. */
import type { Bitmap } from '../../../../devices/printer/contract.ts';

export const DOTS = 576;

export function pattern(rows: number, seed: number): Bitmap {
  const data = new Uint8Array((DOTS / 8) * rows);
  let state = seed * 2_654_435_761 || 1;
  for (let index = 0; index < data.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    data[index] = state & 0xff;
  }
  return { width: DOTS, height: rows, data };
}

/** Whether a piece of paper begins with the slip and is blank after it. */
export function isSlip(paper: Bitmap, slip: Bitmap): boolean {
  const size = slip.data.length;
  return (
    paper.width === slip.width &&
    Buffer.compare(paper.data.subarray(0, size), slip.data) === 0 &&
    paper.data.subarray(size).every((byte) => byte === 0)
  );
}
