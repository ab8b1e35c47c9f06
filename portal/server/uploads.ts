/**
 * Scans come by the tus protocol (resumable), after the operation that names them. A finished upload is verified against
 * its SHA-256 and kept under it; what does not match is removed and refused.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { z } from 'zod';
import { type ErrorCode, MotcuaError, sentenceOf } from '../../domain/errors.ts';
import { type Instant, uuid7Schema } from '../../domain/ids.ts';
import { type PortalError, type StoredDocument, storedDocumentSchema, UPLOAD_MAX_BYTES } from '../../domain/sync.ts';
import type { Authority, Caller } from './caller.ts';
import type { Database } from './database.ts';
import { createUploadLocks } from './upload-locks.ts';

export const UPLOADS_PATH = '/v1/uploads';
/** An upload that was given up is removed after a week: a commune may be offline that long in the middle of one. */
const EXPIRY_MS = 7 * 24 * 3_600_000;
/** The checksum extension's "Checksum Mismatch". */
const CHECKSUM_MISMATCH = 460;

const metadataSchema = z.object({ sha256: storedDocumentSchema.unwrap().shape.sha256, documentId: uuid7Schema });

export type UploadOptions = {
  readonly database: Database;
  /** Holds `uploads/` (unfinished) and `documents/` (verified, by hash). */
  readonly folder: string;
  readonly callerOf: Authority;
  readonly now: () => Instant;
};

export type KeptDocument = { readonly name: string; readonly bytes: number };

export type Uploads = {
  readonly server: Server;
  /** Whether an upload's id belongs to the caller's agency: another agency's uploads do not exist for it. */
  readonly isOwn: (caller: Caller, uploadId: string) => boolean;
  readonly stored: (caller: Caller, sha256: string) => Promise<StoredDocument | undefined>;
  /** The folder of the verified ones. */
  readonly documents: string;
  /** Where in it a stored one lies. Throws where the database says that it is here, and the disk has not all of it. */
  readonly content: (caller: Caller, sha256: string) => Promise<KeptDocument | undefined>;
  readonly removeExpired: () => Promise<number>;
};

export async function openUploads(options: UploadOptions): Promise<Uploads> {
  const unfinished = join(options.folder, 'uploads');
  for (const folder of [unfinished, documentsFolder(options.folder)]) await mkdir(folder, { recursive: true });
  const store = new FileStore({ directory: unfinished, expirationPeriodInMilliseconds: EXPIRY_MS });
  const caller = (request: { readonly headers: Headers }) =>
    options.callerOf(request.headers.get('authorization') ?? undefined);
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    locker: createUploadLocks(),
    relativeLocation: true,
    maxSize: UPLOAD_MAX_BYTES,
    allowedOrigins: [],
    namingFunction: async (request) => `${agencyPrefix(await caller(request))}-${randomBytes(16).toString('hex')}`,
    onUploadCreate: async (request, upload) => {
      await refuseUnknown(options.database, await caller(request), upload.metadata);
      return {};
    },
    onUploadFinish: async (request, upload) => {
      const path = upload.storage?.path ?? join(unfinished, upload.id);
      const { sha256 } = readMetadata(upload.metadata);
      if (!(await keepVerified(options, await caller(request), path, sha256))) {
        await store.remove(upload.id);
        throw refusal(CHECKSUM_MISMATCH, 'MC-POR-07');
      }
      return {};
    },
    onResponseError: (_request, error) => toTusError(error),
  });
  return {
    server,
    isOwn: (who, uploadId) =>
      uploadId.startsWith(`${agencyPrefix(who)}-`) && /^[0-9a-f]{8}-[0-9a-f]{32}$/.test(uploadId),
    stored: (who, sha256) => storedDocument(options.database, who, sha256),
    documents: documentsFolder(options.folder),
    content: (who, sha256) => contentOf(options, who, sha256),
    removeExpired: () => server.cleanUpExpiredUploads(),
  };
}

