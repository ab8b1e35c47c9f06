/** Sheets fed = pages kept = pages the dossier's papers should have: or say what differs. Pure. */
import type { Paper } from '../../../domain/dossier.ts';
import type { ScanPage, ScanSession, SegmentIssue } from '../../../domain/scan-session.ts';

export type { ScanPage } from '../../../domain/scan-session.ts';
export type PaperState = 'full' | 'missing' | 'none' | 'over';

/** Pages of no paper, and pages that are none: the dossier's own receipt, separator sheets. */
export const LOOSE = -1;
export const COVERS = -2;

export type PaperPages = {
  /** Index into the dossier's papers; LOOSE or COVERS for the rest. */
  readonly index: number;
  readonly name: string;
  readonly expected: number;
  readonly pages: readonly ScanPage[];
  /** Pages that count: dropped and damaged ones do not. */
  readonly kept: number;
  readonly state: PaperState;
};

export type Reconciliation = {
  readonly sheets: number;
  /** Pages that the sheets owe: two each in duplex. */
  readonly sides: number;
  /** Pages stored, dropped and damaged ones included: this must equal the sides fed. */
  readonly stored: number;
  readonly kept: number;
  /** Pages that would be attached: those kept, and covers. */
  readonly attached: number;
  readonly dropped: number;
  readonly expected: number;
  readonly papers: readonly PaperPages[];
  readonly sidesMatch: boolean;
  readonly matches: boolean;
  /** Blank-looking pages still to be judged are those kept. */
  readonly blanks: readonly ScanPage[];
  readonly damaged: readonly ScanPage[];
  readonly processing: readonly ScanPage[];
  /** Parts of the batch that seem to be of another dossier. */
  readonly strangers: number;
};

type Batch = Pick<ScanSession, 'sheets' | 'sides' | 'pages'> & {
  readonly segments: readonly { readonly issues: readonly SegmentIssue[] }[];
};

const STRANGE: readonly SegmentIssue[] = ['other-dossier', 'foreign', 'not-found', 'conflict', 'no-code'];

const stateOf = (kept: number, expected: number): PaperState => {
  if (kept === expected) return 'full';
  if (kept === 0) return 'none';
  return kept < expected ? 'missing' : 'over';
};

const isKept = (page: ScanPage): boolean => !page.dropped && page.state !== 'damaged';
const placeOf = ({ role, paper }: ScanPage): number => (role === 'content' || paper >= 0 ? paper : COVERS);

const paperPages = (index: number, name: string, expected: number, all: readonly ScanPage[]): PaperPages => {
  const pages = all.filter((page) => placeOf(page) === index);
  const kept = pages.filter(isKept).length;
  return { index, name, expected, pages, kept, state: stateOf(kept, expected) };
};

export const reconcile = (papers: readonly Pick<Paper, 'name' | 'pages'>[], batch: Batch): Reconciliation => {
  const { pages, sheets, sides } = batch;
  const groups = papers.map((paper, index) => paperPages(index, paper.name, paper.pages, pages));
  const covers = paperPages(COVERS, '', 0, pages);
  const loose = paperPages(LOOSE, '', 0, pages);
  const sidesMatch = sides === pages.length;
  const kept = pages.filter((page) => isKept(page) && placeOf(page) !== COVERS).length;
  const damaged = pages.filter((page) => page.state === 'damaged' && !page.dropped);
  const processing = pages.filter((page) => page.state === 'processing');
  const strangers = batch.segments.filter(({ issues }) => issues.some((issue) => STRANGE.includes(issue))).length;
  const isWhole = damaged.length === 0 && processing.length === 0 && strangers === 0;
  return {
    ...{ sheets, sides, kept, sidesMatch, damaged, processing, strangers },
    stored: pages.length,
    attached: pages.filter((page) => isKept(page) && page.role !== 'separator').length,
    dropped: pages.filter((page) => page.dropped).length,
    expected: groups.reduce((sum, group) => sum + group.expected, 0),
    papers: [covers, ...groups, loose].filter((group) => group.expected > 0 || group.pages.length > 0),
    matches: sidesMatch && isWhole && kept > 0 && loose.kept === 0 && groups.every((group) => group.state === 'full'),
    blanks: pages.filter((page) => page.blank && !page.dropped && page.role !== 'separator'),
  };
};

/** The page before or after in reading order. */
export const pageBeside = (pages: readonly ScanPage[], id: string | undefined, by: 1 | -1): ScanPage | undefined => {
  const at = pages.findIndex((page) => page.id === id);
  return pages[Math.max(0, Math.min(pages.length - 1, at + by))];
};

/** As the strip shows them: covers first, then by paper as they were fed, loose ones last. */
export const readingOrder = (pages: readonly ScanPage[]): readonly ScanPage[] => {
  const place = (page: ScanPage) => (placeOf(page) === LOOSE ? Number.MAX_SAFE_INTEGER : placeOf(page));
  return [...pages].sort((a, b) => place(a) - place(b) || a.number - b.number);
};

export const turned = (rotation: ScanPage['rotation'], by: 90 | -90): ScanPage['rotation'] => {
  const next = (rotation + by + 360) % 360;
  return next === 90 || next === 180 || next === 270 ? next : 0;
};

/** Whether a batch stopped at a sheet that has to go through again: a jam, a cover, a scanner gone silent, a damaged page, two at once. */
export const stopsAtSheet = (code: string | undefined): boolean =>
  code !== undefined && /^MC-DSC-0[134569]$/.test(code);

/** The sheet that goes in next: in duplex one whose back is missing goes in again. */
export const nextSheet = ({ pages, source }: Pick<ScanSession, 'pages' | 'source'>): number =>
  Math.floor(pages.length / (source === 'duplex' ? 2 : 1)) + 1;

/** The next paper before or after that still has a place in the strip; the same one at the ends. */
export const paperBeside = (rec: Pick<Reconciliation, 'papers'>, paper: number, by: 1 | -1): number => {
  const shown = rec.papers.map(({ index }) => index).filter((index) => index >= 0);
  const beyond = by === 1 ? shown.find((index) => index > paper) : shown.findLast((index) => index < paper);
  return beyond ?? paper;
};
