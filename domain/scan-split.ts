/**
 * One stack of sheets, several dossiers: where one ends and the next begins. Two things cut: a separator sheet (tờ ngăn hồ
 * sơ) and a page that carries a dossier's code. Every segment is judged by its own pages alone: no code leaks onto the next,
 * none is guessed, and what is doubtful is left to the officer, whose cuts go before all others.
 */
import { z } from 'zod';
import { dossierCodeKey, dossierCodeSchema } from './dossier-code.ts';
import type { Uuid7 } from './ids.ts';
import { type PageSymbology, parsePageCode } from './page-code.ts';

/** More codes than this on one page are not looked at. */
const MAX_CODES = 32;

/** What a code on a page means for the stack. The secret of a receipt's QR is not kept. */
export const pageMarkSchema = z.discriminatedUnion('kind', [
  /** With a code it also names the dossier that follows. */
  z.object({ kind: z.literal('separator'), code: dossierCodeSchema.optional() }).readonly(),
  z.object({ kind: z.literal('dossier'), code: dossierCodeSchema }).readonly(),
]);
export type PageMark = z.infer<typeof pageMarkSchema>;

/** The officer's word on a page: a dossier begins here, or it does not whatever its code says. */
export const pageCutSchema = z.enum(['begin', 'join']);
export type PageCut = z.infer<typeof pageCutSchema>;

/** `cover`: carries its dossier's code, such as the office's copy of the receipt; it counts for none of the papers. */
export type PageRole = 'content' | 'cover' | 'separator';

export interface SplitPage {
  readonly id: Uuid7;
  /** Which sheet of the batch; in duplex two pages share one. */
  readonly sheet: number;
  readonly blank: boolean;
  readonly marks: readonly PageMark[];
  readonly cut?: PageCut | undefined;
}

/** Pages in a row, `from` up to but without `to` (places in the list that was given). */
export interface Segment {
  /** The page it begins with; stays the same while the cut does. */
  readonly first: Uuid7;
  readonly from: number;
  readonly to: number;
  /** Distinct dossier codes that claim it: none, one, or, where a page (or a separator and the page behind it) carries several, a conflict. */
  readonly codes: readonly string[];
  /** The code is the batch's own, not one that a page carries. */
  readonly assumed: boolean;
  readonly roles: readonly PageRole[];
}

/** The marks among the codes read on one page: each kind and each dossier once, in the order read; other codes mean nothing here. */
export function marksOf(
  codes: readonly { readonly text: string; readonly symbology: PageSymbology }[],
): readonly PageMark[] {
  const marks = new Map<string, PageMark>();
  for (const { text, symbology } of codes.slice(0, MAX_CODES)) {
    const content = parsePageCode(text, symbology);
    if (content?.kind === 'separator') marks.set(`separator ${content.key ?? ''}`, markOfSeparator(content.code));
    else if (content) marks.set(content.key, { kind: 'dossier', code: content.code });
  }
  return [...marks.values()];
}

const markOfSeparator = (code: string | undefined): PageMark =>
  code === undefined ? { kind: 'separator' } : { kind: 'separator', code };

/**
 * Cuts the pages, in the order they were fed, into segments: every page stands in exactly one, and the order is kept.
 * `own`: the code of the dossier that the batch was begun for; pages before any mark are taken to be its.
 */
export function splitPages(pages: readonly SplitPage[], own?: string): readonly Segment[] {
  const segments: Growing[] = [];
  let before: { readonly page: SplitPage; readonly role: PageRole } | undefined;
  pages.forEach((page, index) => {
    const role = roleOf(page, before);
    const last = segments.at(-1);
    if (last && !begins(page, role, last)) grow(last, page, role);
    else segments.push(grow(newSegment(page, index, index === 0 && role === 'content' ? own : undefined), page, role));
    before = { page, role };
  });
  return segments.map(({ ...segment }) => ({ ...segment, to: segment.from + segment.roles.length }));
}

interface Growing {
  readonly first: Uuid7;
  readonly from: number;
  readonly roles: PageRole[];
  readonly assumed: boolean;
  codes: readonly string[];
}

const newSegment = ({ id }: SplitPage, from: number, own: string | undefined): Growing => ({
  ...{ first: id, from, roles: [] },
  codes: own === undefined ? [] : [own],
  assumed: own !== undefined,
});

function grow(segment: Growing, page: SplitPage, role: PageRole): Growing {
  const isOpen = segment.codes.length === 0 || isFresh(segment);
  if (isOpen) segment.codes = union(segment.codes, codesOf(page));
  segment.roles.push(role);
  return segment;
}

/** Only separators so far: what comes next still belongs to it, and may name it. */
const isFresh = ({ roles }: Growing): boolean => roles.every((each) => each === 'separator');

/** The officer's word first. A code that the segment has already, or that names a segment still without a page, cuts nothing. */
function begins(page: SplitPage, role: PageRole, last: Growing): boolean {
  if (page.cut) return page.cut === 'begin';
  if (isFresh(last)) return false;
  if (role === 'separator') return page.marks.length > 0;
  const codes = codesOf(page);
  return codes.length > 0 && !sameCodes(codes, last.codes);
}

function roleOf(page: SplitPage, before: { readonly page: SplitPage; readonly role: PageRole } | undefined): PageRole {
  if (page.marks.some(({ kind }) => kind === 'separator')) return 'separator';
  if (page.marks.length > 0) return page.cut === 'join' ? 'content' : 'cover';
  const isItsBack = before?.role === 'separator' && before.page.sheet === page.sheet && page.blank;
  return isItsBack ? 'separator' : 'content';
}

/** A page that was joined by the officer claims nothing. */
function codesOf({ marks, cut }: SplitPage): readonly string[] {
  return cut === 'join' ? [] : marks.flatMap(({ code }) => (code === undefined ? [] : [code]));
}

const union = (some: readonly string[], more: readonly string[]): readonly string[] => [
  ...some,
  ...more.filter((code, index) => !hasCode(some, code) && !hasCode(more.slice(0, index), code)),
];
const sameCodes = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((code) => hasCode(others, code));
const hasCode = (codes: readonly string[], code: string): boolean =>
  codes.some((each) => dossierCodeKey(each) === dossierCodeKey(code));

/**
 * Which paper of the dossier each page falls to: in the order of the list, as many as each was said to have; -1 for the
 * rest, and for covers and separators. The officer's word on a page stands, and takes its place from the others.
 */
export function papersOfPages(
  papers: readonly { readonly pages: number }[],
  pages: readonly { readonly counts: boolean; readonly content: boolean; readonly paper?: number | undefined }[],
): readonly number[] {
  const room = papers.map((paper) => paper.pages);
  const take = (paper: number) => {
    const left = room[paper];
    if (left !== undefined) room[paper] = left - 1;
  };
  for (const { counts, paper } of pages) if (counts && paper !== undefined) take(paper);
  return pages.map(({ counts, content, paper }) => {
    if (paper !== undefined) return paper < papers.length ? paper : -1;
    const next = content ? room.findIndex((left) => left > 0) : -1;
    if (counts) take(next);
    return next;
  });
}
