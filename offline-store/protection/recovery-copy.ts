/**
 * A copy of the key ring that a passphrase opens, for the day when the PC and its secret are gone. scrypt makes each guess
 * cost a quarter of a second and 128 MB.
 */
import { scryptSync } from 'node:crypto';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import type { RingContents } from './key-ring.ts';
import { lockRing, unlockRing } from './ring-file.ts';

/** Twelve characters of a passphrase that somebody wrote down and put into the safe. */
export const LEAST_PASSPHRASE = 12;
const MOST_PASSPHRASE = 1024;
/** RFC 7914: 128 · r · N bytes. */
const COST = { N: 131_072, r: 8, p: 1 };
const MAX_MEMORY = 256 * 1024 * 1024;
const SECRET_BYTES = 32;

const copySchema = z.object({
  motcua: z.literal('key copy'),
  version: z.literal(1),
  /** Told apart in the safe: whose keys these are. Not secret, not authenticated. */
  station: z.string().max(80),
  at: z.string().max(40),
  /** The ring under the passphrase; the salt of scrypt is the salt of the ring's lock. */
  scrypt: z.object({ N: z.literal(COST.N), r: z.literal(COST.r), p: z.literal(COST.p), salt: z.base64().max(64) }),
  ring: z.string().max(16_000_000),
});

const secretFrom = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFC'), salt, SECRET_BYTES, { ...COST, maxmem: MAX_MEMORY });

const refuseWeak = (passphrase: string): void => {
  const length = [...passphrase].length;
  if (length < LEAST_PASSPHRASE || length > MOST_PASSPHRASE)
    throw new MotcuaError('MC-STO-18', { least: LEAST_PASSPHRASE });
};

export interface CopyOptions {
  readonly station: string;
  readonly at: number;
  readonly salt: Buffer;
}

/** MC-STO-18 for a passphrase of fewer than twelve characters. */
export const exportRing = (ring: RingContents, passphrase: string, { station, at, salt }: CopyOptions): string => {
  refuseWeak(passphrase);
  const copy: z.infer<typeof copySchema> = {
    motcua: 'key copy',
    version: 1,
    station,
    at: new Date(at).toISOString(),
    scrypt: { ...COST, salt: salt.toString('base64') },
    ring: lockRing(ring, secretFrom(passphrase, salt)),
  };
  return `${JSON.stringify(copy, undefined, 2)}\n`;
};

/** MC-STO-14 for a wrong passphrase and for anything that is not such a copy. */
export const importRing = (text: string, passphrase: string): RingContents => {
  try {
    const { scrypt, ring } = copySchema.parse(JSON.parse(text));
    return unlockRing(ring, secretFrom(passphrase, Buffer.from(scrypt.salt, 'base64')));
  } catch (cause) {
    throw new MotcuaError('MC-STO-14', {}, { cause });
  }
};
