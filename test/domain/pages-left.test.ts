import { expect, test } from 'vitest';
import type { Paper } from '../../domain/dossier.ts';
import { pagesLeft, pagesOfPapers, RECEIPT_TITLE } from '../../domain/pages-left.ts';

const paper = (name: string, pages: number): Paper => ({ name, kind: 'original', pages, copies: 0 });
const left = (papers: readonly Paper[], attached: Parameters<typeof pagesLeft>[1]) =>
  pagesLeft(papers, attached).map(({ pages }) => pages);

test('pages attached before are not scanned again', () => {
  expect(left([paper('Tờ khai', 3), paper('Bản án', 2)], [{ title: 'Tờ khai', pages: 3 }])).toEqual([0, 2]);
});
test('two files of one paper count together', () => {
  expect(
    left(
      [paper('Tờ khai', 3)],
      [
        { title: 'Tờ khai', pages: 1 },
        { title: 'Tờ khai', pages: 1 },
      ],
    ),
  ).toEqual([1]);
});
test('more than expected leaves nothing, not less', () => {
  expect(left([paper('Tờ khai', 1)], [{ title: 'Tờ khai', pages: 4 }])).toEqual([0]);
});
test('a file under another name takes nothing off', () => {
  expect(left([paper('Tờ khai', 1)], [{ title: 'Giấy tờ khác', pages: 1 }])).toEqual([1]);
});
test('the receipt scanned in front of the papers is none of them: a page that misses is still missing', () => {
  const receipt = { title: RECEIPT_TITLE, pages: 1 };
  expect(pagesOfPapers([receipt, { title: 'Tờ khai', pages: 2 }, { title: 'Giấy tờ khác', pages: 1 }])).toBe(3);
  expect(pagesOfPapers([receipt])).toBe(0);
});
