/**
 * Has a write-ahead log lost commits that were acknowledged? SQLite reads it up to the first frame whose checksum is wrong and leaves
 * out the rest without a word. After a power cut that is right: where each commit is flushed before the next begins, only the last
 * one can be in pieces, and nobody was told that it was saved. Two commits or more behind the break are damage of the disk, unless
 * they were never flushed (flush-mark.ts).
 * Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import { readFileSync, statSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit of the magic number: whether checksums read the words big-endian. */
const MAGIC = 0x377f0682;
/** A log that grew beyond this (a reader held it open for long) is not looked at: it would hold the start up. */
const MOST_BYTES = 128_000_000;

type Sums = readonly [number, number];
type Word = (at: number) => number;

const sumOver = (word: Word, from: number, to: number, [first, second]: Sums): Sums => {
  let [a, b] = [first, second];
  for (let at = from; at < to; at += 8) {
    a = (a + word(at) + b) >>> 0;
    b = (b + word(at + 4) + a) >>> 0;
  }
  return [a, b];
};

interface Frame {
  readonly isGood: boolean;
  readonly isCommit: boolean;
}

/** Frames of this log's own run: what lies behind from an earlier one carries other salts. */
function* framesOf(wal: Buffer): Generator<Frame> {
  const isBigEndian = (wal.readUInt32BE(0) & 1) === 1;
  const word: Word = isBigEndian ? (at) => wal.readUInt32BE(at) : (at) => wal.readUInt32LE(at);
  const page = wal.readUInt32BE(8);
  if (page < 512 || page > 65_536) return;
  const salts = wal.subarray(16, 24);
  let sums: Sums = [wal.readUInt32BE(24), wal.readUInt32BE(28)];
  let isWhole = true;
  for (let at = HEADER; at + FRAME_HEADER + page <= wal.length; at += FRAME_HEADER + page) {
    const isOurs = wal.subarray(at + 8, at + 16).equals(salts);
    if (!isOurs && isWhole) return;
    if (isWhole) sums = sumOver(word, at + FRAME_HEADER, at + FRAME_HEADER + page, sumOver(word, at, at + 8, sums));
    isWhole &&= sums[0] === wal.readUInt32BE(at + 16) && sums[1] === wal.readUInt32BE(at + 20);
    if (isOurs) yield { isGood: isWhole, isCommit: wal.readUInt32BE(at + 4) !== 0 };
  }
}

/** How many commits SQLite will leave out although they cannot be the last one's pieces; 0 for a whole log and for none. */
export function commitsCutOff(file: string): number {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes < HEADER || bytes > MOST_BYTES) return 0;
  const wal = readFileSync(file);
  if ((wal.readUInt32BE(0) & ~1) !== MAGIC) return 0;
  let cut = 0;
  for (const { isGood, isCommit } of framesOf(wal)) if (!isGood && isCommit) cut += 1;
  return cut > 1 ? cut : 0;
}
