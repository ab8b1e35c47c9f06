/** A rule of lists in files: what names an entry stands once. The mistake is told at the second place, where it is mended. */
import type { z } from 'zod';

type Context = Pick<z.core.$RefinementCtx, 'addIssue'>;

/** `key`: of the list in the value, where it is not the value itself. */
export function eachOnce<T>(
  list: readonly T[],
  what: { readonly key?: string; readonly name: keyof T & string; readonly message: string },
  ctx: Context,
): void {
  const seen = new Set<unknown>();
  for (const [index, entry] of list.entries()) {
    const path = [...(what.key === undefined ? [] : [what.key]), index, what.name];
    if (seen.has(entry[what.name])) ctx.addIssue({ code: 'custom', path, message: what.message });
    seen.add(entry[what.name]);
  }
}
