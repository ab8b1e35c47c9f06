/** The calm pages at the right: results first, then guidance, 12 s each, standing still while a number is called. */
import type { DisplayState } from '../../domain/views/public.ts';
import { type ShortCode, shortCodes } from './short-codes.ts';

export const PAGE_MS = 12_000;
const RESULTS_A_PAGE = 5;
const LINES_A_PAGE = 4;

export type ReadyRow = ShortCode & { readonly desk: number };
export type BoardPage =
  | { readonly kind: 'ready'; readonly rows: readonly ReadyRow[]; readonly number: number; readonly of: number }
  | { readonly kind: 'nothing-ready' }
  | { readonly kind: 'guidance'; readonly guidance: DisplayState['guidance'][number]; readonly first: number };

/** Never empty: with nothing ready a page says so. */
export function pagesOf({ ready, guidance }: Pick<DisplayState, 'ready' | 'guidance'>): readonly BoardPage[] {
  return [...readyPages(ready), ...guidance.flatMap(guidancePages)];
}

function readyPages(ready: DisplayState['ready']): readonly BoardPage[] {
  if (ready.length === 0) return [{ kind: 'nothing-ready' }];
  const codes = shortCodes(ready.map(({ code }) => code));
  const rows = codes.map((code, index) => ({ ...code, desk: ready[index]?.desk ?? 0 }));
  const pages = chunks(rows, RESULTS_A_PAGE);
  return pages.map((page, index) => ({ kind: 'ready', rows: page, number: index + 1, of: pages.length }));
}

function guidancePages(guidance: DisplayState['guidance'][number]): readonly BoardPage[] {
  return chunks(guidance.lines, LINES_A_PAGE).map((lines, index) => ({
    kind: 'guidance',
    guidance: { ...guidance, lines },
    first: index * LINES_A_PAGE + 1,
  }));
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
