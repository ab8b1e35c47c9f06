/**
 * Looks after keys and files while the desk works, a little at a time: what an older program left in the clear is sealed,
 * after a new key everything is sealed anew, files that no document has are removed, and a disk that fills up is told of
 * before it is full.
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import type { StoreNotice } from '../../domain/recovery.ts';
import { RECOVERY_KEY } from '../../offline-store/backup/recover.ts';
import {
  type BlobUpkeepParts,
  carryOver,
  type DiskRoom,
  diskRoom,
  findUnreferenced,
  removeUnreferenced,
  resealFiles,
} from '../../offline-store/blob-upkeep.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { OfficeStore } from '../../offline-store/contract.ts';
import type { Mending } from '../../offline-store/mending.ts';
import { resealPages, SCANS } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import { createPaperWatch } from './paper-watch.ts';

export interface FileKeeper {
  notices(): readonly StoreNotice[];
  stop(): Promise<void>;
}

export interface FileKeeperParts {
  readonly dataFolder: string;
  readonly blobDir: string;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
  readonly keys: KeyRing;
  readonly mending: Mending;
  /** The PC's own clock, which also dates files; never a demo's. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** For tests; the windows open first. */
  readonly firstMs?: number;
  readonly everyMs?: number;
  readonly room?: (folder: string) => Promise<DiskRoom>;
}

const FIRST_MS = 30_000;
const EVERY_MS = 5 * 60_000;
/** Between two lots of rows: the desk's own commits go in between. */
const BREATH_MS = 20;
const HOUR_MS = 3_600_000;
/** A file that no document has may be one that is being attached; a killed attaching puts it anew when it goes on. */
const GRACE_MS = 7 * 24 * HOUR_MS;
const RESEALED = 'store.resealed';
const COLLECTED = 'blobs.collected';
const FOUND = 'blobs.unreferenced';

const codeOf = (error: unknown): string => (error instanceof MotcuaError ? error.code : 'MC-API-99');

export function createFileKeeper(parts: FileKeeperParts): FileKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = parts.room ?? diskRoom;
  let lowSince: number | undefined;
  const watchDisk = async (): Promise<void> => {
    const { low } = await look(parts.dataFolder);
    lowSince = low ? (lowSince ?? parts.now()) : undefined;
  };
  const papers = createPaperWatch(parts, signal);
  const steps = [
    watchDisk,
    createCarrying(parts, signal),
    createResealing(parts, signal),
    createCollecting(parts, signal),
    papers.look,
  ];
  /** One that fails is told of and tried again; it does not keep the others from their work. */
  const round = async (): Promise<void> => {
    for (const step of steps) {
      if (signal.aborted) return;
      await step().catch((error: unknown) => parts.log.warn({ code: codeOf(error) }, 'files were not looked after'));
    }
  };
  const running = (async () => {
    for (let pause = parts.firstMs ?? FIRST_MS; await waited(pause, signal); pause = parts.everyMs ?? EVERY_MS)
      await round();
  })();
  return {
    notices: () => [...(lowSince === undefined ? [] : [{ code: 'MC-STO-17', since: lowSince }]), ...papers.notices()],
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** False when it was ended early. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> =>
  sleep(ms, true, { signal, ref: false }).catch(() => false);

const upkeepOf = ({ blobDir, keys, blobs }: FileKeeperParts, signal: AbortSignal): BlobUpkeepParts => ({
  dir: blobDir,
  keys,
  blobs,
  signal,
});

/** Once a start: nothing plain is written any more. */
function createCarrying(parts: FileKeeperParts, signal: AbortSignal): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    const { files, damaged } = await carryOver(upkeepOf(parts, signal));
    done = !signal.aborted;
    if (files + damaged > 0) parts.log.info({ files, damaged }, 'plain scans were sealed');
  };
}

/** After `motcua keys rotate`, whoever sealed meanwhile with the key before. */
function createResealing({ store, keys, ...parts }: FileKeeperParts, signal: AbortSignal): () => Promise<void> {
  return async () => {
    keys.refresh();
    const newest = keys.newest().number;
    if (store.settings.get(RESEALED) === String(newest) || (newest === 1 && !store.settings.get(RESEALED))) return;
    let rows = 0;
    const lots = store.upkeep.reseal();
    for (let lot = lots.next(); lot.done !== true; lot = lots.next()) {
      rows += lot.value;
      if (!(await waited(BREATH_MS, signal))) return;
    }
    const pages = await resealPages(join(parts.dataFolder, SCANS), keys, signal);
    const files = pages + (await resealFiles(upkeepOf({ store, keys, ...parts }, signal)));
    if (signal.aborted) return;
    store.settings.set(RESEALED, String(newest));
    parts.log.info({ rows, files, key: newest }, 'sealed anew with the newest key');
  };
}

const foundSchema = z.record(z.string(), z.number());

/**
 * Once an hour, those files that came of age since. They go only when a week later still no document has them: after a
 * recovery the rows that name them may come back from the province first.
 */
function createCollecting(parts: FileKeeperParts, signal: AbortSignal): () => Promise<void> {
  const { store, now, log } = parts;
  const upkeep = upkeepOf(parts, signal);
  const isReferenced = (sha256: string): boolean => store.upkeep.hasContent(sha256);
  const removeOld = async (found: Readonly<Record<string, number>>): Promise<Readonly<Record<string, number>>> => {
    const left: Record<string, number> = {};
    let removed = 0;
    for (const [sha256, at] of Object.entries(found)) {
      if (isReferenced(sha256)) continue;
      if (now() - at < GRACE_MS) left[sha256] = at;
      else if (await removeUnreferenced(upkeep, sha256, at)) removed += 1;
    }
    if (removed > 0) log.info({ removed }, 'scans that no document has were removed');
    return left;
  };
  return async () => {
    const writtenBefore = now() - GRACE_MS;
    const writtenSince = Number(store.settings.get(COLLECTED) ?? 0);
    if (writtenBefore - writtenSince < HOUR_MS || store.settings.get(RECOVERY_KEY)) return;
    const left = await removeOld(foundSchema.parse(JSON.parse(store.settings.get(FOUND) || '{}')));
    const news = await findUnreferenced(upkeep, { isReferenced, writtenBefore, writtenSince });
    if (signal.aborted) return;
    store.settings.set(FOUND, JSON.stringify({ ...left, ...Object.fromEntries(news.map((one) => [one, now()])) }));
    store.settings.set(COLLECTED, String(writtenBefore));
  };
}
