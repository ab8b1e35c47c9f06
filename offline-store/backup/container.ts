/**
 * One backup as a file: a line that says whose it is and which key opens it, then, sealed, the small files that make a PC this
 * station (station.json, devices.json…) and the whole database. Nothing of a person is readable without the key.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type BackupKeys, createGatherer, fileKey, openSegments, SALT_BYTES, sealSegments } from './sealed-stream.ts';

export const backupHeadSchema = z
  .object({
    motcua: z.literal('backup'),
    format: z.literal(1),
    station: z.string().min(1).max(80),
    agency: z.string().min(1).max(40),
    madeAt: z.number().int(),
    /** Of the program that made it, and of the store's schema. */
    version: z.string().max(40),
    schema: z.number().int().min(0),
    /** Bytes of the database inside. */
    bytes: z.number().int().min(0),
    key: z.string().min(1).max(200),
    salt: z.string().max(100),
  })
  .readonly();
export type BackupHead = z.infer<typeof backupHeadSchema>;

/** Name and text of each; small ones only. */
export type SmallFiles = Readonly<Record<string, string>>;

const HEAD_MAX = 4_096;
const SMALL_MAX = 8_000_000;
const NEWLINE = 0x0a;
/** Fast rather than small: the disk of an office PC is the slower part already. */
const COMPRESS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export const MAX_HEAD_BYTES = HEAD_MAX;

export interface BackupContent {
  readonly head: Omit<BackupHead, 'motcua' | 'format' | 'key' | 'salt'>;
  readonly small: SmallFiles;
  /** The database's file; `head.bytes` long. */
  readonly database: string;
}

/** Writes and flushes it; the caller gives it its name. */
export async function writeBackup(file: string, content: BackupContent, keys: BackupKeys): Promise<void> {
  const { id, key } = keys.current();
  const salt = randomBytes(SALT_BYTES);
  const head: BackupHead = { ...content.head, motcua: 'backup', format: 1, key: id, salt: salt.toString('base64') };
  const line = JSON.stringify(backupHeadSchema.parse(head));
  if (Buffer.byteLength(line) >= HEAD_MAX) throw new MotcuaError('MC-API-03', { field: 'head' });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${line}\n`);
    const packed = plainOf(content).pipe(createZstdCompress(COMPRESS));
    for await (const sealed of sealSegments(packed, fileKey(key, salt, line))) await handle.writeFile(sealed);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const plainOf = ({ small, database }: BackupContent): Readable => Readable.from(plainParts(small, database));

async function* plainParts(small: SmallFiles, database: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(small)}\n`);
  yield* createReadStream(database, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>;
}

/** Its first line alone; no key is needed. MC-BAK-06 when it is none of ours. */
export async function readHead(file: string): Promise<BackupHead> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_MAX), 0, HEAD_MAX, 0);
    return headOf(lineOf(buffer.subarray(0, bytesRead)));
  } finally {
    await handle.close();
  }
}

const lineOf = (bytes: Buffer): string => {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) throw new MotcuaError('MC-BAK-06', { reason: 'no head' });
  return bytes.subarray(0, end).toString('utf8');
};

const headOf = (line: string): BackupHead => {
  const read = backupHeadSchema.safeParse(parsed(line));
  if (!read.success) throw new MotcuaError('MC-BAK-06', { reason: 'head' });
  return read.data;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema then says that it is damaged
  }
};

/** Writes the database to `target` (flushed) and returns the small files. MC-BAK-05: no key for it; MC-BAK-06: damaged. */
export async function unpackBackup(file: string, target: string, keys: BackupKeys): Promise<SmallFiles> {
  const source = createGatherer(createReadStream(file, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>);
  const { head, line } = await takeHead(source);
  const key = keys.byId(head.key);
  if (key === undefined) throw new MotcuaError('MC-BAK-05', { key: head.key });
  const salt = Buffer.from(head.salt, 'base64');
  const opened = openSegments(source.rest(), fileKey(key, salt, line));
  const plain = createGatherer(unzipped(opened));
  const handle = await open(target, 'wx', 0o600);
  try {
    const small = smallFilesOf(await takeLine(plain, SMALL_MAX));
    await writeDatabase(handle, plain.rest(), head.bytes);
    await handle.sync();
    return small;
  } finally {
    await handle.close();
  }
}

type Source = ReturnType<typeof createGatherer>;

async function takeHead(source: Source): Promise<{ readonly head: BackupHead; readonly line: string }> {
  const line = (await takeLine(source, HEAD_MAX)).toString('utf8');
  return { head: headOf(line), line };
}

/** Without its newline. */
async function takeLine(source: Source, max: number): Promise<Buffer> {
  const line = await source.takeUntil(NEWLINE, max);
  if (line === undefined) throw new MotcuaError('MC-BAK-06', { reason: 'no line' });
  return line;
}

const smallFilesSchema = z.record(z.string().max(100), z.string());

function smallFilesOf(line: Buffer): SmallFiles {
  const read = smallFilesSchema.safeParse(parsed(line.toString('utf8')));
  if (!read.success) throw new MotcuaError('MC-BAK-06', { reason: 'small files' });
  return read.data;
}

async function writeDatabase(handle: FileHandle, source: AsyncIterable<Uint8Array>, bytes: number): Promise<void> {
  let written = 0;
  for await (const chunk of source) {
    written += chunk.byteLength;
    if (written > bytes) break;
    await handle.writeFile(chunk);
  }
  if (written !== bytes) throw new MotcuaError('MC-BAK-06', { reason: 'length' });
}

/** What the seal let through can only be what was written; an error of the unpacking itself is damage all the same. */
async function* unzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unzip = createZstdDecompress();
  const from = Readable.from(source);
  from.once('error', (error) => unzip.destroy(error));
  try {
    yield* from.pipe(unzip) as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof MotcuaError
      ? error
      : new MotcuaError('MC-BAK-06', { reason: 'unpacking' }, { cause: error });
  } finally {
    from.destroy();
  }
}
