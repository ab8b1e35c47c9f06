/** From the facts of a batch to what the counter sees: where the dossiers begin, whose they are, and what is doubtful. */
import type { Uuid7 } from '../../domain/ids.ts';
import { pagesLeft } from '../../domain/pages-left.ts';
import type { ScanHead, ScanPage, ScanSegment, ScanSession, SegmentIssue } from '../../domain/scan-session.ts';
import { papersOfPages, type Segment, splitPages } from '../../domain/scan-split.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import type { OfficeStore, StoredDossier } from '../../offline-store/contract.ts';
import type { Catalogue } from '../catalogue.ts';
import { isForeign } from './public-status.ts';
import { isPending, type PageFacts, pagesInOrder, type ScanFacts } from './scan-sessions-facts.ts';

export interface ViewParts {
  readonly store: OfficeStore;
  readonly catalogue: Catalogue;
  readonly config: StationConfig;
}

/** A segment with its pages and the dossier it was found to be of. */
interface Found {
  readonly segment: Segment;
  readonly pages: readonly PageFacts[];
  readonly dossier: StoredDossier | undefined;
  readonly by: ScanSegment['by'];
  readonly issues: readonly SegmentIssue[];
}

/** A page with its place: which dossier, which of its papers. */
export interface PlacedPage {
  readonly facts: PageFacts;
  readonly role: ScanPage['role'];
  readonly dossier: StoredDossier | undefined;
  readonly paper: number;
}

export interface ScanLook {
  readonly session: ScanSession;
  readonly placed: readonly PlacedPage[];
}

export const isKept = ({ dropped, code }: PageFacts): boolean => !dropped && code === undefined;

export function lookAt(parts: ViewParts, facts: ScanFacts): ScanLook {
  const pages = pagesInOrder(facts);
  const found = findDossiers(parts, facts, pages);
  const papers = new Map<Uuid7, ScanSegment['dossier']>();
  for (const { dossier } of found)
    if (dossier && !papers.has(dossier.received.id)) papers.set(dossier.received.id, dossierView(parts, dossier));
  const placed = placePages(found, papers);
  const head = { ...headOf(facts), segments: found.map((one) => segmentView(one, placed, papers)) };
  return { session: { ...head, pages: placed.map(pageView) }, placed };
}

function headOf(facts: ScanFacts): Omit<ScanHead, 'segments'> {
  const { id, dossierId, state, source, startedAt, endedAt, code, revision, runSides } = facts;
  const running = state === 'scanning' ? runSides : 0;
  const sheets = facts.sheets + (source === 'duplex' ? Math.ceil(running / 2) : running);
  return {
    ...{ id, dossierId, state, source, startedAt, endedAt, code, revision },
    sheets,
    sides: facts.sides + running,
  };
}

function findDossiers(parts: ViewParts, facts: ScanFacts, pages: readonly PageFacts[]): readonly Found[] {
  const own = facts.dossierId === undefined ? undefined : parts.store.dossiers.get(facts.dossierId);
  const split = splitPages(
    pages.map(({ id, sheet, cut, picture }) => ({
      ...{ id, sheet, cut },
      blank: picture?.blank ?? false,
      marks: picture?.marks ?? [],
    })),
    own?.received.code,
  );
  const seen = new Set<Uuid7>();
  return split.map((segment): Found => {
    const mine = pages.slice(segment.from, segment.to);
    const { dossier, by, issue } = whose(parts, segment, mine[0], own);
    const issues = issuesOf(issue, dossier, own, mine, seen);
    if (dossier) seen.add(dossier.received.id);
    return { segment, pages: mine, dossier, by, issues };
  });
}

interface Whose {
  readonly dossier?: StoredDossier | undefined;
  readonly by?: ScanSegment['by'];
  readonly issue?: SegmentIssue | undefined;
}

/** The officer's word, else the one code it carries; never a guess. */
function whose(
  parts: ViewParts,
  { codes, assumed }: Segment,
  first: PageFacts | undefined,
  own: StoredDossier | undefined,
): Whose {
  const said = first?.dossierId === undefined ? undefined : parts.store.dossiers.get(first.dossierId);
  if (said) return { dossier: said, by: 'officer' };
  if (assumed) return { dossier: own, by: 'session' };
  const [code, ...more] = codes;
  if (code === undefined) return { issue: 'no-code' };
  if (more.length > 0) return { issue: 'conflict' };
  const dossier = parts.store.dossiers.byCode(code);
  if (dossier) return { dossier, by: 'code' };
  return { issue: isForeign(parts, code) ? 'foreign' : 'not-found' };
}

