/**
 * A scan back from the province, which has it, to this disk, which has lost it: in parts that leave the line to an officer's
 * work, and what came stays while the line breaks for a moment. Nothing here is replaced before the whole has proven to be
 * that scan; whatever else came is thrown away.
 */
import { MotcuaError } from '../../domain/errors.ts';
import type { BlobStore } from '../blobs.ts';
import { isWhole } from '../healing.ts';
import type { LostScan, Mending } from '../mending.ts';
import { type PortalClient, refusalOf } from './client.ts';
import { backOff } from './connection.ts';
import type { Pace } from './pace.ts';
import type { SyncLog } from './parts.ts';

export interface ScanReturnParts {
  readonly client: PortalClient;
  readonly blobs: BlobStore;
  readonly pace: Pace;
  readonly rest: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export type WantedScan = Pick<LostScan, 'sha256' | 'bytes'>;

/** A part that fails is asked for again so often; then the scan begins anew some other time. */
const TRIES = 4;

/** Trouble of the line or the portal, which may pass; not an answer to what was asked. */
const mayPass = (error: unknown): boolean =>
  error instanceof MotcuaError && error.code.startsWith('MC-NET-') && !isAnswer(error);
const isAnswer = (error: unknown): boolean => [400, 404, 410, 416].includes(refusalOf(error)?.status ?? 0);

/** As many bytes as were asked for at the most: a portal that gives the whole instead of a part is not listened to for longer. */
async function readPart(client: PortalClient, { sha256 }: WantedScan, at: number, length: number): Promise<Buffer> {
  // With a range, fetch itself asks for the bytes as they are (Accept-Encoding: identity).
  const headers = { accept: 'application/octet-stream', range: `bytes=${at}-${at + length - 1}` };
  const parts: Uint8Array[] = [];
  let came = 0;
  for await (const chunk of client.stream({ method: 'GET', path: `v1/documents/${sha256}/content`, headers })) {
    parts.push(chunk);
    came += chunk.byteLength;
    if (came > length) throw new MotcuaError('MC-NET-02', { reason: 'more than the part' });
  }
  if (came === 0) throw new MotcuaError('MC-NET-02', { reason: 'an empty part' });
  return Buffer.concat(parts);
}

/** Tries once more after ever longer pauses, while it is the line that fails. */
async function tried<T>({ rest, random }: ScanReturnParts, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || failures === TRIES) throw error;
      await rest(backOff(failures, random()));
    }
  }
}

async function* bytesOf(parts: ScanReturnParts, scan: WantedScan): AsyncGenerator<Uint8Array> {
  const { client, pace } = parts;
  for (let at = 0; at < scan.bytes; ) {
    const length = Math.min(pace.partBytes(), scan.bytes - at);
    if ((await pace.before(length)) === 'stop') throw new MotcuaError('MC-API-99', { reason: 'stopping' });
    const part = await tried(parts, () => readPart(client, scan, at, length));
    yield part;
    at += part.byteLength;
  }
}

/** Whole and in its place when it returns. MC-API-05: the province has none; MC-STO-03: what it gives is not that scan; MC-NET-… the line. */
export async function bringBack(parts: ScanReturnParts, scan: WantedScan): Promise<void> {
  try {
    await parts.blobs.put(bytesOf(parts, scan), scan.sha256);
  } catch (error) {
    throw isAnswer(error) ? new MotcuaError('MC-API-05', {}, { cause: error }) : error;
  }
}

/** After one that could not be brought back, others go first; doubling up to the longest. */
const ASIDE_MS = 30_000;
const LONGEST_ASIDE_MS = 3_600_000;

export interface ScanReturnsParts extends ScanReturnParts {
  readonly mending: Mending;
  /** Room on this disk for one more scan. */
  readonly hasRoom: () => boolean;
  /** Throws where the line is not there. */
  readonly greet: () => Promise<void>;
  /** A clock that only grows, ms. */
  readonly steady: () => number;
  readonly stop: AbortSignal;
  readonly log: SyncLog;
}

/**
 * Returns one turn: those that the province has, one after the other. It throws what the line does, so that the next turn waits
 * for it; a scan that fails though the line is there does not stand before the others.
 */
export function createScanReturns(parts: ScanReturnsParts): () => Promise<void> {
  const { mending, blobs, greet, steady, hasRoom, stop, log } = parts;
  const aside = new Map<string, { readonly times: number; readonly until: number }>();
  const isDue = ({ sha256, sent }: LostScan): boolean => sent && steady() >= (aside.get(sha256)?.until ?? 0);
  const putAside = ({ sha256 }: LostScan): void => {
    const times = (aside.get(sha256)?.times ?? 0) + 1;
    const until = steady() + Math.min(LONGEST_ASIDE_MS, ASIDE_MS * 2 ** (times - 1));
    aside.set(sha256, { times, until });
  };
  const settle = (sha256: string, how: () => void): void => {
    aside.delete(sha256);
    how();
  };
  const one = async (scan: LostScan): Promise<void> => {
    const { sha256 } = scan;
    // Mended by its copy meanwhile, or by a technician's hand: reading it tells.
    if (await isWhole(blobs, sha256)) return settle(sha256, () => mending.whole(sha256));
    await bringBack(parts, scan);
    return settle(sha256, () => mending.mended(sha256, 'province'));
  };
  const failed = (scan: LostScan, error: unknown): void => {
    if (stop.aborted || !(error instanceof MotcuaError)) throw error;
    putAside(scan);
    mending.refused(scan.sha256, error.code);
    log.warn({ code: error.code, dossier: scan.code }, 'a damaged scan could not be brought back');
    if (mayPass(error)) throw error;
  };
  return async () => {
    const due = mending.lostScans().filter(isDue);
    if (due.length > 0) await greet();
    for (const scan of due) {
      if (stop.aborted || !hasRoom()) return;
      await one(scan).catch((error: unknown) => failed(scan, error));
    }
  };
}
