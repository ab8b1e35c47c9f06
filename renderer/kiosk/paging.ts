/** Pages instead of scrolling: a list that is too long for a screen is turned like a book. */

export type Page<T> = { readonly items: readonly T[]; readonly page: number; readonly pages: number };

/** `whole`: how many fit when no page buttons are needed; `perPage`: how many fit beside them. */
export function pageOf<T>(items: readonly T[], page: number, perPage: number, whole = perPage): Page<T> {
  if (items.length <= whole) return { items, page: 0, pages: 1 };
  const pages = Math.ceil(items.length / perPage);
  const shown = Math.min(Math.max(0, page), pages - 1);
  return { items: items.slice(shown * perPage, (shown + 1) * perPage), page: shown, pages };
}
