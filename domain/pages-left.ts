import type { Paper } from './dossier.ts';

/**
 * The papers of a dossier with the pages that are still to be scanned: those attached before, under the paper's own name,
 * are taken off. A second stack after a jam or another day then goes to the papers that miss pages.
 */
export const pagesLeft = (
  papers: readonly Paper[],
  attached: readonly { readonly title: string; readonly pages: number }[],
): readonly Paper[] =>
  papers.map((paper) => {
    const done = attached.filter(({ title }) => title === paper.name).reduce((sum, { pages }) => sum + pages, 0);
    return { ...paper, pages: Math.max(0, paper.pages - done) };
  });

/** What the office's copy of the receipt is called when it was scanned with the papers, as the sheet in front of them. */
export const RECEIPT_TITLE = 'Giấy tiếp nhận hồ sơ';

/** Pages of the dossier's papers among what is attached; the receipt in front of them is none of them. */
export const pagesOfPapers = (attached: readonly { readonly title: string; readonly pages: number }[]): number =>
  attached.filter(({ title }) => title !== RECEIPT_TITLE).reduce((sum, { pages }) => sum + pages, 0);
