/**
 * One value sealed by AES-256-GCM: two bytes of key number, the nonce, the ciphertext, the tag. The place where it stands
 * (table, column, row) is authenticated with it, so a sealed value moved elsewhere does not open.
 */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { MotcuaError } from '../../domain/errors.ts';
import type { KeyRing } from './key-ring.ts';

const CIPHER = 'aes-256-gcm';
const NUMBER_BYTES = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = NUMBER_BYTES + NONCE_BYTES;
/** What sealing adds to a value, bytes. */
export const SEAL_BYTES = HEAD_BYTES + TAG_BYTES;
const OPTIONS = { authTagLength: TAG_BYTES };

/** Nonces are drawn so many at a time: asking the system for twelve bytes costs more than the cipher itself. */
const NONCES_AT_ONCE = 4096;

/** Random and never given twice; 96 bits, so a key may seal 2³² values before a repeat is worth a thought (NIST SP 800-38D §8.3). */
const createNonces = (): (() => Buffer) => {
  const pool = Buffer.allocUnsafeSlow(NONCES_AT_ONCE * NONCE_BYTES);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += NONCE_BYTES;
    return pool.subarray(at - NONCE_BYTES, at);
  };
};

export interface Sealer {
  /** `place` names table, column and row. */
  seal(place: string, value: Uint8Array): Buffer;
  /** MC-STO-03 when it was changed or belongs elsewhere, MC-STO-13 when its key is not on this station's ring. */
  open(place: string, sealed: Uint8Array): Buffer;
}

/** A sealed value that was changed or belongs elsewhere, as `open` says it: not a key that is missing. */
export const isDamagedSeal = (error: unknown): boolean => error instanceof MotcuaError && error.code === 'MC-STO-03';

/** Which key sealed it. */
export const keyNumberOf = (sealed: Uint8Array): number => ((sealed[0] ?? 0) << 8) | (sealed[1] ?? 0);

export const createSealer = (keys: KeyRing): Sealer => {
  const nextNonce = createNonces();
  return {
    seal: (place, value) => {
      const { number, key } = keys.newest();
      const nonce = nextNonce();
      const cipher = createCipheriv(CIPHER, key, nonce, OPTIONS);
      cipher.setAAD(Buffer.from(place));
      const inner = cipher.update(value);
      cipher.final();
      const sealed = Buffer.allocUnsafe(inner.length + SEAL_BYTES);
      sealed[0] = number >> 8;
      sealed[1] = number;
      sealed.set(nonce, NUMBER_BYTES);
      sealed.set(inner, HEAD_BYTES);
      sealed.set(cipher.getAuthTag(), HEAD_BYTES + inner.length);
      return sealed;
    },
    open: (place, sealed) => {
      if (sealed.length < SEAL_BYTES) throw new MotcuaError('MC-STO-03', { reason: 'sealed value cut short' });
      const { key } = keys.byNumber(keyNumberOf(sealed));
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(NUMBER_BYTES, HEAD_BYTES), OPTIONS);
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      const inner = decipher.update(sealed.subarray(HEAD_BYTES, sealed.length - TAG_BYTES));
      try {
        decipher.final();
      } catch (cause) {
        throw new MotcuaError('MC-STO-03', { reason: 'sealed value does not open' }, { cause });
      }
      return inner;
    },
  };
};
