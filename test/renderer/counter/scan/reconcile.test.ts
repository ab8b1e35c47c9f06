import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../../domain/dossier.ts';
import {
  COVERS,
  nextSheet,
  pageBeside,
  readingOrder,
  reconcile,
  type ScanPage,
  stopsAtSheet,
  turned,
} from '../../../../renderer/counter/scan/reconcile.ts';

const paper = (name: string, pages: number): Paper => ({ name, kind: 'original', pages, copies: 0 });
const page = (number: number, on: number, more: Partial<ScanPage> = {}): ScanPage => ({
  id: `page-${number}`,
  number,
  state: 'ready',
  bytes: 1000,
  skew: 0,
  blank: false,
  dropped: false,
  rotation: 0,
  paper: on,
  role: 'content',
  codes: [],
  ...more,
});
/** One side a sheet, all of the batch's own dossier. */
const batch = (sheets: number, pages: readonly ScanPage[]) => ({ sheets, sides: sheets, pages, segments: [] });
const PAPERS = [paper('Bằng', 1), paper('Bảng điểm', 2)];

describe('sheets = pages = papers', () => {
  test('match', () => {
    const rec = reconcile(PAPERS, batch(3, [page(1, 0), page(2, 1), page(3, 1)]));
    expect(rec).toMatchObject({ matches: true, sheets: 3, kept: 3, expected: 3 });
    expect(rec.papers.map(({ state }) => state)).toEqual(['full', 'full']);
  });
  test('a page short is said where it is short', () => {
    const rec = reconcile(PAPERS, batch(2, [page(1, 0), page(2, 1)]));
    expect(rec.matches).toBe(false);
    expect(rec.papers.map(({ state }) => state)).toEqual(['full', 'missing']);
  });
  test('a sheet that gave no page is no match, even when the papers are full', () => {
    expect(reconcile(PAPERS, batch(4, [page(1, 0), page(2, 1), page(3, 1)]))).toMatchObject({
      matches: false,
      sidesMatch: false,
    });
  });
  test('a dropped page no longer counts for its paper, but stays stored', () => {
    const rec = reconcile(PAPERS, batch(4, [page(1, 0), page(2, 1), page(3, 1), page(4, 1, { dropped: true })]));
    expect(rec).toMatchObject({ matches: true, stored: 4, kept: 3, dropped: 1 });
  });
  test('a blank page is asked about until it is dropped', () => {
    const pages = [page(1, 0), page(2, 1), page(3, 1, { blank: true })];
    expect(reconcile(PAPERS, batch(3, pages)).blanks.map(({ number }) => number)).toEqual([3]);
    expect(
      reconcile(
        PAPERS,
        batch(
          3,
          pages.map((each) => ({ ...each, dropped: each.blank })),
        ),
      ).blanks,
    ).toEqual([]);
  });
  test('a page on no paper is no match', () => {
    const rec = reconcile(PAPERS, batch(3, [page(1, 0), page(2, 1), page(3, -1)]));
    expect(rec.matches).toBe(false);
    expect(rec.papers.at(-1)).toMatchObject({ index: -1, kept: 1 });
  });
  test('too many pages on one paper', () => {
    expect(reconcile([paper('Bằng', 1)], batch(2, [page(1, 0), page(2, 0)])).papers[0]?.state).toBe('over');
  });
  test('in duplex a sheet owes two pages', () => {
    const two = [page(1, 0), page(2, 1)];
    expect(reconcile(PAPERS, { ...batch(2, [...two, page(3, 1), page(4, 1)]), sides: 4 }).sidesMatch).toBe(true);
    expect(reconcile(PAPERS, { ...batch(2, [...two, page(3, 1)]), sides: 4 }).matches).toBe(false);
  });
  test('a damaged page counts for no paper and is no match, until it is dropped', () => {
    const pages = [page(1, 0), page(2, 1), page(3, 1), page(4, 1, { state: 'damaged' })];
    expect(reconcile(PAPERS, batch(4, pages))).toMatchObject({ matches: false, kept: 3, attached: 3 });
    const dropped = pages.map((each) => ({ ...each, dropped: each.state === 'damaged' }));
    expect(reconcile(PAPERS, batch(4, dropped)).matches).toBe(true);
  });
  test('a page whose picture is still being made is no match yet', () => {
    const pages = [page(1, 0), page(2, 1), page(3, 1, { state: 'processing' })];
    expect(reconcile(PAPERS, batch(3, pages))).toMatchObject({ matches: false, kept: 3 });
  });
  test('the receipt in front counts for none of the papers, and is attached; a separator is not', () => {
    const pages = [
      page(1, -1, { role: 'separator' }),
      page(2, -1, { role: 'cover' }),
      page(3, 0),
      page(4, 1),
      page(5, 1),
    ];
    const rec = reconcile(PAPERS, batch(5, pages));
    expect(rec).toMatchObject({ matches: true, kept: 3, attached: 4 });
    expect(rec.papers[0]).toMatchObject({ index: COVERS, kept: 2 });
  });
  test('papers of another dossier in the stack are no match', () => {
    const pages = [page(1, 0), page(2, 1), page(3, 1)];
    const segments = [{ issues: [] }, { issues: ['other-dossier' as const] }];
    expect(reconcile(PAPERS, { ...batch(3, pages), segments })).toMatchObject({ matches: false, strangers: 1 });
  });
  test('nothing scanned matches nothing', () => expect(reconcile([], batch(0, [])).matches).toBe(false));
});

describe('moving among pages', () => {
  const pages = [page(1, 1), page(2, 0), page(3, -1)];
  test('goes by paper, then as fed, loose ones last', () =>
    expect(readingOrder(pages).map(({ number }) => number)).toEqual([2, 1, 3]));
  test('stops at the ends', () => {
    expect(pageBeside(readingOrder(pages), 'page-2', -1)?.id).toBe('page-2');
    expect(pageBeside(readingOrder(pages), 'page-2', 1)?.id).toBe('page-1');
    expect(pageBeside(readingOrder(pages), 'page-3', 1)?.id).toBe('page-3');
  });
});

test('turning goes round', () => {
  expect(turned(270, 90)).toBe(0);
  expect(turned(0, -90)).toBe(270);
});

test('a sheet whose back did not come goes in again', () => {
  const pages = [page(1, 0), page(2, 0), page(3, 0)];
  expect(nextSheet({ pages, source: 'duplex' })).toBe(2);
  expect(nextSheet({ pages, source: 'feeder' })).toBe(4);
});

test('an empty feeder is an end, a jam is a stop', () => {
  expect(stopsAtSheet('MC-DSC-01')).toBe(true);
  expect(stopsAtSheet('MC-DSC-02')).toBe(false);
  expect(stopsAtSheet('MC-DSC-09')).toBe(true);
  expect(stopsAtSheet(undefined)).toBe(false);
});
