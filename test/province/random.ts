/** Chance from a seed: the same seed and names give the same stream, in whichever process it is drawn. */
import { createCipheriv, createHash } from 'node:crypto';
import { v7 as uuid7 } from 'uuid';
import type { Instant, Uuid7 } from '../../domain/ids.ts';

export interface Random {
  /** 0 ≤ x < 1. */
  unit(): number;
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** A version 7 id of that time. */
  id(at: Instant): Uuid7;
  bytes(count: number): Uint8Array;
}

const digestOf = (names: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(names.join('\u0000')).digest();

/** sfc32 (Chris Doty-Humphrey, public domain): 128 bits of state, ample for choosing among acts. */
const sfc32 = (seed: Buffer): (() => number) => {
  let [a, b, c, counter] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8), seed.readInt32LE(12)];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
};

export const randomOf = (...names: readonly (string | number)[]): Random => {
  const next = sfc32(digestOf(names));
  const unit = (): number => next() / 2 ** 32;
  const between = (least: number, most: number): number => least + Math.floor(unit() * (most - least + 1));
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => next() & 0xff);
  return {
    unit,
    between,
    bytes,
    chance: (probability) => unit() < probability,
    pick: <T>(from: readonly T[]): T => {
      const found = from[between(0, from.length - 1)];
      if (found === undefined) throw new RangeError('nothing to pick from');
      return found;
    },
    id: (msecs) => uuid7({ msecs, random: bytes(16) }),
  };
};

/** What a scan holds: so many bytes of which no two scans have the same, made anew whenever they are compared. */
export const contentOf = (name: string, bytes: number): Uint8Array => {
  const key = digestOf([name]);
  return createCipheriv('aes-256-ctr', key, key.subarray(0, 16)).update(Buffer.alloc(bytes));
};