const agencyPrefix = (caller: Caller): string => createHash('sha256').update(caller.agency).digest('hex').slice(0, 8);

const documentsFolder = (folder: string): string => join(folder, 'documents');
const documentName = (sha256: string): string => join(sha256.slice(0, 2), sha256);
const documentPath = (folder: string, sha256: string): string => join(documentsFolder(folder), documentName(sha256));

type Metadata = Record<string, string | null> | undefined;

function readMetadata(metadata: Metadata): z.infer<typeof metadataSchema> {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) throw refusal(400, 'MC-API-03');
  return parsed.data;
}

/** 409 until the operation that names the paper was accepted: nobody fills the disk with what no dossier asks for. */
async function refuseUnknown(database: Database, caller: Caller, metadata: Metadata): Promise<void> {
  const { documentId, sha256 } = readMetadata(metadata);
  const named = await database.query('SELECT 1 FROM documents WHERE document_id = $1 AND agency = $2 AND sha256 = $3', [
    documentId,
    caller.agency,
    sha256,
  ]);
  if (named.length === 0) throw refusal(409, 'MC-POR-08');
}

/** False when the file is not what it says; otherwise it is kept, and the database says so, before this returns. */
async function keepVerified(options: UploadOptions, caller: Caller, path: string, sha256: string): Promise<boolean> {
  if ((await sha256Of(path)) !== sha256) return false;
  await keep(path, documentPath(options.folder, sha256));
  await options.database.query(
    'UPDATE documents SET stored_at = $3 WHERE agency = $1 AND sha256 = $2 AND stored_at IS NULL',
    [caller.agency, sha256, options.now()],
  );
  return true;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * A second name for the verified file, on disk before the database says so. The upload's own name stays until it expires,
 * so that a station whose answer was lost can still ask for its offset.
 */
async function keep(path: string, target: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
  await mkdir(dirname(target), { recursive: true });
  await link(path, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

type StoredRow = { readonly bytes: string | number; readonly stored_at: string | number };

async function storedDocument(database: Database, caller: Caller, sha256: string): Promise<StoredDocument | undefined> {
  const [row] = await database.query<StoredRow>(
    'SELECT bytes, stored_at FROM documents WHERE agency = $1 AND sha256 = $2 AND stored_at IS NOT NULL ORDER BY stored_at LIMIT 1',
    [caller.agency, sha256],
  );
  return row && { sha256, bytes: Number(row.bytes), storedAt: Number(row.stored_at) };
}

/** A document that the disk lost is this portal's trouble (500): to call it unknown would tell the station that it was never sent. */
async function contentOf(
  { database, folder }: UploadOptions,
  caller: Caller,
  sha256: string,
): Promise<KeptDocument | undefined> {
  const stored = await storedDocument(database, caller, sha256);
  if (stored === undefined) return undefined;
  const { size } = await stat(documentPath(folder, sha256));
  if (size !== stored.bytes) throw new Error(`a kept document has ${size} of ${stored.bytes} bytes`);
  return { name: documentName(sha256), bytes: size };
}

type TusError = { readonly status_code: number; readonly body: string };

/** What @tus/server turns into an answer when it is thrown from a hook. */
function refusal(status: number, code: ErrorCode): TusError {
  const body: PortalError = { code, message: sentenceOf(code) };
  return { status_code: status, body: JSON.stringify(body) };
}

/** The library's own errors get our body too; what is not its or ours is an error of this program. */
function toTusError(error: Error | TusError): TusError {
  if (error instanceof MotcuaError) return refusal(401, error.code);
  if (!('status_code' in error)) return refusal(500, 'MC-API-99');
  return error.body.startsWith('{') ? error : refusal(error.status_code, libraryCode(error.status_code));
}

function libraryCode(status: number): ErrorCode {
  if (status === 413) return 'MC-POR-05';
  if (status >= 500) return 'MC-API-99';
  return status === 404 || status === 410 ? 'MC-API-05' : 'MC-API-03';
}
