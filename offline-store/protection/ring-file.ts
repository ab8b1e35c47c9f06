/** The key ring in the data folder, locked with a secret that lies elsewhere. Written whole or not at all. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { KEY_BYTES, type RingContents, ringContentsSchema } from './key-ring.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 65,535 keys would not fill it; a ring has a handful. */
const MAX_BYTES = 16_000_000;

const lockedSchema = z.object({
  motcua: z.literal('key ring'),
  version: z.literal(1),
  salt: z.base64().max(64),
  locked: z.base64().max(MAX_BYTES),
});

const keyFrom = (secret: Buffer, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, 'motcua key ring', KEY_BYTES));

/** The text of a locked ring, made anew each time. */
export const lockRing = (ring: RingContents, secret: Buffer): string => {
  const [salt, nonce] = [randomBytes(16), randomBytes(NONCE_BYTES)];
  const cipher = createCipheriv(CIPHER, keyFrom(secret, salt), nonce);
  const inner = [cipher.update(JSON.stringify(ring), 'utf8'), cipher.final()];
  const locked = Buffer.concat([nonce, ...inner, cipher.getAuthTag()]).toString('base64');
  return JSON.stringify({ motcua: 'key ring', version: 1, salt: salt.toString('base64'), locked });
};

/** Throws whatever the cipher, JSON or the schema says; callers turn it into what it means to them. */
export const unlockRing = (text: string, secret: Buffer): RingContents => {
  const { salt, locked } = lockedSchema.parse(JSON.parse(text));
  const bytes = Buffer.from(locked, 'base64');
  const decipher = createDecipheriv(
    CIPHER,
    keyFrom(secret, Buffer.from(salt, 'base64')),
    bytes.subarray(0, NONCE_BYTES),
    {
      authTagLength: TAG_BYTES,
    },
  );
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const inner = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return ringContentsSchema.parse(JSON.parse(inner.toString('utf8')));
};

/** Undefined when there is none. MC-STO-13 when the secret is another's or the file is damaged. */
export const readRing = (path: string, secret: () => Buffer): RingContents | undefined => {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const key = secret();
  try {
    return unlockRing(text, key);
  } catch (cause) {
    throw new MotcuaError('MC-STO-13', { reason: 'key ring' }, { cause });
  }
};

/** Flushed and renamed into its place; the ring before stays until then. */
export const writeWhole = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const handle = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.new`, path);
  flushFolder(dirname(path));
};

/** Windows does not let a folder be opened; there the rename itself is journalled. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
