/**
 * From kept pages to documents of dossiers: one PDF a paper, each attached once however often it is asked for. What goes
 * where, and under which ids, is decided once and written down before the first of them.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type Uuid7, uuid7Schema } from '../../domain/ids.ts';
import { RECEIPT_TITLE } from '../../domain/pages-left.ts';
import type { ScanPage } from '../../forms/scan-document.ts';
import type { BlobStore } from '../../offline-store/blobs.ts';
import type { Actor, OfficeStore } from '../../offline-store/contract.ts';
import { PLAN, readPage } from '../../offline-store/page-files.ts';
import type { KeyRing } from '../../offline-store/protection/key-ring.ts';
import type { PageFacts, ScanFacts } from './scan-sessions-facts.ts';
import { flushFolderSync } from './scan-sessions-log.ts';
import { isAttachable, type PlacedPage, type ScanLook } from './scan-sessions-view.ts';

const OTHER_TITLE = 'Giấy tờ khác';

const partSchema = z.object({
  dossierId: uuid7Schema,
  documentId: uuid7Schema,
  operationId: uuid7Schema,
  title: z.string(),
  pageIds: z.array(uuid7Schema).readonly(),
});
type Part = z.infer<typeof partSchema>;
const planSchema = z.array(partSchema).readonly();
export type AttachPlan = z.infer<typeof planSchema>;

/** MC-DSC-22, -25 or -23 where something is still open: a page in work, a damaged one, a segment without its dossier. */
export function refuseUnready({ placed, session }: ScanLook): void {
  if (session.pages.some(({ state }) => state === 'processing')) throw new MotcuaError('MC-DSC-22');
  if (session.pages.some(({ state, dropped }) => state === 'damaged' && !dropped)) throw new MotcuaError('MC-DSC-25');
  if (placed.some((page) => isAttachable(page) && !page.dossier)) throw new MotcuaError('MC-DSC-23');
}

/** The plan that was written down, else a new one, on disk before it is answered. */
export function planOf(dir: string, placed: readonly PlacedPage[]): AttachPlan {
  const file = join(dir, PLAN);
  const before = readPlan(file);
  if (before) return before;
  const plan = newPlan(placed);
  writeFileSync(`${file}.new`, JSON.stringify(plan), { flush: true });
  renameSync(`${file}.new`, file);
  flushFolderSync(dir);
  return plan;
}

/** Undefined when none was written down yet. MC-STO-03 for a damaged one: another in its place would attach the same pages twice. */
export function readPlan(file: string): AttachPlan | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return planSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new MotcuaError('MC-STO-03', { reason: 'plan of a batch' }, { cause });
  }
}

function newPlan(placed: readonly PlacedPage[]): AttachPlan {
  const parts = new Map<string, Part & { pageIds: Uuid7[] }>();
  for (const page of placed.filter(isAttachable)) {
    if (!page.dossier) continue;
    const title = titleOf(page);
    const key = `${page.dossier.received.id} ${page.paper} ${title}`;
    const part = parts.get(key) ?? newPart(page.dossier.received.id, title);
    part.pageIds.push(page.facts.id);
    parts.set(key, part);
  }
  return [...parts.values()];
}

const newPart = (dossierId: Uuid7, title: string): Part & { pageIds: Uuid7[] } => ({
  ...{ dossierId, title, documentId: uuidv7(), operationId: uuidv7() },
  pageIds: [],
});

function titleOf({ paper, role, dossier }: PlacedPage): string {
  const named = dossier?.received.papers[paper]?.name;
  return named ?? (role === 'cover' ? RECEIPT_TITLE : OTHER_TITLE);
}

export interface AttachParts {
  readonly keys: KeyRing;
  readonly store: OfficeStore;
  readonly blobs: BlobStore;
}

/** Memory stays that of one page, whatever the batch. */
export async function attachPart(
  parts: AttachParts,
  dir: string,
  facts: ScanFacts,
  part: Part,
  actorFor: (operationId: Uuid7) => Actor,
): Promise<void> {
  if (parts.store.dossiers.documents(part.dossierId).some(({ id }) => id === part.documentId)) return;
  const pages = (async function* () {
    for (const id of part.pageIds) yield await pdfPage(dir, facts.pages.get(id), parts.keys);
  })();
  // Loaded with the first batch: what it brings along is a third of an idle station.
  const { assembleScanPdf } = await import('../../forms/scan-document.ts');
  const pdf = new PassThrough();
  const options = { title: part.title, createdAt: facts.startedAt };
  const [{ sha256, bytes }] = await Promise.all([parts.blobs.put(pdf), assembleScanPdf(pages, options, pdf)]);
  const { documentId: id, dossierId, title, operationId, pageIds } = part;
  parts.store.attachDocument({ id, dossierId, title, sha256, bytes, pages: pageIds.length }, actorFor(operationId));
}

async function pdfPage(dir: string, page: PageFacts | undefined, keys: KeyRing): Promise<ScanPage> {
  if (!page?.picture) throw new MotcuaError('MC-API-05');
  const { file, widthPx, heightPx, dpi } = page.picture;
  return { image: await readPage(join(dir, file), keys), widthPx, heightPx, dpi, turn: page.rotation };
}
