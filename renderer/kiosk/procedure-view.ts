/** Procedures as the kiosk lists and reads them. Pure. */
import { assertNever } from '../../domain/assert-never.ts';
import type { PublicProcedure } from '../../domain/views/public.ts';
import type { Language } from './journey.ts';

export const nameOf = (
  { name, nameEn }: { readonly name: string; readonly nameEn: string },
  language: Language,
): string => (language === 'vi' ? name : nameEn || name);

/** How long a procedure takes, as a key of the kiosk's texts with its values. */
export type TimeWords =
  | { readonly key: 'procedures.sameDay'; readonly values: { readonly cutoff: string } }
  | { readonly key: 'procedures.workingDays' | 'procedures.calendarDays'; readonly values: { readonly count: number } };

export function timeOf({ deadline }: PublicProcedure): TimeWords {
  switch (deadline.kind) {
    case 'same-day':
      return { key: 'procedures.sameDay', values: { cutoff: deadline.cutoff } };
    case 'working-days':
      return { key: 'procedures.workingDays', values: { count: deadline.days } };
    case 'calendar-days':
      return { key: 'procedures.calendarDays', values: { count: deadline.days } };
    default:
      return assertNever(deadline);
  }
}

/** `Bản chính, bản sao chứng thực hoặc bản photo`. */
export function oneOf(words: readonly string[], language: Language): string {
  const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(words);
  return list.charAt(0).toLocaleUpperCase(language) + list.slice(1);
}

/** One page of a procedure: its papers, then its steps. `first` is the number of the first step on the page. */
export type ProcedureSheet =
  | { readonly kind: 'papers'; readonly items: PublicProcedure['papers'] }
  | { readonly kind: 'steps'; readonly items: PublicProcedure['steps']; readonly first: number };

/** `fit` lines a page. There is always a page for the papers, were it only to say that none are listed. */
export function sheetsOf({ papers, steps }: PublicProcedure, fit: number): readonly ProcedureSheet[] {
  const paperPages = papers.length === 0 ? [papers] : chunks(papers, fit);
  return [
    ...paperPages.map((items) => ({ kind: 'papers' as const, items })),
    ...chunks(steps, fit).map((items, page) => ({ kind: 'steps' as const, items, first: page * fit + 1 })),
  ];
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
