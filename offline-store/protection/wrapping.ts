/**
 * Where the secret comes from that the key ring is locked with. It never lies in the data folder, so that a copy of the
 * folder, or the disk's backup of it, opens nothing:
 * - a systemd credential (`LoadCredentialEncrypted=motcua-key:…`), sealed by the PC's TPM or its host key;
 * - the shell, which has it from Windows' DPAPI and writes it to the station's standard input;
 * - a file of this user or root that nobody else may read (mode 0600).
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MotcuaError } from '../../domain/errors.ts';

export const CREDENTIAL = 'motcua-key';
/** Shorter is no key that anybody made on purpose. */
const LEAST_BYTES = 32;
const MOST_BYTES = 4096;
const ROOT = 0;

export interface Wrapping {
  readonly kind: 'systemd' | 'shell' | 'file';
  /** Undefined when there is none yet. MC-STO-12 when others could read it. */
  read(): Buffer | undefined;
  /** Makes one, on disk before it returns. MC-STO-11 where only the system or the shell can. */
  make(): Buffer;
}

const usable = (secret: Buffer): Buffer => {
  if (secret.length < LEAST_BYTES || secret.length > MOST_BYTES)
    throw new MotcuaError('MC-STO-13', { reason: 'key length' });
  return secret;
};

const given = (kind: 'systemd' | 'shell', read: () => Buffer): Wrapping => ({
  kind,
  read: () => usable(read()),
  make: () => {
    throw new MotcuaError('MC-STO-11', { from: kind });
  },
});

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Windows has no such modes: there the shell is asked, and a file is for tests. */
const refuseLoose = (handle: number): void => {
  if (process.platform === 'win32') return;
  const { mode, uid } = fstatSync(handle);
  const ours = uid === process.getuid?.() || uid === ROOT;
  if ((mode & 0o077) !== 0 || !ours) throw new MotcuaError('MC-STO-12', { mode: (mode & 0o777).toString(8) });
};

const readKeyFile = (path: string): Buffer | undefined => {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    refuseLoose(handle);
    return usable(readFileSync(handle));
  } finally {
    closeSync(handle);
  }
};

const makeKeyFile = (path: string): Buffer => {
  const secret = Buffer.from(randomBytes(LEAST_BYTES).toString('base64'));
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeSync(handle, secret);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return secret;
};

export const fromFile = (path: string): Wrapping => ({
  kind: 'file',
  read: () => readKeyFile(path),
  make: () => makeKeyFile(path),
});

export interface WrappingSources {
  /** `$CREDENTIALS_DIRECTORY`, which systemd sets for its service alone. */
  readonly credentials?: string;
  /** What the shell wrote to standard input. */
  readonly shellSecret?: string;
  readonly keyFile: string;
}

/** The strongest that is there: systemd's, the shell's, else the file. */
export const findWrapping = ({ credentials, shellSecret, keyFile }: WrappingSources): Wrapping => {
  if (shellSecret !== undefined) return given('shell', () => Buffer.from(shellSecret));
  const credential = credentials === undefined ? undefined : readCredential(join(credentials, CREDENTIAL));
  return credential === undefined ? fromFile(keyFile) : given('systemd', () => credential);
};

function readCredential(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
