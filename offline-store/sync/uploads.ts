/**
 * Which scans go to the portal next: only those whose operation was accepted, one at a time, of the oldest the smallest
 * first, and none that is in trouble before one that is not.
 */
import { MotcuaError } from '../../domain/errors.ts';
import { portalInfoSchema } from '../../domain/sync.ts';
import type { StoredDocument } from '../contract.ts';
import { CHECKSUM_MISMATCH, createDocumentUpload, statusOf } from './document-upload.ts';
import type { Pace } from './pace.ts';
import type { SyncParts } from './parts.ts';

/** So many of the oldest are looked at together. */
const AT_A_TIME = 10;
/** A document that the portal refuses is tried again after this long, ms; others go on meanwhile. */
const REFUSED_PAUSE_MS = 300_000;
/** Failed so often though the portal is there, and no byte further: then it is not the line, and others go first. */
const STRIKES = 2;
/** For this long, doubling with each further failure up to the pause of a refused one, ms. */
const STRUCK_PAUSE_MS = 30_000;

const codeOf = (error: unknown): string => (error instanceof MotcuaError ? error.code : '');
const isRefusal = (error: unknown): boolean => codeOf(error) === 'MC-NET-02' && statusOf(error) > 0;
const isOurFile = (error: unknown): boolean => codeOf(error) === 'MC-API-05' || codeOf(error) === 'MC-STO-03';
const isOfTheLine = (error: unknown): boolean => codeOf(error).startsWith('MC-NET-');

/** `interrupted`: there is more to do at once. `broken`: the line broke, but something had got through before. */
export type UploadOutcome = 'done' | 'interrupted' | 'broken';

/** Documents that are in trouble, each until some moment of the steady clock. */
const createAside = (steady: () => number) => {
  const until = new Map<string, number>();
  const strikes = new Map<string, number>();
  return {
    put: (id: string, ms: number): void => void until.set(id, steady() + ms),
    /** Returns how often now. */
    strike: (id: string): number => {
      const times = (strikes.get(id) ?? 0) + 1;
      strikes.set(id, times);
      return times;
    },
    clear: (id: string): void => {
      until.delete(id);
      strikes.delete(id);
    },
    ids: (): readonly string[] => {
      for (const [id, end] of until) if (end <= steady()) until.delete(id);
      return [...until.keys()];
    },
  };
};

export const createUploads = (parts: SyncParts, pace: Pace): (() => Promise<UploadOutcome>) => {
  const { client, store, now, steady, log } = parts;
  const upload = createDocumentUpload(parts, pace);
  const aside = createAside(steady);

  const isPortalThere = (): Promise<boolean> =>
    client.json({ method: 'GET', path: 'v1/info' }, portalInfoSchema).then(
      () => true,
      () => false,
    );
  const setAside = (document: StoredDocument, error: unknown, ms: number): void => {
    aside.put(document.id, ms);
    log.warn({ document: document.id, status: statusOf(error), code: codeOf(error) }, 'document not uploaded');
  };
  /** One paper that is refused, damaged here or fails time and again must not hold up the others. */
  const afterFailure = async (document: StoredDocument, error: unknown): Promise<void> => {
    if (statusOf(error) === CHECKSUM_MISMATCH) upload.forget(document);
    if (isRefusal(error) || isOurFile(error)) return setAside(document, error, REFUSED_PAUSE_MS);
    if (!isOfTheLine(error) || !(await isPortalThere())) throw error;
    const times = aside.strike(document.id);
    if (times < STRIKES) throw error;
    setAside(document, error, Math.min(REFUSED_PAUSE_MS, STRUCK_PAUSE_MS * 2 ** (times - STRIKES)));
  };
  const sendOne = async (document: StoredDocument, moved: () => void): Promise<'next' | 'interrupted'> => {
    const got = (): void => {
      aside.clear(document.id);
      moved();
    };
    const outcome = await upload.send(document, got);
    if (outcome !== 'there') return 'interrupted';
    got();
    store.uploads.done(document.id, now());
    log.info({ bytes: document.bytes }, 'document uploaded');
    return 'next';
  };
  const sendAll = async (due: readonly StoredDocument[], moved: () => void): Promise<UploadOutcome> => {
    for (const document of due) {
      const failed = (error: unknown) => afterFailure(document, error).then(() => 'next' as const);
      if ((await sendOne(document, moved).catch(failed)) === 'interrupted') return 'interrupted';
    }
    return due.length < AT_A_TIME ? 'done' : 'interrupted';
  };
  return async () => {
    const due = store.uploads.pending(AT_A_TIME, aside.ids()).toSorted((a, b) => a.bytes - b.bytes);
    let through = false;
    const moved = (): void => {
      through = true;
    };
    return sendAll(due, moved).catch((error: unknown) => {
      if (!through || !isOfTheLine(error)) throw error;
      log.warn({ code: codeOf(error) }, 'the line broke between two parts of a scan');
      return 'broken' as const;
    });
  };
};
