import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../domain/dossier.ts';
import {
  pageBeside,
  readingOrder,
  reconcile,
  type ScanPage,
  stopsAtSheet,
  turned,
} from '../../../renderer/counter/scan/reconcile.ts';

const paper = (name: string, pages: number): Paper => ({ name, kind: 'original', pages, copies: 0 });
const page = (number: number, on: number, more: Partial<ScanPage> = {}): ScanPage => ({
  id: `page-${number}`,
  number,
  bytes: 1000,
  blank: false,
  dropped: false,
  rotation: 0,
  paper: on,
  ...more,
});
const PAPERS = [paper('Bằng', 1), paper('Bảng điểm', 2)];

describe('sheets = pages = papers', () => {
  test('match', () => {
    const rec = reconcile(PAPERS, { sheets: 3, pages: [page(1, 0), page(2, 1), page(3, 1)] });
    expect(rec).toMatchObject({ matches: true, sheets: 3, kept: 3, expected: 3 });
    expect(rec.papers.map(({ state }) => state)).toEqual(['full', 'full']);
  });
  test('a page short is said where it is short', () => {
    const rec = reconcile(PAPERS, { sheets: 2, pages: [page(1, 0), page(2, 1)] });
    expect(rec.matches).toBe(false);
    expect(rec.papers.map(({ state }) => state)).toEqual(['full', 'missing']);
  });
  test('a sheet that gave no page is no match, even when the papers are full', () => {
    expect(reconcile(PAPERS, { sheets: 4, pages: [page(1, 0), page(2, 1), page(3, 1)] })).toMatchObject({
      matches: false,
      sheetsMatch: false,
    });
  });
  test('a dropped page no longer counts for its paper, but stays stored', () => {
    const rec = reconcile(PAPERS, {
      sheets: 4,
      pages: [page(1, 0), page(2, 1), page(3, 1), page(4, 1, { dropped: true })],
    });
    expect(rec).toMatchObject({ matches: true, stored: 4, kept: 3, dropped: 1 });
  });
  test('a blank page is asked about until it is dropped', () => {
    const pages = [page(1, 0), page(2, 1), page(3, 1, { blank: true })];
    expect(reconcile(PAPERS, { sheets: 3, pages }).blanks.map(({ number }) => number)).toEqual([3]);
    expect(
      reconcile(PAPERS, { sheets: 3, pages: pages.map((each) => ({ ...each, dropped: each.blank })) }).blanks,
    ).toEqual([]);
  });
  test('a page on no paper is no match', () => {
    const rec = reconcile(PAPERS, { sheets: 3, pages: [page(1, 0), page(2, 1), page(3, -1)] });
    expect(rec.matches).toBe(false);
    expect(rec.papers.at(-1)).toMatchObject({ index: -1, kept: 1 });
  });
  test('too many pages on one paper', () => {
    expect(reconcile([paper('Bằng', 1)], { sheets: 2, pages: [page(1, 0), page(2, 0)] }).papers[0]?.state).toBe('over');
  });
  test('nothing scanned matches nothing', () => expect(reconcile([], { sheets: 0, pages: [] }).matches).toBe(false));
});

describe('moving among pages', () => {
  const pages = [page(1, 1), page(2, 0), page(3, -1)];
  test('goes by paper, then as fed, loose ones last', () =>
    expect(readingOrder(pages).map(({ number }) => number)).toEqual([2, 1, 3]));
  test('stops at the ends', () => {
    expect(pageBeside(pages, 'page-2', -1)?.id).toBe('page-2');
    expect(pageBeside(pages, 'page-2', 1)?.id).toBe('page-1');
    expect(pageBeside(pages, 'page-3', 1)?.id).toBe('page-3');
  });
});

test('turning goes round', () => {
  expect(turned(270, 90)).toBe(0);
  expect(turned(0, -90)).toBe(270);
});

test('an empty feeder is an end, a jam is a stop', () => {
  expect(stopsAtSheet('MC-DSC-01')).toBe(true);
  expect(stopsAtSheet('MC-DSC-02')).toBe(false);
  expect(stopsAtSheet(undefined)).toBe(false);
});
