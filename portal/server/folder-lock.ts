/**
 * One process at a time on a data folder: two embedded databases on the same files would destroy them. The lock is a
 * listening name that the operating system drops with its process, however that ends, so none is ever left behind.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { MotcuaError } from '../../domain/errors.ts';

export type FolderLock = { readonly release: () => Promise<void> };

/** Throws `MC-STO-05` when another process, or another portal of this one, holds the folder. Linux and Windows. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const server = createServer((socket) => socket.destroy());
  server.listen(await nameOf(folder));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw isTaken(error) ? new MotcuaError('MC-STO-05', {}, { cause: error }) : error;
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
async function nameOf(folder: string): Promise<string> {
  const name = `motcua-portal-${createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
