import { describe, expect, test } from 'vitest';
import type { ScanPage, ScanSegment } from '../../../../domain/scan-session.ts';
import {
  isUnresolved,
  joinAt,
  pagesOfSegment,
  segmentBeside,
  segmentOfPage,
  splitAt,
  summarise,
} from '../../../../renderer/counter/scan/stack-view.ts';

const page = (number: number, more: Partial<ScanPage> = {}): ScanPage => ({
  ...{ id: `page-${number}`, number, state: 'ready', bytes: 1000, skew: 0, blank: false, dropped: false },
  ...{ rotation: 0, paper: 0, role: 'content', codes: [] },
  ...more,
});
const dossier = (id: string) => ({
  id,
  code: `H57.23.15-261124-000${id}`,
  applicantName: 'Bà Mẫu',
  procedureShort: 'Khai sinh',
  papers: [],
});
const segment = (from: number, to: number, of?: string): ScanSegment => ({
  ...{ id: `page-${from}`, from, to, kept: to - from + 1, codes: [], issues: of ? [] : ['no-code'] },
  ...(of && { dossier: dossier(of), by: 'code' as const }),
});
const PAGES = [1, 2, 3, 4, 5].map((number) => page(number));
const STACK = { pages: PAGES, segments: [segment(1, 2, '1'), segment(3, 5, '2')] };

test('a page and its segment find each other', () => {
  expect(segmentOfPage(STACK, PAGES[3])?.id).toBe('page-3');
  expect(pagesOfSegment(STACK, segment(3, 5)).map(({ number }) => number)).toEqual([3, 4, 5]);
  expect(segmentOfPage(STACK, undefined)).toBeUndefined();
});

test('moving among segments stops at the ends', () => {
  expect(segmentBeside(STACK, 'page-1', 1)?.id).toBe('page-3');
  expect(segmentBeside(STACK, 'page-1', -1)?.id).toBe('page-1');
  expect(segmentBeside(STACK, 'page-3', 1)?.id).toBe('page-3');
});

describe('cuts by hand', () => {
  test('a page in the middle of a segment can begin a new one; its first page does already', () => {
    expect(splitAt(STACK, PAGES[3])?.id).toBe('page-4');
    expect(splitAt(STACK, PAGES[2])).toBeUndefined();
  });
  test('joining takes away the cut at the segment’s first page, wherever in it the officer stands', () =>
    expect(joinAt(STACK, PAGES[4])?.id).toBe('page-3'));
  test('the first segment has nothing before it', () => expect(joinAt(STACK, PAGES[1])).toBeUndefined());
});

describe('what keeps a stack from being attached', () => {
  test('nothing: so many pages go to so many dossiers, two parts of one count once', () => {
    const segments = [segment(1, 2, '1'), segment(3, 4, '2'), segment(5, 5, '1')];
    expect(summarise({ pages: PAGES, segments })).toMatchObject({ isReady: true, dossiers: 2, pages: 5 });
  });
  test('a part of nobody, unless all its pages were dropped', () => {
    const loose = segment(3, 5);
    expect(summarise({ pages: PAGES, segments: [segment(1, 2, '1'), loose] }).isReady).toBe(false);
    const emptied = { ...loose, kept: 0 };
    expect(isUnresolved(emptied)).toBe(false);
    expect(summarise({ pages: PAGES, segments: [segment(1, 2, '1'), emptied] }).isReady).toBe(true);
  });
  test('a damaged page until it is dropped, and one that is still being made', () => {
    const withPage = (more: Partial<ScanPage>) => summarise({ ...STACK, pages: [...PAGES.slice(1), page(1, more)] });
    expect(withPage({ state: 'damaged' }).isReady).toBe(false);
    expect(withPage({ state: 'damaged', dropped: true }).isReady).toBe(true);
    expect(withPage({ state: 'processing' }).isReady).toBe(false);
  });
  test('an empty stack', () => expect(summarise({ pages: [], segments: [] }).isReady).toBe(false));
});
