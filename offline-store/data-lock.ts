/**
 * One process at a time on a data folder: two stations on one store would give out the same numbers to two desks, and a restore
 * under a running one would pull the store from under it. The lock is a listening name that the operating system drops with its
 * process, however that ends, so none is ever left behind.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { MotcuaError } from '../domain/errors.ts';

export interface DataLock {
  release(): Promise<void>;
}

/** `station`: works on the store, or puts another in its place. `backup`: copies it; one at a time, beside a station. */
export type LockPurpose = 'station' | 'backup';

/** MC-STO-05 when another process, or another part of this one, holds it. The folder must exist. */
export async function lockData(folder: string, purpose: LockPurpose): Promise<DataLock> {
  const server = createServer((socket) => socket.destroy());
  server.listen(nameOf(folder, purpose));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw isTaken(error) ? new MotcuaError('MC-STO-05', { purpose }, { cause: error }) : error;
  }
  server.unref();
  return {
    release: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** An abstract socket on Linux, a named pipe on Windows: neither is a file. */
function nameOf(folder: string, purpose: LockPurpose): string {
  const digest = createHash('sha256').update(realpathSync(folder)).digest('hex');
  const name = `motcua-${purpose}-${digest}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
