/** A station's own keys: made at its first start, opened at every other, never made anew where sealed data waits for them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/ids.ts';
import { createKeyRing, type KeyRing, newRing, type RingContents, withNewKey } from './key-ring.ts';
import { lockRing, readRing, writeWhole } from './ring-file.ts';
import { findWrapping, type Wrapping, type WrappingSources } from './wrapping.ts';

export interface StationKeys {
  readonly ring: KeyRing;
  readonly wrapping: Wrapping['kind'];
  /** As it stands on disk now. */
  contents(): RingContents;
  /** A new data key, on disk before it returns; it seals from the next opening of the ring on. */
  addKey(at: Instant): RingContents;
}

export interface StationKeysOptions extends WrappingSources {
  readonly dataFolder: string;
  readonly now: () => Instant;
}

export const RING_FILE = 'keys.locked';
const FIRST_SEALED_VERSION = 12;

export const ringFileOf = (dataFolder: string): string => join(dataFolder, RING_FILE);

/** A database that cannot be read may be sealed: then no new keys are made over it. */
const isSealed = (file: string): boolean => {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return Number(db.pragma('user_version', { simple: true })) >= FIRST_SEALED_VERSION;
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
};

const hasSealedFiles = (dataFolder: string): boolean => {
  const folder = join(dataFolder, 'blobs', 'sealed');
  return existsSync(folder) && readdirSync(folder).length > 0;
};

export const hasSealedData = (dataFolder: string): boolean => {
  const file = join(dataFolder, 'office.db');
  return (existsSync(file) && isSealed(file)) || hasSealedFiles(dataFolder);
};

function missing(wrapping: Wrapping, what: string): never {
  throw new MotcuaError('MC-STO-11', { missing: what, from: wrapping.kind });
}

const readOrRefuse = (path: string, wrapping: Wrapping): RingContents | undefined =>
  readRing(path, () => wrapping.read() ?? missing(wrapping, 'secret'));

const makeFirst = (path: string, wrapping: Wrapping, at: Instant): RingContents => {
  const ring = newRing(at);
  writeWhole(path, lockRing(ring, wrapping.read() ?? wrapping.make()));
  return ring;
};

/** As `openStationKeys`, for a command that only looks: nothing is made, MC-STO-11 when there is no ring. */
export const existingStationKeys = (options: StationKeysOptions): StationKeys => {
  const path = ringFileOf(options.dataFolder);
  const wrapping = findWrapping(options);
  return keysAt(path, wrapping, readOrRefuse(path, wrapping) ?? missing(wrapping, 'ring'));
};

/** MC-STO-11 when the secret or the ring is missing while sealed data exists, -12 when others can read it, -13 when it does not fit. */
export const openStationKeys = (options: StationKeysOptions): StationKeys => {
  const path = ringFileOf(options.dataFolder);
  const wrapping = findWrapping(options);
  const found = readOrRefuse(path, wrapping);
  if (found === undefined && hasSealedData(options.dataFolder)) missing(wrapping, 'ring');
  return keysAt(path, wrapping, found ?? makeFirst(path, wrapping, options.now()));
};

function keysAt(path: string, wrapping: Wrapping, first: RingContents): StationKeys {
  const contents = (): RingContents => readOrRefuse(path, wrapping) ?? missing(wrapping, 'ring');
  return {
    ring: createKeyRing(first, contents),
    wrapping: wrapping.kind,
    contents,
    addKey: (at) => {
      const ring = withNewKey(contents(), at);
      writeWhole(path, lockRing(ring, wrapping.read() ?? missing(wrapping, 'secret')));
      return ring;
    },
  };
}

/** Puts a ring in place, locked with this PC's secret, which is made when there is none. The one before stays beside it. */
export const putRing = (options: StationKeysOptions, ring: RingContents): void => {
  const wrapping = findWrapping(options);
  writeWhole(ringFileOf(options.dataFolder), lockRing(ring, wrapping.read() ?? wrapping.make()));
};
