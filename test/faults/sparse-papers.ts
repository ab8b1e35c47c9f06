/**
 * Papers whose size is real and whose bytes are mostly holes, so that a month's twenty gigabytes fit on any disk and through a
 * line of minutes. Everybody reads, hashes and counts them whole. In the clear, as a program of before sealing left
 * them: a sealed file has no holes.
 */
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rm, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Passed } from '../rig/fault-line.ts';
import { randomOf } from './random.ts';

/** Smaller ones go as they are. */
export const LARGE = 5_000_000;
/** At a paper's end is what makes it itself. */
const OWN_BYTES = 32;
/** What of a large one goes over the line for real: its first part, and so much of its end. */
const TAIL_BYTES = 200_000;
const ZEROS = Buffer.alloc(1 << 20);

const hashes = new Map<number, Hash>();
/** Of so many zeros; made once for each size. */
function hashOfZeros(bytes: number): Hash {
  const known = hashes.get(bytes);
  if (known) return known.copy();
  const hash = createHash('sha256');
  for (let left = bytes; left > 0; left -= ZEROS.length) hash.update(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
  hashes.set(bytes, hash);
  return hash.copy();
}

const pathOf = (blobs: string, sha256: string): string => join(blobs, sha256.slice(0, 2), sha256);

/** Flushed, under the name of its content; answers its SHA-256. */
export async function putSparsePaper(blobs: string, seed: number, bytes: number): Promise<string> {
  const { whole } = randomOf(seed);
  const own = Buffer.from(Array.from({ length: OWN_BYTES }, () => whole(256)));
  const sha256 = hashOfZeros(bytes - OWN_BYTES)
    .update(own)
    .digest('hex');
  const path = pathOf(blobs, sha256);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w', 0o600);
  try {
    await file.write(own, 0, OWN_BYTES, bytes - OWN_BYTES);
    await file.sync();
  } finally {
    await file.close();
  }
  return sha256;
}

/**
 * Takes the large ones away: whoever looks through the store need not read gigabytes a third time, and a paper of which the
 * station does not know that the province has it is then a lost one.
 */
export async function takeAway(blobs: string, sha256s: readonly string[]): Promise<void> {
  await Promise.all(sha256s.map((sha256) => rm(pathOf(blobs, sha256))));
}

export interface Carrier {
  /** For a fault line (`onPassed`). */
  passed(passed: Passed): Promise<void>;
  /** Bytes of scans: over the line, and carried past it. */
  sent(): number;
  carried(): number;
  /** How often a station asked where a scan stands, and went on from there. */
  resumed(): number;
}

const UPLOAD = /^\/v1\/uploads\/([\w-]+)$/;

/**
 * Carries the middle of a large paper past the line: once its first part has arrived, the portal's file is as long as if all
 * but the end had. Whoever sends finds out as after any lost answer: the portal says where it stands.
 */
export function createCarrier(portalFolder: string): Carrier {
  const counts = { sent: 0, carried: 0, resumed: 0 };
  const fileOf = (id: string): string => join(portalFolder, 'uploads', id);
  const lengthOf = async (id: string): Promise<number> => {
    const { size } = JSON.parse(await readFile(`${fileOf(id)}.json`, 'utf8')) as { readonly size: number };
    return size;
  };
  const carry = async (id: string, offset: number): Promise<void> => {
    const end = (await lengthOf(id)) - TAIL_BYTES;
    if (end < LARGE || offset >= end) return;
    await truncate(fileOf(id), end);
    counts.carried += end - offset;
  };
  return {
    passed: async ({ method, path, sentBytes, status, headers }) => {
      const id = UPLOAD.exec(path)?.[1];
      const offset = Number(headers['upload-offset'] ?? 0);
      if (id === undefined || status >= 300) return;
      if (method === 'HEAD' && offset > 0) counts.resumed += 1;
      if (method !== 'PATCH') return;
      counts.sent += sentBytes;
      await carry(id, offset);
    },
    sent: () => counts.sent,
    carried: () => counts.carried,
    resumed: () => counts.resumed,
  };
}
