/**
 * Batches of scanned pages. A sheet that was fed is a file of ours, and a line in the batch's log, before the next one is
 * asked for; its picture is made behind that. So a crash at any instant costs no page, and what was left undone is done at
 * the next start. Sheets fed are compared with pages stored; blanks are flagged and damaged pages kept, never dropped.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { DeviceHub } from '../../devices/contract.ts';
import type { PagePipeline } from '../../devices/document-scanner/pages/contract.ts';
import { MotcuaError } from '../../domain/errors.ts';
import type { Instant, Uuid7 } from '../../domain/ids.ts';
import { type ScanChoice, type ScanSession, type ScanSource, scanChoiceSchema } from '../../domain/scan-session.ts';
import { isScanFloor } from '../../offline-store/blob-upkeep.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { Actor } from '../../offline-store/contract.ts';
import { PLAN, readPage } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import type { EventBus } from '../events.ts';
import { type AttachPlan, attachPart, planOf, readPlan, refuseUnready } from './scan-sessions-attach.ts';
import { type PageChange, type PageFacts, pagesInOrder, type ScanFacts } from './scan-sessions-facts.ts';
import { createFeeds } from './scan-sessions-feed.ts';
import { createPictures } from './scan-sessions-intake.ts';
import { createScanLog, hasDoneLog, readDoneLog, type ScanLog } from './scan-sessions-log.ts';
import { createScanNews } from './scan-sessions-news.ts';
import { endInterrupted, foldersLeft, openLogs, removePages, sweepDone, takeLeft } from './scan-sessions-recovery.ts';
import { lookAt, type ViewParts } from './scan-sessions-view.ts';

/** Of the small pictures on the screen; what is kept is never compressed twice. */
const SHOWN_QUALITY = 70;

export interface StartScan {
  /** Missing for a stack of several dossiers. */
  readonly dossierId?: Uuid7 | undefined;
  /** As chosen last on this PC where nothing is said. */
  readonly source?: ScanSource | undefined;
  readonly scannerId?: string | undefined;
  /** One page instead of this one, in its place; the old one is dropped, not lost. */
  readonly replaces?: Uuid7 | undefined;
}

export interface Attached {
  readonly dossierId: Uuid7;
  readonly pages: number;
}

export interface ScanSessions {
  /** More sheets into the open batch of this dossier (or the open stack), or a new one. Idempotent while it runs. MC-DSC-05 where there is no scanner, MC-STO-19 where the disk is nearly full. */
  start(wanted: StartScan): ScanSession;
  stop(sessionId: Uuid7): ScanSession;
  get(sessionId: Uuid7): ScanSession;
  /** The batch of a dossier (or the stack) that is not attached yet, if any: found again after a restart. */
  openOf(dossierId: Uuid7 | undefined): ScanSession | undefined;
  /** MC-DSC-24 once it is being attached. */
  setPage(sessionId: Uuid7, pageId: Uuid7, change: PageChange): ScanSession;
  /** JPEG of a page, turned as the officer turned it. MC-DSC-22 while it is being made, MC-DSC-06 when it is damaged. */
  image(sessionId: Uuid7, pageId: Uuid7, width?: number): Promise<Buffer>;
  /**
   * One PDF a paper, kept by content and attached to its dossier. Repeating it attaches nothing twice.
   * MC-DSC-04 while sheets run, MC-DSC-22, -23 and -25 where something is still open.
   */
  attach(sessionId: Uuid7, actorFor: (operationId: Uuid7) => Actor): Promise<readonly Attached[]>;
  /** The batch is not wanted; its pages go. MC-DSC-04 while sheets run, MC-DSC-24 once it is being attached. */
  discard(sessionId: Uuid7): Promise<void>;
  choice(): ScanChoice;
  close(): Promise<void>;
}

