/** What is known of a batch: a line for each thing that happened, and what those lines add up to. Pure; the file is scan-sessions-log.ts. */
import { z } from 'zod';
import { assertNever } from '../../domain/assert-never.ts';
import { type Instant, instantSchema, type Uuid7, uuid7Schema } from '../../domain/ids.ts';
import {
  MAX_PAPER_INDEX,
  pageRotationSchema,
  type ScanSession,
  type ScanSource,
  scanSourceSchema,
} from '../../domain/scan-session.ts';
import { pageCutSchema, pageMarkSchema } from '../../domain/scan-split.ts';

const place = z.number().int().min(1);
const side = z.number().int().min(1).max(20_000);
const fileName = z.string().regex(/^[0-9A-Za-z.-]{1,120}$/);

const takenSchema = z
  .object({ id: uuid7Schema, number: place, sheet: place, dpi: z.number().int(), raw: fileName })
  .readonly();
export type TakenPage = z.infer<typeof takenSchema>;

const pictureSchema = z
  .object({
    file: fileName,
    format: z.enum(['jpeg', 'png']),
    bytes: z.number().int(),
    widthPx: side,
    heightPx: side,
    dpi: z.number().positive(),
    blank: z.boolean(),
    turned: pageRotationSchema,
    skew: z.number(),
    marks: z.array(pageMarkSchema).readonly(),
  })
  .readonly();
export type Picture = z.infer<typeof pictureSchema>;

/** An officer's word on a page; null takes an earlier one back. `dossierId`: whose the segment is that begins here. */
export const pageChangeSchema = z
  .object({
    dropped: z.boolean().optional(),
    rotation: pageRotationSchema.optional(),
    paper: z.number().int().min(-1).max(MAX_PAPER_INDEX).nullable().optional(),
    cut: pageCutSchema.nullable().optional(),
    dossierId: uuid7Schema.nullable().optional(),
  })
  .readonly();
export type PageChange = z.infer<typeof pageChangeSchema>;

export const scanEntrySchema = z.discriminatedUnion('what', [
  z
    .object({ what: z.literal('begun'), id: uuid7Schema, at: instantSchema, dossierId: uuid7Schema.optional() })
    .readonly(),
  z.object({ what: z.literal('feeding'), at: instantSchema, source: scanSourceSchema }).readonly(),
  z.object({ what: z.literal('taken'), page: takenSchema, replaces: uuid7Schema.optional() }).readonly(),
  z.object({ what: z.literal('ready'), id: uuid7Schema, picture: pictureSchema }).readonly(),
  z.object({ what: z.literal('damaged'), id: uuid7Schema, code: z.string().max(20) }).readonly(),
  z.object({ what: z.literal('changed'), id: uuid7Schema, change: pageChangeSchema }).readonly(),
  z
    .object({
      what: z.literal('ended'),
      at: instantSchema,
      sheets: z.number().int().min(0),
      sides: z.number().int().min(0),
      code: z.string().max(20).optional(),
    })
    .readonly(),
  z.object({ what: z.literal('attaching'), at: instantSchema }).readonly(),
  z.object({ what: z.literal('attached'), at: instantSchema }).readonly(),
  z.object({ what: z.literal('discarded'), at: instantSchema }).readonly(),
]);
export type ScanEntry = z.infer<typeof scanEntrySchema>;

export interface PageFacts extends TakenPage {
  readonly picture?: Picture;
  /** Why no picture could be made. */
  readonly code?: string;
  readonly dropped: boolean;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly paper?: number | undefined;
  readonly cut?: 'begin' | 'join' | undefined;
  readonly dossierId?: Uuid7 | undefined;
}

/** Grows in place: a batch of 500 pages must not be copied for each of them. */
export interface ScanFacts {
  readonly id: Uuid7;
  readonly dossierId: Uuid7 | undefined;
  readonly startedAt: Instant;
  readonly pages: Map<Uuid7, PageFacts>;
  state: ScanSession['state'];
  source: ScanSource;
  /** Of the runs that have ended. */
  sheets: number;
  sides: number;
  /** Pages taken in the run that is on. */
  runSides: number;
  lastNumber: number;
  lastSheet: number;
  endedAt: Instant | undefined;
  code: string | undefined;
  revision: number;
}

export const newFacts = (id: Uuid7, startedAt: Instant, dossierId: Uuid7 | undefined): ScanFacts => ({
  ...{ id, dossierId, startedAt, pages: new Map(), state: 'ended', source: 'feeder' },
  ...{ sheets: 0, sides: 0, runSides: 0, lastNumber: 0, lastSheet: 0, endedAt: undefined, code: undefined },
  revision: 0,
});

/** Pages in the order they were fed; one that was scanned again stands where the bad one stood. */
export const pagesInOrder = ({ pages }: Pick<ScanFacts, 'pages'>): readonly PageFacts[] =>
  [...pages.values()].sort((a, b) => a.number - b.number);

export const isPending = ({ picture, code }: PageFacts): boolean => picture === undefined && code === undefined;

/** Adds one thing that happened. Lines about pages that are not there change nothing. */
export function addEntry(facts: ScanFacts, entry: ScanEntry): void {
  facts.revision += 1;
  switch (entry.what) {
    case 'begun':
      break;
    case 'feeding':
      feed(facts, entry.source);
      break;
    case 'taken':
      take(facts, entry.page, entry.replaces);
      break;
    case 'ready':
      alter(facts, entry.id, { picture: entry.picture });
      break;
    case 'damaged':
      alter(facts, entry.id, { code: entry.code });
      break;
    case 'changed':
      alter(facts, entry.id, worded(entry.change));
      break;
    case 'ended':
      end(facts, entry);
      break;
    case 'attaching':
    case 'attached':
    case 'discarded':
      facts.state = entry.what;
      break;
    default:
      assertNever(entry);
  }
}

function feed(facts: ScanFacts, source: ScanSource): void {
  facts.state = 'scanning';
  facts.source = source;
  facts.runSides = 0;
  facts.code = undefined;
}

function take(facts: ScanFacts, page: TakenPage, replaces: Uuid7 | undefined): void {
  if (replaces !== undefined) alter(facts, replaces, { dropped: true });
  facts.pages.set(page.id, { ...page, dropped: false, rotation: 0 });
  facts.runSides += 1;
  facts.lastNumber = Math.max(facts.lastNumber, page.number);
  facts.lastSheet = Math.max(facts.lastSheet, page.sheet);
}

function end(facts: ScanFacts, { at, sheets, sides, code }: Extract<ScanEntry, { what: 'ended' }>): void {
  facts.state = 'ended';
  facts.sheets += sheets;
  facts.sides += sides;
  facts.runSides = 0;
  facts.endedAt = at;
  facts.code = code;
}

function alter(facts: ScanFacts, id: Uuid7, change: Partial<PageFacts>): void {
  const page = facts.pages.get(id);
  if (page) facts.pages.set(id, { ...page, ...change });
}

const worded = ({ paper, cut, dossierId, ...rest }: PageChange): Partial<PageFacts> => ({
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  ...(paper !== undefined && { paper: paper ?? undefined }),
  ...(cut !== undefined && { cut: cut ?? undefined }),
  ...(dossierId !== undefined && { dossierId: dossierId ?? undefined }),
});
