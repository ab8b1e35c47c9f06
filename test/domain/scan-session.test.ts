import { describe, expect, test } from 'vitest';
import { applyScanChange, type ScanPage, type ScanSession } from '../../domain/scan-session.ts';

const page = (id: string, number: number, more: Partial<ScanPage> = {}): ScanPage => ({
  ...{ id, number, state: 'ready', bytes: 1, skew: 0, blank: false, dropped: false, rotation: 0, paper: 0 },
  ...{ role: 'content', codes: [] },
  ...more,
});
const head = (revision: number) => ({
  ...{ id: 'batch', state: 'scanning', source: 'feeder', sheets: 0, sides: 0, startedAt: 0, segments: [] },
  revision,
});
const batch = (revision: number, pages: readonly ScanPage[]) => ({ ...head(revision), pages }) as ScanSession;
const change = (since: number, revision: number, pages: readonly ScanPage[]) =>
  ({ since, head: head(revision), pages }) as Parameters<typeof applyScanChange>[1];

describe('a batch and what changed in it', () => {
  test('new pages are added in their place, changed ones replaced, the others left as they are', () => {
    const before = batch(2, [page('a', 1), page('b', 2)]);
    const after = applyScanChange(before, change(1, 5, [page('b', 2, { dropped: true }), page('c', 2), page('d', 3)]));
    expect(after?.pages.map(({ id, dropped }) => [id, dropped])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', false],
    ]);
    expect(after?.pages[0]).toBe(before.pages[0]);
    expect(after?.revision).toBe(5);
  });
  test('what is known already changes nothing', () => {
    const before = batch(5, [page('a', 1)]);
    expect(applyScanChange(before, change(2, 4, [page('a', 1, { dropped: true })]))).toBe(before);
  });
  test('a gap, or another batch, is not guessed over', () => {
    expect(applyScanChange(batch(2, []), change(3, 4, []))).toBeUndefined();
    expect(applyScanChange({ ...batch(2, []), id: 'other' }, change(1, 4, []))).toBeUndefined();
  });
});