function issuesOf(
  issue: SegmentIssue | undefined,
  dossier: StoredDossier | undefined,
  own: StoredDossier | undefined,
  pages: readonly PageFacts[],
  seen: ReadonlySet<Uuid7>,
): readonly SegmentIssue[] {
  const isAnother = own !== undefined && dossier !== undefined && dossier.received.id !== own.received.id;
  return [
    ...(issue ? [issue] : []),
    ...(isAnother ? (['other-dossier'] as const) : []),
    ...(dossier && seen.has(dossier.received.id) ? (['again'] as const) : []),
    ...(pages.some(({ code, dropped }) => code !== undefined && !dropped) ? (['damaged'] as const) : []),
  ];
}

function dossierView(parts: ViewParts, { received }: StoredDossier): NonNullable<ScanSegment['dossier']> {
  const left = pagesLeft(received.papers, parts.store.dossiers.documents(received.id));
  const procedure = parts.catalogue.ofDossier(received)?.procedure;
  return {
    id: received.id,
    code: received.code,
    applicantName: received.applicant.name,
    procedureShort: procedure?.shortName ?? procedure?.name ?? received.procedureCode,
    papers: left.map(({ name, pages }) => ({ name, pages })),
  };
}

/** Pages of one dossier fall to its papers together, also when they came in two segments. */
function placePages(
  found: readonly Found[],
  dossiers: ReadonlyMap<Uuid7, ScanSegment['dossier']>,
): readonly PlacedPage[] {
  const all = found.flatMap(({ segment, pages, dossier }) =>
    pages.map((facts, index) => ({ facts, dossier, role: segment.roles[index] ?? ('content' as const) })),
  );
  const papers = new Map<Uuid7, number>();
  for (const [id, dossier] of dossiers) {
    const mine = all.filter((page) => page.dossier?.received.id === id);
    const places = papersOfPages(
      dossier?.papers ?? [],
      mine.map(({ facts, role }) => ({ counts: isKept(facts), content: role === 'content', paper: facts.paper })),
    );
    mine.forEach(({ facts }, index) => {
      papers.set(facts.id, places[index] ?? -1);
    });
  }
  return all.map((page) => ({ ...page, paper: papers.get(page.facts.id) ?? -1 }));
}

function segmentView(
  { segment, pages, dossier, by, issues }: Found,
  placed: readonly PlacedPage[],
  dossiers: ReadonlyMap<Uuid7, ScanSegment['dossier']>,
): ScanSegment {
  const kept = placed.slice(segment.from, segment.to).filter(isAttachable).length;
  const view = dossier && dossiers.get(dossier.received.id);
  return {
    id: segment.first,
    from: pages[0]?.number ?? 0,
    to: pages.at(-1)?.number ?? 0,
    kept,
    codes: segment.assumed ? [] : segment.codes,
    dossier: view,
    by,
    issues: [...issues, ...amount(dossier, view, placed)],
  };
}

/** Kept, and a paper rather than a separator. */
export const isAttachable = ({ facts, role }: PlacedPage): boolean => isKept(facts) && role !== 'separator';

/** Whether a dossier's pages are as many as its papers have. */
function amount(
  dossier: StoredDossier | undefined,
  view: ScanSegment['dossier'],
  placed: readonly PlacedPage[],
): readonly SegmentIssue[] {
  if (!dossier || !view) return [];
  const expected = view.papers.reduce((sum, { pages }) => sum + pages, 0);
  const have = placed.filter(
    (page) => page.role === 'content' && isKept(page.facts) && page.dossier?.received.id === dossier.received.id,
  ).length;
  if (have === expected) return [];
  return [have < expected ? 'too-few' : 'too-many'];
}

function pageView({ facts, role, paper }: PlacedPage): ScanPage {
  const { id, number, picture, code, dropped, rotation, cut } = facts;
  return {
    ...{ id, number, code, dropped, rotation, cut, role, paper },
    state: code !== undefined ? 'damaged' : isPending(facts) ? 'processing' : 'ready',
    bytes: picture?.bytes ?? 0,
    skew: picture?.skew ?? 0,
    blank: picture?.blank ?? false,
    codes: (picture?.marks ?? []).flatMap((mark) => (mark.code === undefined ? [] : [mark.code])),
  };
}