export interface ScanSessionParts extends ViewParts {
  readonly dir: string;
  /** Where drivers put page files before they hand them over. */
  readonly tmpDir: string;
  readonly hub: DeviceHub;
  readonly blobs: BlobStore;
  readonly bus: EventBus;
  /** Its workers are those of sealed-pages.ts. */
  readonly pipeline: PagePipeline;
  readonly keys: KeyRing;
  /** Whether what is left of the disk is for intakes; asked before each sheet. */
  readonly isFull?: () => boolean;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

/** Resolves when what a crash left has been taken in; pictures still missing are then being made. */
export async function createScanSessions(parts: ScanSessionParts): Promise<ScanSessions> {
  const { dir: root, now } = parts;
  const left = foldersLeft(parts.tmpDir);
  const logs = new Map(await openLogs(root, parts.keys, now(), parts.onError));
  await sweepDone(root, now(), parts.onError);
  const isFull = parts.isFull ?? (() => isScanFloor(root));
  const attaching = new Map<Uuid7, Promise<readonly Attached[]>>();
  const factsOf = (id: Uuid7): ScanFacts => logs.get(id)?.facts ?? doneFacts(root, id);
  const look = (id: Uuid7): ScanSession => lookAt(parts, factsOf(id)).session;
  const news = createScanNews({ bus: parts.bus, now, look });
  const pictures = createPictures({
    pipeline: parts.pipeline,
    keys: parts.keys,
    onChange: ({ facts }) => news.soon(facts.id),
    onError: parts.onError,
  });
  const cutOff = await endCutOff(parts, [...logs.values()], left);
  const feeds = createFeeds({
    ...parts,
    ...{ pictures, left, cutOff, isFull },
    onChange: ({ facts }) => news.soon(facts.id),
  });
  for (const log of logs.values()) for (const page of pagesInOrder(log.facts)) pictures.make(log, page);

  const open = (id: Uuid7): ScanLog => {
    const log = logs.get(id);
    if (!log) throw new MotcuaError('MC-API-05');
    return log;
  };
  const changeable = (id: Uuid7): ScanLog => {
    const log = open(id);
    if (log.facts.state === 'attaching') throw new MotcuaError('MC-DSC-24');
    return log;
  };
  const still = (id: Uuid7): void => {
    if (feeds.isRunning(id)) throw new MotcuaError('MC-DSC-04');
  };
  const openOf = (dossierId: Uuid7 | undefined): ScanLog | undefined =>
    [...logs.values()].sort(byStart).findLast(({ facts }) => facts.dossierId === dossierId);
  const begun = (dossierId: Uuid7 | undefined): ScanLog => {
    const id = uuidv7();
    const log = createScanLog(join(root, id), {
      ...{ what: 'begun', id, at: now() },
      ...(dossierId !== undefined && { dossierId }),
    });
    logs.set(id, log);
    return log;
  };

  /** The batch is over: its lines are set aside and its pictures go, the documents have them. */
  const finish = async (log: ScanLog): Promise<void> => {
    const { id } = log.facts;
    log.finish();
    news.now(id);
    logs.delete(id);
    news.forget(id);
    await removePages(log.dir, log.facts).catch(parts.onError);
  };

  const attachAll = async (log: ScanLog, actorFor: (operationId: Uuid7) => Actor): Promise<readonly Attached[]> => {
    const { facts, dir } = log;
    const seen = lookAt(parts, facts);
    if (facts.state !== 'attaching') {
      refuseUnready(seen);
      log.append({ what: 'attaching', at: now() });
      news.now(facts.id);
    }
    const plan = planOf(dir, seen.placed);
    for (const part of plan) await attachPart(parts, dir, facts, part, actorFor);
    log.append({ what: 'attached', at: now() });
    await finish(log);
    parts.bus.emit({ type: 'work-changed', at: now() });
    return summaryOf(plan);
  };

  return {
    start: (wanted) => {
      if (!parts.hub.documentScanner()) throw new MotcuaError('MC-DSC-05');
      if (isFull()) throw new MotcuaError('MC-STO-19');
      const chosen = choose(root, wanted);
      const log = openOf(wanted.dossierId) ?? begun(wanted.dossierId);
      const { id } = changeable(log.facts.id).facts;
      if (feeds.isRunning(id)) return look(id);
      feeds.begin(log, chosen, wanted.replaces === undefined ? undefined : pageOf(log.facts, wanted.replaces));
      news.now(id);
      return look(id);
    },
    stop: (id) => {
      feeds.stop(id);
      return look(id);
    },
    get: look,
    openOf: (dossierId) => {
      const log = openOf(dossierId);
      return log && look(log.facts.id);
    },
    setPage: (id, pageId, change) => {
      const log = changeable(id);
      pageOf(log.facts, pageId);
      log.append({ what: 'changed', id: pageId, change });
      news.now(id);
      return look(id);
    },
    image: (id, pageId, width) => imageOf(join(root, id), pageOf(factsOf(id), pageId), parts.keys, width),
    attach: async (id, actorFor) => {
      const before = attaching.get(id);
      if (before) return before;
      if (!logs.has(id)) return attachedBefore(root, id);
      still(id);
      const mine = attachAll(open(id), actorFor).finally(() => attaching.delete(id));
      attaching.set(id, mine);
      return mine;
    },
    discard: async (id) => {
      still(id);
      const log = changeable(id);
      log.append({ what: 'discarded', at: now() });
      await finish(log);
    },
    choice: () => readChoice(root),
    close: async () => {
      await feeds.close();
      await pictures.close();
      await Promise.allSettled(attaching.values());
      news.close();
      for (const log of logs.values()) log.close();
    },
  };
}

const byStart = (a: ScanLog, b: ScanLog): number => a.facts.startedAt - b.facts.startedAt;

/** Batches cut off by a crash end, the one of them with what its scanner still had of it. Answers which one that was. */
async function endCutOff(
  parts: ScanSessionParts,
  logs: readonly ScanLog[],
  left: readonly string[],
): Promise<Uuid7 | undefined> {
  const cutOff = logs.filter(({ facts }) => facts.state === 'scanning');
  const [only, ...more] = cutOff;
  // Files that might be of either batch are of neither: they stay where they are.
  if (only && more.length === 0) await takeLeft(only, left, parts.keys, false).catch(parts.onError);
  for (const log of cutOff) {
    try {
      endInterrupted(log, parts.now());
    } catch (error) {
      parts.onError(error); // a full disk: the next start ends it
    }
  }
  return more.length === 0 ? only?.facts.id : undefined;
}

function pageOf(facts: ScanFacts, pageId: Uuid7): PageFacts {
  const page = facts.pages.get(pageId);
  if (!page) throw new MotcuaError('MC-API-05');
  return page;
}

async function imageOf(dir: string, page: PageFacts, keys: KeyRing, width?: number): Promise<Buffer> {
  if (page.code !== undefined) throw new MotcuaError('MC-DSC-06');
  if (!page.picture) throw new MotcuaError('MC-DSC-22');
  const { file, format } = page.picture;
  const bytes = await readPage(join(dir, file), keys);
  if (page.rotation === 0 && width === undefined && format === 'jpeg') return bytes;
  const { default: sharp } = await import('sharp');
  const turned = sharp(bytes).rotate(page.rotation);
  return (width === undefined ? turned : turned.resize({ width })).jpeg({ quality: SHOWN_QUALITY }).toBuffer();
}

function doneFacts(root: string, id: Uuid7): ScanFacts {
  const dir = join(root, id);
  if (!hasDoneLog(dir)) throw new MotcuaError('MC-API-05');
  return readDoneLog(dir);
}

function attachedBefore(root: string, id: Uuid7): readonly Attached[] {
  const facts = doneFacts(root, id);
  if (facts.state !== 'attached') throw new MotcuaError('MC-API-05');
  return summaryOf(readPlan(join(root, id, PLAN)) ?? []);
}

function summaryOf(plan: AttachPlan): readonly Attached[] {
  const pages = new Map<Uuid7, number>();
  for (const part of plan) pages.set(part.dossierId, (pages.get(part.dossierId) ?? 0) + part.pageIds.length);
  return [...pages].map(([dossierId, count]) => ({ dossierId, pages: count }));
}

const choiceFile = (root: string): string => join(root, 'choice.json');

function readChoice(root: string): ScanChoice {
  try {
    return scanChoiceSchema.parse(JSON.parse(readFileSync(choiceFile(root), 'utf8')));
  } catch {
    return { source: 'feeder' }; // nothing chosen yet on this PC
  }
}

/** What is said now is remembered for the next batch. */
function choose(root: string, { source, scannerId }: StartScan): ScanChoice {
  const before = readChoice(root);
  const chosen = { ...before, ...(source && { source }), ...(scannerId !== undefined && { scannerId }) };
  if (chosen.source === before.source && chosen.scannerId === before.scannerId) return chosen;
  mkdirSync(root, { recursive: true });
  writeFileSync(`${choiceFile(root)}.new`, JSON.stringify(chosen));
  renameSync(`${choiceFile(root)}.new`, choiceFile(root));
  return chosen;
}
