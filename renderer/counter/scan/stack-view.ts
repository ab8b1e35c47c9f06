/** A stack of several dossiers as it is shown: whose pages are whose, and what still keeps it from being attached. Pure. */
import type { ScanPage, ScanSegment, ScanSession, SegmentIssue } from '../../../domain/scan-session.ts';

type Stack = Pick<ScanSession, 'pages' | 'segments'>;

/** Issues that leave a segment without a dossier; the others are only said. */
const SERIOUS: readonly SegmentIssue[] = ['no-code', 'not-found', 'foreign', 'conflict', 'damaged'];

export const pagesOfSegment = ({ pages }: Pick<Stack, 'pages'>, { from, to }: ScanSegment): readonly ScanPage[] =>
  pages.filter(({ number }) => number >= from && number <= to);

export const segmentOfPage = (
  { segments }: Pick<Stack, 'segments'>,
  page: Pick<ScanPage, 'number'> | undefined,
): ScanSegment | undefined => page && segments.find(({ from, to }) => page.number >= from && page.number <= to);

/** The segment before or after; the same one at the ends. */
export const segmentBeside = (
  { segments }: Pick<Stack, 'segments'>,
  id: string | undefined,
  by: 1 | -1,
): ScanSegment | undefined => {
  const at = segments.findIndex((segment) => segment.id === id);
  return segments[Math.max(0, Math.min(segments.length - 1, at + by))];
};

/** Pages of this segment go nowhere as long as nobody says whose they are. */
export const isUnresolved = ({ dossier, kept }: ScanSegment): boolean => dossier === undefined && kept > 0;
export const isSerious = (issue: SegmentIssue): boolean => SERIOUS.includes(issue);

export type StackSummary = {
  readonly dossiers: number;
  readonly pages: number;
  readonly unresolved: readonly ScanSegment[];
  readonly damaged: readonly ScanPage[];
  readonly processing: readonly ScanPage[];
  readonly blanks: readonly ScanPage[];
  readonly isReady: boolean;
};

export const summarise = ({ pages, segments }: Stack): StackSummary => {
  const going = segments.filter(({ dossier, kept }) => dossier !== undefined && kept > 0);
  const unresolved = segments.filter(isUnresolved);
  const damaged = pages.filter(({ state, dropped }) => state === 'damaged' && !dropped);
  const processing = pages.filter(({ state }) => state === 'processing');
  return {
    dossiers: new Set(going.map(({ dossier }) => dossier?.id)).size,
    pages: going.reduce((sum, { kept }) => sum + kept, 0),
    ...{ unresolved, damaged, processing },
    blanks: pages.filter(({ blank, dropped, role }) => blank && !dropped && role !== 'separator'),
    isReady: going.length > 0 && unresolved.length === 0 && damaged.length === 0 && processing.length === 0,
  };
};

/** What splits at this page, if anything can: it begins no segment yet. */
export const splitAt = (stack: Pick<Stack, 'segments'>, page: ScanPage | undefined): ScanPage | undefined =>
  page && segmentOfPage(stack, page)?.id !== page.id ? page : undefined;

/** The page whose cut is taken away when its segment is joined to the one before; none for the first segment. */
export const joinAt = (stack: Stack, page: ScanPage | undefined): ScanPage | undefined => {
  const segment = segmentOfPage(stack, page);
  if (!segment || segment.id === stack.segments[0]?.id) return undefined;
  return stack.pages.find(({ id }) => id === segment.id);
};
