/**
 * Windows: the secret that the station's keys are locked with, kept by DPAPI through Electron's safeStorage and handed to
 * the station on its standard input. Only this Windows account on this PC opens it; the file by itself is worth nothing.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MotcuaError } from '../domain/errors.ts';

/** Of Electron's safeStorage. */
export interface SecretStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

const SECRET_BYTES = 32;

/** Made at the first start. MC-STO-11 when it was made by another account or PC, or when Windows does not keep secrets. */
export function stationSecret(file: string, storage: SecretStorage): string {
  if (!storage.isEncryptionAvailable()) throw new MotcuaError('MC-STO-11', { from: 'shell' });
  if (!existsSync(file)) return makeSecret(file, storage);
  try {
    return storage.decryptString(Buffer.from(readFileSync(file, 'utf8'), 'base64'));
  } catch (cause) {
    throw new MotcuaError('MC-STO-11', { from: 'shell' }, { cause });
  }
}

/** On disk before it is used: a secret that a power cut took would take the data with it. */
function makeSecret(file: string, storage: SecretStorage): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64');
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(handle, storage.encryptString(secret).toString('base64'));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
  return secret;
}
