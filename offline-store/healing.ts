/**
 * A scan whose file is damaged or gone is fetched from the second place, which has each scan as it was sealed here; its
 * content proves itself by its SHA-256. Whoever reads a scan gets it whole, and the file on this disk is mended by it.
 * What is not there either is asked of the province (sync/scan-return.ts): over the line, so nobody waits for that.
 */
import { join } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';
import { type BlobStore, createBlobStore } from './blobs.ts';
import type { KeyRing } from './protection/key-ring.ts';

const isLost = (error: unknown): boolean =>
  error instanceof MotcuaError && (error.code === 'MC-STO-03' || error.code === 'MC-API-05');

/** Read through. False when it is damaged or not here; other errors (a disk that is gone) are thrown. */
export const isWhole = (blobs: BlobStore, sha256: string): Promise<boolean> =>
  blobs.verify(sha256).then(
    () => true,
    (error: unknown) => {
      if (isLost(error)) return false;
      throw error;
    },
  );

const PART_BYTES = 1_048_576;

async function* partsOf(from: BlobStore, sha256: string, bytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes; at += PART_BYTES) yield await from.slice(sha256, at, PART_BYTES);
}

/**
 * Puts the copy in the damaged one's place. False where there is no whole copy, or its disk is not there; MC-STO-01 when this
 * disk is full. `place`: this station's part of the second place.
 */
export async function healBlob(blobs: BlobStore, keys: KeyRing, place: string, sha256: string): Promise<boolean> {
  const copies = createBlobStore(join(place, 'blobs'), keys);
  const bytes = await copies.verify(sha256).catch(() => undefined);
  if (bytes === undefined) return false;
  await blobs.put(partsOf(copies, sha256, bytes), sha256);
  return true;
}

export interface HealingParts {
  readonly keys: KeyRing;
  /** This station's part of the second place; undefined where none is set up. */
  readonly place: () => string | undefined;
  readonly onHealed: (sha256: string) => void;
  /** Damaged or gone, and not mended so. */
  readonly onLost: (sha256: string) => void;
}

/** The same store, but what it cannot read it tries to have mended first, once. The first error stays where that fails. */
export function createHealingBlobs(blobs: BlobStore, { keys, place, onHealed, onLost }: HealingParts): BlobStore {
  const heal = async (sha256: string): Promise<boolean> => {
    const from = place();
    if (from === undefined || !(await healBlob(blobs, keys, from, sha256).catch(() => false))) return false;
    onHealed(sha256);
    return true;
  };
  const mended = async <T>(sha256: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error)) throw error;
      if (await heal(sha256)) return work();
      onLost(sha256);
      throw error;
    }
  };
  return {
    ...blobs,
    read: (sha256) => mended(sha256, () => blobs.read(sha256)),
    verify: (sha256) => mended(sha256, () => blobs.verify(sha256)),
    slice: (sha256, offset, length) => mended(sha256, () => blobs.slice(sha256, offset, length)),
  };
}
