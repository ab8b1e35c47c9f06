/** Pages as plain files, for who keeps them only for a moment. */
import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MotcuaError } from '../../../domain/errors.ts';
import { MAX_FILE_BYTES, type PageFiles } from './contract.ts';

const damaged = (reason: string): MotcuaError => new MotcuaError('MC-DSC-06', { reason });

async function readPlain(file: string): Promise<Buffer> {
  const { size } = await stat(file).catch(() => {
    throw damaged('unreadable');
  });
  if (size > MAX_FILE_BYTES) throw damaged('too large');
  return readFile(file).catch(() => {
    throw damaged('unreadable');
  });
}

async function writePlain(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
}

/** Windows has no such thing as a folder's flush. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const plainFiles: PageFiles = { read: readPlain, write: writePlain };
