/**
 * Scans to the portal by the tus protocol 1.0 (creation, HEAD, PATCH): in small parts, so that a slow or breaking line
 * goes on where it stopped, also after the station was restarted. Only papers whose operation was accepted are sent.
 */
import { MotcuaError } from '../../domain/errors.ts';
import { storedDocumentSchema } from '../../domain/sync.ts';
import type { StoredDocument } from '../contract.ts';
import { refusalOf } from './client.ts';
import type { Pace } from './pace.ts';
import type { SyncParts } from './parts.ts';

const PART_PATIENCE_MS = 60_000;
const AT_A_TIME = 10;
/** A document that the portal refuses is tried again after this long, ms; others go on meanwhile. */
const REFUSED_PAUSE_MS = 300_000;
const TUS = { 'tus-resumable': '1.0.0' };
const GONE = [404, 410];
const CHECKSUM_MISMATCH = 460;

const keyOf = (document: StoredDocument): string => `upload.${document.id}`;

const metadataOf = (document: StoredDocument): string =>
  Object.entries({ documentId: document.id, sha256: document.sha256, filetype: 'application/pdf' })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

const offsetOf = (headers: Headers, document: StoredDocument): number => {
  const offset = Number(headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isInteger(offset) || offset < 0 || offset > document.bytes)
    throw new MotcuaError('MC-NET-02', { reason: 'upload offset' });
  return offset;
};

const statusOf = (error: unknown): number => refusalOf(error)?.status ?? 0;
const isRefusal = (error: unknown): boolean =>
  error instanceof MotcuaError && error.code === 'MC-NET-02' && statusOf(error) > 0;
const isOurFile = (error: unknown): boolean =>
  error instanceof MotcuaError && (error.code === 'MC-API-05' || error.code === 'MC-STO-03');

export type UploadOutcome = 'done' | 'interrupted';

export const createUploads = (
  { client, store, blobs, now, steady, log }: SyncParts,
  pace: Pace,
): (() => Promise<UploadOutcome>) => {
  const refusedUntil = new Map<string, number>();

  /** The same paper may be there already: sent before its answer was lost, or attached to another dossier. */
  const isThere = async ({ sha256 }: StoredDocument): Promise<boolean> => {
    try {
      await client.json({ method: 'GET', path: `v1/documents/${sha256}` }, storedDocumentSchema);
      return true;
    } catch (error) {
      if (GONE.includes(statusOf(error))) return false;
      throw error;
    }
  };
  const create = async (document: StoredDocument): Promise<string> => {
    const headers = { ...TUS, 'upload-length': String(document.bytes), 'upload-metadata': metadataOf(document) };
    const answer = await client.headers({ method: 'POST', path: 'v1/uploads', headers });
    const location = answer.get('location');
    if (location === null) throw new MotcuaError('MC-NET-02', { reason: 'no upload address' });
    store.settings.set(keyOf(document), location);
    return location;
  };
  const forget = (document: StoredDocument): void => store.settings.set(keyOf(document), '');
  /** Where the upload stands; begins one when there is none or the portal has dropped it. */
  const resume = async (document: StoredDocument): Promise<{ readonly location: string; readonly offset: number }> => {
    const location = store.settings.get(keyOf(document));
    if (!location) return { location: await create(document), offset: 0 };
    try {
      return {
        location,
        offset: offsetOf(await client.headers({ method: 'HEAD', path: location, headers: TUS }), document),
      };
    } catch (error) {
      if (!GONE.includes(statusOf(error))) throw error;
      return { location: await create(document), offset: 0 };
    }
  };
  const sendPart = async (document: StoredDocument, location: string, offset: number): Promise<number> => {
    const body = new Uint8Array(await blobs.slice(document.sha256, offset, pace.partBytes()));
    const headers = { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    const next = offsetOf(
      await client.headers({ method: 'PATCH', path: location, headers, body, patience: PART_PATIENCE_MS }),
      document,
    );
    if (next <= offset) throw new MotcuaError('MC-NET-02', { reason: 'upload does not move' });
    return next;
  };
  const finish = (document: StoredDocument): UploadOutcome => {
    store.uploads.done(document.id, now());
    forget(document);
    log.info({ bytes: document.bytes }, 'document uploaded');
    return 'done';
  };
  const sendFrom = async (document: StoredDocument, location: string, offset: number): Promise<UploadOutcome> => {
    for (let at = offset; at < document.bytes; at = await sendPart(document, location, at)) {
      if ((await pace.before(Math.min(pace.partBytes(), document.bytes - at))) === 'stop') return 'interrupted';
    }
    return finish(document);
  };
  const upload = async (document: StoredDocument): Promise<UploadOutcome> => {
    // Asked first: after a restore the province may have a paper whose file is not here any more.
    if (!store.settings.get(keyOf(document)) && (await isThere(document))) return finish(document);
    if ((await blobs.verify(document.sha256)) !== document.bytes)
      throw new MotcuaError('MC-STO-03', { blob: document.sha256 });
    const { location, offset } = await resume(document);
    if (offset < document.bytes) return sendFrom(document, location, offset);
    // Whole, but the answer to its last part never came: it was verified and kept, or the portal stopped before that.
    return (await isThere(document)) ? finish(document) : sendFrom(document, await create(document), 0);
  };
  /** One paper that is refused or damaged here must not hold up the others, nor count as a broken line. */
  const setAside = (document: StoredDocument, error: unknown): UploadOutcome => {
    if (!isRefusal(error) && !isOurFile(error)) throw error;
    if (statusOf(error) === CHECKSUM_MISMATCH) forget(document);
    refusedUntil.set(document.id, steady() + REFUSED_PAUSE_MS);
    log.warn(
      { document: document.id, status: statusOf(error), code: error instanceof MotcuaError ? error.code : '' },
      'document not uploaded',
    );
    return 'done';
  };
  return async () => {
    const due = store.uploads
      .pending(AT_A_TIME + refusedUntil.size)
      .filter(({ id }) => (refusedUntil.get(id) ?? 0) <= steady());
    for (const document of due) {
      const outcome = await upload(document).catch((error: unknown) => setAside(document, error));
      if (outcome === 'interrupted') return 'interrupted';
    }
    return due.length < AT_A_TIME ? 'done' : 'interrupted';
  };
};
