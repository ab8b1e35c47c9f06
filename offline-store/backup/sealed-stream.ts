/**
 * A long stream sealed in segments, so that neither side holds it whole: AES-256-GCM under a key made for this one file. A
 * segment that was changed, moved, repeated or left out, and an end that is missing, all show.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { MotcuaError } from '../../domain/errors.ts';

/** What of the station's key ring a backup needs; keys are 32 bytes. */
export interface BackupKeys {
  /** New backups are sealed with this one. */
  current(): { readonly id: string; readonly key: Uint8Array };
  /** Older ones, after a change of keys; undefined when this PC never had it. */
  byId(id: string): Uint8Array | undefined;
}

/** Bytes of plain text in a segment, but for the last one. */
const SEGMENT = 1_048_576;
const LAST = 0x8000_0000;
const WORD = 4;
const TAG = 16;
const SALT = 32;

/** A key of its own for each file: segment numbers can then be the nonces. `bound` is whatever must not be exchanged around it. */
export const fileKey = (key: Uint8Array, salt: Uint8Array, bound: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, `motcua backup 1\n${bound}`, 32));

export const SALT_BYTES = SALT;

const nonceOf = (segment: number): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(segment), WORD);
  return nonce;
};

const wordOf = (length: number, last: boolean): Buffer => {
  const word = Buffer.alloc(WORD);
  word.writeUInt32BE((last ? LAST : 0) + length);
  return word;
};

const sealOne = (key: Uint8Array, segment: number, plain: Uint8Array, last: boolean): Buffer => {
  const word = wordOf(plain.byteLength, last);
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(segment)).setAAD(word);
  return Buffer.concat([word, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Always ends with a segment marked as the last, an empty one if need be. */
export async function* sealSegments(source: AsyncIterable<Uint8Array>, key: Uint8Array): AsyncGenerator<Uint8Array> {
  let segment = 0;
  const gathered = createGatherer(source);
  for (let plain = await gathered.take(SEGMENT); ; plain = await gathered.take(SEGMENT)) {
    const last = plain.byteLength < SEGMENT;
    yield sealOne(key, segment, plain, last);
    if (last) return;
    segment += 1;
  }
}

/** MC-BAK-06 for anything that was not written so: damaged, cut off, or sealed with another key. */
export async function* openSegments(source: AsyncIterable<Uint8Array>, key: Uint8Array): AsyncGenerator<Uint8Array> {
  const gathered = createGatherer(source);
  for (let segment = 0; ; segment += 1) {
    const word = await gathered.take(WORD);
    if (word.byteLength < WORD) throw damaged('cut off');
    const head = word.readUInt32BE();
    const last = head >= LAST;
    const length = last ? head - LAST : head;
    if (length > SEGMENT) throw damaged('segment length');
    const sealed = await gathered.take(length + TAG);
    if (sealed.byteLength < length + TAG) throw damaged('cut off');
    yield openOne(key, segment, word, sealed);
    if (!last) continue;
    if ((await gathered.take(1)).byteLength > 0) throw damaged('more after the end');
    return;
  }
}

function openOne(key: Uint8Array, segment: number, word: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(segment)).setAAD(word);
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.byteLength - TAG)), decipher.final()]);
  } catch {
    // The library says only that the tag is wrong; what is meant for a person is the code.
    throw damaged('seal broken');
  }
}

const damaged = (reason: string): MotcuaError => new MotcuaError('MC-BAK-06', { reason });

/** Bytes of a stream by the number wanted: fewer only at its end. */
export function createGatherer(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]();
  let held: Uint8Array[] = [];
  let bytes = 0;
  const fill = async (wanted: number): Promise<void> => {
    while (bytes < wanted) {
      const next = await chunks.next();
      if (next.done) return;
      held.push(next.value);
      bytes += next.value.byteLength;
    }
  };
  const cut = (length: number): Buffer => {
    const all =
      held.length === 1 && held[0] !== undefined
        ? Buffer.from(held[0].buffer, held[0].byteOffset, bytes)
        : Buffer.concat(held);
    const rest = all.subarray(length);
    held = rest.byteLength > 0 ? [rest] : [];
    bytes = rest.byteLength;
    return all.subarray(0, length);
  };
  return {
    take: async (wanted: number): Promise<Buffer> => {
      await fill(wanted);
      return cut(Math.min(wanted, bytes));
    },
    /** Up to that byte, which is taken too but not returned; undefined when it does not come within `max` bytes. */
    takeUntil: async (byte: number, max: number): Promise<Buffer | undefined> => {
      for (let wanted = 1; ; wanted = bytes + 1) {
        await fill(Math.min(wanted, max));
        const all = cut(bytes);
        held = all.byteLength > 0 ? [all] : [];
        bytes = all.byteLength;
        const at = all.indexOf(byte);
        if (at >= 0) return cut(at + 1).subarray(0, at);
        if (bytes < wanted || bytes >= max) return undefined;
      }
    },
    /** Whatever comes after what was taken. */
    rest: async function* (): AsyncGenerator<Uint8Array> {
      yield* held;
      held = [];
      bytes = 0;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    },
  };
}
