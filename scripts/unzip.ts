/** Unpacks a zip with its executable bits and symbolic links, without a system `unzip`. */
import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * Writes the entries under `target`. `rename` gives each entry its path there, or undefined to leave it out.
 * Names that climb out of the archive are refused by yauzl itself.
 */
export async function unzip(
  archive: string,
  target: string,
  rename: (name: string) => string | undefined,
): Promise<void> {
  const zip = await open(archive);
  await new Promise<void>((resolve, reject) => {
    zip.once('error', reject);
    zip.once('end', resolve);
    zip.on('entry', (entry: Entry) => {
      writeEntry(zip, entry, target, rename).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  target: string,
  rename: (name: string) => string | undefined,
): Promise<void> {
  const path = rename(entry.fileName);
  if (path === undefined || entry.fileName.endsWith('/')) return;
  const file = join(target, path);
  await mkdir(dirname(file), { recursive: true });
  const mode = entry.externalFileAttributes >>> 16;
  const content = await read(zip, entry);
  if ((mode & FILE_TYPE) === SYMBOLIC_LINK) await symlink(await textOf(content), file);
  else await pipeline(content, createWriteStream(file, { mode: mode & 0o111 ? 0o755 : 0o644 }));
}

/** By events: yauzl's streams are older than async iteration, which waits on them for ever. */
const textOf = (stream: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('error', reject);
    stream.once('end', () => resolve(Buffer.concat(chunks).toString()));
  });

const open = (archive: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });

const read = (zip: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
