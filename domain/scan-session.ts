/** A batch of scanned pages as the counter sees it. */
import { z } from 'zod';
import { instantSchema, uuid7Schema } from './ids.ts';
import { pageCutSchema } from './scan-split.ts';

/** `duplex`: the feeder, both sides of each sheet. */
export const scanSourceSchema = z.enum(['feeder', 'duplex', 'flatbed']);
export type ScanSource = z.infer<typeof scanSourceSchema>;

export const pageRotationSchema = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]);
export type PageRotation = z.infer<typeof pageRotationSchema>;

/** More papers than this no dossier has. */
export const MAX_PAPER_INDEX = 99;

export const scanPageSchema = z
  .object({
    id: uuid7Schema,
    /** Its place in the batch, from 1, as it was fed. */
    number: z.number().int().min(1),
    /** `processing`: safe on disk, its picture is being made; `damaged`: kept as a file that no picture could be made of. */
    state: z.enum(['processing', 'ready', 'damaged']),
    /** Why it is damaged: MC-DSC-… */
    code: z.string().max(20).optional(),
    bytes: z.number().int(),
    /** Degrees by which it was straightened. */
    skew: z.number(),
    /** Looks blank; the officer decides. */
    blank: z.boolean(),
    dropped: z.boolean(),
    /** As the officer turned it, on top of what the program did. */
    rotation: pageRotationSchema,
    /** Index into its dossier's papers; -1 for none. */
    paper: z.number().int().min(-1),
    role: z.enum(['content', 'cover', 'separator']),
    /** Dossier codes found on it. */
    codes: z.array(z.string()).readonly(),
    /** The officer's own cut. */
    cut: pageCutSchema.optional(),
  })
  .readonly();
export type ScanPage = z.infer<typeof scanPageSchema>;

/** What an officer should look at before a segment is attached. Those of `BLOCKING_ISSUES` leave it without a dossier. */
export const segmentIssueSchema = z.enum([
  'no-code', // không thấy mã
  'not-found', // mã của ta nhưng không có hồ sơ
  'foreign', // mã của nơi khác
  'conflict', // hai mã hồ sơ
  'other-dossier', // không phải hồ sơ đang quét
  'again', // hồ sơ này đã có ở phần trước
  'damaged', // có trang hỏng: chỗ ngăn có thể nằm ở đó
  'too-few', // ít trang hơn thành phần hồ sơ
  'too-many',
]);
export type SegmentIssue = z.infer<typeof segmentIssueSchema>;

/** Pages in a row that belong to one dossier. Its id is that of its first page. */
export const scanSegmentSchema = z
  .object({
    id: uuid7Schema,
    /** Page numbers, both included. */
    from: z.number().int(),
    to: z.number().int(),
    /** Pages that would be attached. */
    kept: z.number().int(),
    codes: z.array(z.string()).readonly(),
    dossier: z
      .object({
        id: uuid7Schema,
        code: z.string(),
        applicantName: z.string(),
        procedureShort: z.string(),
        /** Its papers with the pages still to be scanned. */
        papers: z.array(z.object({ name: z.string(), pages: z.number().int() }).readonly()).readonly(),
      })
      .readonly()
      .optional(),
    /** Who said which dossier it is. */
    by: z.enum(['code', 'officer', 'session']).optional(),
    issues: z.array(segmentIssueSchema).readonly(),
  })
  .readonly();
export type ScanSegment = z.infer<typeof scanSegmentSchema>;

/** `attaching`: begun and not known to be complete; attaching again goes on where it was. */
export const scanStateSchema = z.enum(['scanning', 'ended', 'attaching', 'attached', 'discarded']);

const headShape = {
  id: uuid7Schema,
  /** The dossier that the batch was begun for; missing for a stack of several. */
  dossierId: uuid7Schema.optional(),
  state: scanStateSchema,
  source: scanSourceSchema,
  /** Sheets of paper that the device says it fed. */
  sheets: z.number().int(),
  /** Pages that those sheets owe: two each in duplex. */
  sides: z.number().int(),
  startedAt: instantSchema,
  endedAt: instantSchema.optional(),
  code: z.string().max(20).optional(),
  segments: z.array(scanSegmentSchema).readonly(),
  /** Grows with every change. */
  revision: z.number().int(),
};

export const scanHeadSchema = z.object(headShape).readonly();
export type ScanHead = z.infer<typeof scanHeadSchema>;

export const scanSessionSchema = z.object({ ...headShape, pages: z.array(scanPageSchema).readonly() }).readonly();
export type ScanSession = z.infer<typeof scanSessionSchema>;

/** What changed since the revision `since`: the head as it is now, and only the pages that are new or different. */
export const scanChangeSchema = z
  .object({
    since: z.number().int(),
    head: scanHeadSchema,
    pages: z.array(scanPageSchema).readonly(),
  })
  .readonly();
export type ScanChange = z.infer<typeof scanChangeSchema>;

/** The batch after the change; undefined when a change before it was missed and the batch has to be asked for anew. */
export function applyScanChange(session: ScanSession, change: ScanChange): ScanSession | undefined {
  if (change.head.id !== session.id || change.since > session.revision) return undefined;
  if (change.head.revision <= session.revision) return session;
  const changed = new Map(change.pages.map((page) => [page.id, page]));
  const kept = session.pages.map((page) => changed.get(page.id) ?? page);
  const known = new Set(session.pages.map(({ id }) => id));
  const pages = [...kept, ...change.pages.filter(({ id }) => !known.has(id))].sort((a, b) => a.number - b.number);
  return { ...change.head, pages };
}

/** What the officer chose last on this PC. */
export const scanChoiceSchema = z
  .object({ source: scanSourceSchema, scannerId: z.string().max(80).optional() })
  .readonly();
export type ScanChoice = z.infer<typeof scanChoiceSchema>;

export const scanWaysSchema = z
  .object({
    choice: scanChoiceSchema,
    scanners: z.array(z.object({ id: z.string(), name: z.string() }).readonly()).readonly(),
  })
  .readonly();
export type ScanWays = z.infer<typeof scanWaysSchema>;
