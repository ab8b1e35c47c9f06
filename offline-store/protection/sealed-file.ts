/**
 * A file sealed in segments of 64 KiB, each by itself, so that a part of a long scan is read without the rest. The key
 * is the file's own, drawn from a data key and a salt in the head; a segment's nonce is its position and whether it is
 * the last one, so segments cannot be swapped, repeated, taken from another file, or left off at the end.
 *
 *     "MTSF" version(1) 0 key-number(2) salt(24) | segment + tag(16) | … | last segment + tag(16)
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { MotcuaError } from '../../domain/errors.ts';
import { KEY_BYTES, type KeyRing } from './key-ring.ts';

const CIPHER = 'aes-256-gcm';
const MAGIC = Buffer.from('MTSF');
const VERSION = 1;
const SALT_BYTES = 24;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
export const HEAD_BYTES = 8 + SALT_BYTES;
export const SEGMENT_BYTES = 64 * 1024;
/** A segment as it lies in the file, but for the last. */
export const SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;

const nonceOf = (index: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(index, 4, 6);
  nonce[NONCE_BYTES - 1] = last ? 1 : 0;
  return nonce;
};

/** `place`: what the file is; sealed as one thing it does not open as another. A blob says by its content what it is. */
const secretOf = (secret: Buffer, salt: Buffer, place: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, `motcua file${place}`, KEY_BYTES));

/** All that is needed to write or to read one file, and no other: fit to be handed to a process that need not know more. */
export interface FileSecret {
  readonly head: Buffer;
  readonly secret: Buffer;
}

/** A new salt, so a new key, for each writing of each file: no nonce is ever used twice under one key. */
export const newFileSecret = (keys: KeyRing, place = ''): FileSecret => {
  const { number, secret } = keys.newest();
  const salt = randomBytes(SALT_BYTES);
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head[4] = VERSION;
  head.writeUInt16BE(number, 6);
  salt.copy(head, 8);
  return { head, secret: secretOf(secret, salt, place) };
};

/** MC-STO-03 for a head that is not one of ours, MC-STO-13 when its key is not on this ring. */
export const fileSecretOf = (keys: KeyRing, head: Buffer, place = ''): FileSecret => {
  const { secret } = keys.byNumber(keyNumberOfHead(head));
  return { head, secret: secretOf(secret, head.subarray(8, HEAD_BYTES), place) };
};

export interface FileSealer {
  readonly head: Buffer;
  /** Segments in their order, all but the last of 64 KiB. */
  seal(segment: Uint8Array, index: number, last: boolean): Buffer;
}

export const createFileSealer = ({ head, secret }: FileSecret): FileSealer => {
  const key = createSecretKey(secret);
  return {
    head,
    seal: (segment, index, last) => {
      const cipher = createCipheriv(CIPHER, key, nonceOf(index, last), { authTagLength: TAG_BYTES });
      cipher.setAAD(head);
      return Buffer.concat([cipher.update(segment), cipher.final(), cipher.getAuthTag()]);
    },
  };
};

/** MC-STO-03 for a head that is not one of ours. */
export const keyNumberOfHead = (head: Uint8Array): number => {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, 4).equals(MAGIC) || bytes[4] !== VERSION)
    throw new MotcuaError('MC-STO-03', { reason: 'not a sealed file' });
  return bytes.readUInt16BE(6);
};

export interface FileOpener {
  readonly segments: number;
  /** Of the content, from the file's length alone; a file cut short still fails at its last segment. */
  readonly bytes: number;
  /** MC-STO-03 when it was changed, moved, or was not the last one when the file was whole. */
  open(sealed: Uint8Array, index: number): Buffer;
}

export const createFileOpener = ({ head, secret }: FileSecret, fileBytes: number): FileOpener => {
  const key = createSecretKey(secret);
  const body = fileBytes - HEAD_BYTES;
  const segments = Math.max(1, Math.ceil(body / SEALED_SEGMENT_BYTES));
  const bytes = body - segments * TAG_BYTES;
  if (bytes < 0) throw new MotcuaError('MC-STO-03', { reason: 'sealed file cut short' });
  return {
    segments,
    bytes,
    open: (sealed, index) => {
      const last = index === segments - 1;
      const decipher = createDecipheriv(CIPHER, key, nonceOf(index, last), { authTagLength: TAG_BYTES });
      decipher.setAAD(head);
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const inner = decipher.update(sealed.subarray(0, -TAG_BYTES));
      try {
        decipher.final();
      } catch (cause) {
        throw new MotcuaError('MC-STO-03', { reason: 'sealed segment does not open' }, { cause });
      }
      return inner;
    },
  };
};

/** The name of a content's file: who has the document cannot tell from the folder whether it is here. */
export const blindName = (keys: KeyRing, sha256: string): string =>
  createHmac('sha256', keys.names).update(sha256).digest('hex');
