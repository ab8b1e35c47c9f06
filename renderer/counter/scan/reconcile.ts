/** Sheets fed = pages kept = pages the dossier's papers should have: or say what differs. Pure. */
import type { Paper } from '../../../domain/dossier.ts';
import type { ScanSession } from '../../../domain/views.ts';

export type ScanPage = ScanSession['pages'][number];
export type PaperState = 'full' | 'missing' | 'none' | 'over';

export type PaperPages = {
  /** Index into the dossier's papers; -1 for pages assigned to none. */
  readonly index: number;
  readonly name: string;
  readonly expected: number;
  readonly pages: readonly ScanPage[];
  /** Pages that count: dropped ones do not. */
  readonly kept: number;
  readonly state: PaperState;
};

export type Reconciliation = {
  readonly sheets: number;
  /** Pages stored, dropped ones included: this must equal the sheets fed. */
  readonly stored: number;
  readonly kept: number;
  readonly dropped: number;
  readonly expected: number;
  readonly papers: readonly PaperPages[];
  readonly sheetsMatch: boolean;
  readonly matches: boolean;
  /** Blank-looking pages still to be judged are those kept. */
  readonly blanks: readonly ScanPage[];
};

const stateOf = (kept: number, expected: number): PaperState => {
  if (kept === expected) return 'full';
  if (kept === 0) return 'none';
  return kept < expected ? 'missing' : 'over';
};

const paperPages = (index: number, name: string, expected: number, all: readonly ScanPage[]): PaperPages => {
  const pages = all.filter((page) => page.paper === index);
  const kept = pages.filter((page) => !page.dropped).length;
  return { index, name, expected, pages, kept, state: stateOf(kept, expected) };
};

export const reconcile = (papers: readonly Paper[], session: Pick<ScanSession, 'sheets' | 'pages'>): Reconciliation => {
  const { pages, sheets } = session;
  const groups = papers.map((paper, index) => paperPages(index, paper.name, paper.pages, pages));
  const loose = paperPages(-1, '', 0, pages);
  const dropped = pages.filter((page) => page.dropped).length;
  const sheetsMatch = sheets === pages.length;
  const kept = pages.length - dropped;
  return {
    sheets,
    stored: pages.length,
    kept,
    dropped,
    expected: groups.reduce((sum, group) => sum + group.expected, 0),
    papers: [...groups, loose].filter((group) => group.expected > 0 || group.pages.length > 0),
    sheetsMatch,
    matches: sheetsMatch && kept > 0 && loose.kept === 0 && groups.every((group) => group.state === 'full'),
    blanks: pages.filter((page) => page.blank && !page.dropped),
  };
};

/** The page before or after in reading order. */
export const pageBeside = (pages: readonly ScanPage[], id: string | undefined, by: 1 | -1): ScanPage | undefined => {
  const ordered = readingOrder(pages);
  const at = ordered.findIndex((page) => page.id === id);
  return ordered[Math.max(0, Math.min(ordered.length - 1, at + by))];
};

/** As the strip shows them: by paper, then as they were fed; loose ones last. */
export const readingOrder = (pages: readonly ScanPage[]): readonly ScanPage[] => {
  const place = (page: ScanPage) => (page.paper < 0 ? Number.MAX_SAFE_INTEGER : page.paper);
  return [...pages].sort((a, b) => place(a) - place(b) || a.number - b.number);
};

export const turned = (rotation: ScanPage['rotation'], by: 90 | -90): ScanPage['rotation'] => {
  const next = (rotation + by + 360) % 360;
  return next === 90 || next === 180 || next === 270 ? next : 0;
};

/** Whether a batch stopped at a sheet that has to go through again: a jam, a cover, a scanner gone silent, a damaged page. */
export const stopsAtSheet = (code: string | undefined): boolean => code !== undefined && /^MC-DSC-0[13456]$/.test(code);

/** The next paper before or after that still has a place in the strip; the same one at the ends. */
export const paperBeside = (rec: Pick<Reconciliation, 'papers'>, paper: number, by: 1 | -1): number => {
  const shown = rec.papers.map(({ index }) => index).filter((index) => index >= 0);
  const beyond = by === 1 ? shown.find((index) => index > paper) : shown.findLast((index) => index < paper);
  return beyond ?? paper;
};
