/**
 * One scan to the portal by the tus protocol 1.0 (creation, HEAD, PATCH): in small parts, so that a slow or breaking line
 * goes on where it stopped, also after the station was restarted.
 */
import { MotcuaError } from '../../domain/errors.ts';
import { storedDocumentSchema } from '../../domain/sync.ts';
import type { StoredDocument } from '../contract.ts';
import { refusalOf } from './client.ts';
import type { Pace } from './pace.ts';
import type { SyncParts } from './parts.ts';

/** A part of 256 KiB gets through a line of 35 kbit/s in a minute. */
const LONGEST_PATIENCE_MS = 60_000;
/** Once the line has shown what it can do, a part may take so many times as long, but is not given up before this. */
const SLOWER = 5;
const SHORTEST_PATIENCE_MS = 15_000;
/** After so many parts it is looked at whether a smaller scan waits. */
const PARTS_AT_A_TIME = 16;
const TUS = { 'tus-resumable': '1.0.0' };
const GONE = [404, 410];
const OFFSET_CONFLICT = 409;
export const CHECKSUM_MISMATCH = 460;

export const statusOf = (error: unknown): number => refusalOf(error)?.status ?? 0;

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

/** How long a part may take, by how long the last one took: a request that is lost on a good line must not hold up scans for a minute. */
const createPatience = (steady: () => number) => {
  let msPerByte: number | undefined;
  return {
    of: (bytes: number): number =>
      msPerByte === undefined
        ? LONGEST_PATIENCE_MS
        : Math.min(LONGEST_PATIENCE_MS, Math.max(SHORTEST_PATIENCE_MS, bytes * msPerByte * SLOWER)),
    /** Does it, and learns from it: nothing is known any more after a failure. */
    learn: async <T>(bytes: number, work: () => Promise<T>): Promise<T> => {
      const began = steady();
      const before = msPerByte;
      msPerByte = undefined;
      const value = await work();
      msPerByte = bytes > 0 ? (steady() - began) / bytes : before;
      return value;
    },
  };
};

/** `more`: it stands further on than before, others may go first. `stopped`: the station ends. */
export type DocumentOutcome = 'there' | 'more' | 'stopped';

export interface DocumentUpload {
  /** Sends what is missing, or a good deal of it; `moved` is called for each part that has arrived. */
  send(document: StoredDocument, moved: () => void): Promise<DocumentOutcome>;
  /** What the portal holds of it is of no use. */
  forget(document: StoredDocument): void;
}

export const createDocumentUpload = ({ client, store, blobs, steady }: SyncParts, pace: Pace): DocumentUpload => {
  const patience = createPatience(steady);
  /** Files found whole here since the start: a large one is not read through again for each lot of parts. */
  const verified = new Set<string>();

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
  const forget = (document: StoredDocument): void => {
    verified.delete(document.sha256);
    store.settings.set(keyOf(document), '');
  };
  const there = (document: StoredDocument): DocumentOutcome => {
    forget(document);
    return 'there';
  };
  const verify = async ({ sha256, bytes }: StoredDocument): Promise<void> => {
    if (verified.has(sha256)) return;
    if ((await blobs.verify(sha256)) !== bytes) throw new MotcuaError('MC-STO-03', { blob: sha256 });
    verified.add(sha256);
  };
  const offsetAt = async (location: string, document: StoredDocument): Promise<number> =>
    offsetOf(await client.headers({ method: 'HEAD', path: location, headers: TUS }), document);
  /** Where the upload stands; begins one when there is none or the portal has dropped it. */
  const resume = async (document: StoredDocument): Promise<{ readonly location: string; readonly offset: number }> => {
    const location = store.settings.get(keyOf(document));
    if (!location) return { location: await create(document), offset: 0 };
    try {
      return { location, offset: await offsetAt(location, document) };
    } catch (error) {
      if (!GONE.includes(statusOf(error))) throw error;
      return { location: await create(document), offset: 0 };
    }
  };
  const patch = async (document: StoredDocument, location: string, offset: number): Promise<number> => {
    const body = new Uint8Array(await blobs.slice(document.sha256, offset, pace.partBytes()));
    const headers = { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    const request = { method: 'PATCH', path: location, headers, body, patience: patience.of(body.length) } as const;
    return offsetOf(await patience.learn(body.length, () => client.headers(request)), document);
  };
  /**
   * Where the upload stands after the part. A line may deliver a part twice, and the copy first: then ours is refused for
   * its place, though all is well, and the portal says where it stands.
   */
  const sendPart = async (document: StoredDocument, location: string, offset: number): Promise<number> => {
    const next = await patch(document, location, offset).catch((error: unknown) => {
      if (statusOf(error) !== OFFSET_CONFLICT) throw error;
      return offsetAt(location, document);
    });
    if (next <= offset) throw new MotcuaError('MC-NET-02', { reason: 'upload does not move' });
    return next;
  };
  const sendFrom = async (
    document: StoredDocument,
    { location, offset }: { readonly location: string; readonly offset: number },
    moved: () => void,
  ): Promise<DocumentOutcome> => {
    let at = offset;
    for (let part = 0; at < document.bytes; part += 1) {
      if (part === PARTS_AT_A_TIME) return 'more';
      if ((await pace.before(Math.min(pace.partBytes(), document.bytes - at))) === 'stop') return 'stopped';
      at = await sendPart(document, location, at);
      moved();
    }
    return there(document);
  };
  /**
   * Whole, but the answer to its last part never came. It was verified and kept, or the portal stopped before that: an
   * empty part at the end makes it look again. What it still does not have then begins anew.
   */
  const ask = async (document: StoredDocument, location: string, moved: () => void): Promise<DocumentOutcome> => {
    if (await isThere(document)) return there(document);
    const looksAgain = await patch(document, location, document.bytes).then(
      () => true,
      (error: unknown) => {
        if (statusOf(error) === 0) throw error;
        // It takes no empty part, or has just found that the bytes are not right.
        return false;
      },
    );
    if (looksAgain && (await isThere(document))) return there(document);
    return sendFrom(document, { location: await create(document), offset: 0 }, moved);
  };
  return {
    forget,
    send: async (document, moved) => {
      // Asked first: after a restore the province may have a paper whose file is not here any more.
      if (!store.settings.get(keyOf(document)) && (await isThere(document))) return there(document);
      await verify(document);
      const { location, offset } = await resume(document);
      if (offset >= document.bytes) return ask(document, location, moved);
      return sendFrom(document, { location, offset }, moved);
    },
  };
};
