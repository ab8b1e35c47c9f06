import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSeparator } from '../../domain/page-code.ts';
import { marksOf, type PageMark, papersOfPages, type SplitPage, splitPages } from '../../domain/scan-split.ts';

const A = 'H57.23.15-261124-0001';
const A_OLDER = '000.23.15.H57-261124-0001';
const B = 'H57.23.15-261124-0002';
const dossier = (code: string): PageMark => ({ kind: 'dossier', code });
const separator: PageMark = { kind: 'separator' };
let sheet = 0;
const page = (marks: readonly PageMark[] = [], more: Partial<SplitPage> = {}): SplitPage => {
  sheet += 1;
  return { id: `p${sheet}`, sheet, blank: false, marks, ...more };
};
/** `A,A|B`: the codes of each segment and how many pages it has. */
const shape = (pages: readonly SplitPage[], own?: string) =>
  splitPages(pages, own).map(({ codes, from, to }) => [codes.join('+'), to - from]);

const qr = (text: string) => ({ text, symbology: 'qr' as const });
const bars = (text: string) => ({ text, symbology: 'code-128' as const });

describe('what a code on a page means', () => {
  test('a receipt gives its dossier and not its secret; the bars beside it say the same', () => {
    const marks = marksOf([qr(`MC1:${A}:7KQ4X2M9`), bars(A), bars(A_OLDER)]);
    expect(marks).toEqual([dossier(A_OLDER)]);
    expect(JSON.stringify(marks)).not.toContain('7KQ4X2M9');
  });
  test('a separator, with a code or without, and a foreign dossier', () =>
    expect(marksOf([bars(formatSeparator()), qr(formatSeparator(A)), qr('000.00.00.G15-KQ004389')])).toEqual([
      separator,
      { kind: 'separator', code: A },
      dossier('000.00.00.G15-KQ004389'),
    ]));
  test('a torn receipt, a citizen card and anything else mean nothing here', () =>
    expect(
      marksOf([qr(`MC1:${A}`), qr('046190000123|191234567|Nguyễn Văn Mẫu|01011990|Nam||'), bars('8934563138165')]),
    ).toEqual([]));
  test('a page full of codes is looked at in part', () => {
    const many = Array.from({ length: 200 }, (_, at) => bars(`H57.23.15-261124-${String(at + 1).padStart(4, '0')}`));
    expect(marksOf(many)).toHaveLength(32);
  });
});

describe('where a dossier begins', () => {
  test('at a page with its code; more pages with the same code go on, in either spelling', () => {
    const pages = [page([dossier(A)]), page(), page([dossier(A_OLDER)]), page([dossier(B)]), page()];
    expect(shape(pages)).toEqual([
      [A, 3],
      [B, 2],
    ]);
  });
  test('at a separator; the code on the page behind it names the same segment', () => {
    const pages = [page([separator]), page([dossier(A)]), page(), page([separator]), page([separator]), page()];
    expect(shape(pages)).toEqual([
      [A, 3],
      ['', 3],
    ]);
  });
  test('pages before the first mark belong to nobody, and a code later does not reach back', () => {
    expect(shape([page(), page(), page([dossier(A)])])).toEqual([
      ['', 2],
      [A, 1],
    ]);
  });
  test('a code does not leak over a separator', () => {
    expect(shape([page([dossier(A)]), page([separator]), page()])).toEqual([
      [A, 1],
      ['', 2],
    ]);
  });
  test('two codes on one page are a conflict, not a choice; the next clear page is out of it', () => {
    expect(shape([page([dossier(A), dossier(B)]), page(), page([dossier(A)])])).toEqual([
      [`${A}+${B}`, 2],
      [A, 1],
    ]);
  });
  test('a separator that names one dossier before a page that names another is a conflict too', () => {
    const named: PageMark = { kind: 'separator', code: A };
    expect(shape([page([named]), page([dossier(A)]), page()])).toEqual([[A, 3]]);
    expect(shape([page([named]), page([dossier(B)]), page([named]), page()])).toEqual([
      [`${A}+${B}`, 2],
      [A, 2],
    ]);
  });
  test('the officer’s word goes before every code', () => {
    const pages = [page([dossier(A)]), page([dossier(B)], { cut: 'join' }), page([], { cut: 'begin' }), page()];
    expect(shape(pages)).toEqual([
      [A, 2],
      ['', 2],
    ]);
    expect(splitPages(pages)[0]?.roles).toEqual(['cover', 'content']);
  });
  test('pages of a batch begun for a dossier are its own until another is named', () => {
    const pages = [page(), page([dossier(A)]), page(), page([dossier(B)])];
    expect(shape(pages, A)).toEqual([
      [A, 3],
      [B, 1],
    ]);
    expect(splitPages(pages, A).map(({ assumed }) => assumed)).toEqual([true, false]);
    expect(shape([page([dossier(B)])], A)).toEqual([[B, 1]]);
  });
  test('the blank back of a separator is its own, a back with something on it is not', () => {
    const front = page([separator]);
    const roles = (blank: boolean) => splitPages([front, page([], { sheet: front.sheet, blank })])[0]?.roles;
    expect(roles(true)).toEqual(['separator', 'separator']);
    expect(roles(false)).toEqual(['separator', 'content']);
  });
});

const anyMark = fc.constantFrom<PageMark>(separator, dossier(A), dossier(B), dossier('A.B-C1'), {
  kind: 'separator',
  code: B,
});
const anyPage = fc.record({
  marks: fc.uniqueArray(anyMark, { maxLength: 3, selector: (mark) => JSON.stringify(mark) }),
  blank: fc.boolean(),
  cut: fc.constantFrom('begin' as const, 'join' as const, undefined, undefined, undefined),
});
const anyStack = fc
  .array(anyPage, { maxLength: 60 })
  .map((pages) => pages.map((each, index): SplitPage => ({ ...each, id: `q${index}`, sheet: index >> 1 })));

describe('whatever the stack', () => {
  test('every page stands in exactly one segment, in order; a segment is named by its own pages alone', () => {
    fc.assert(
      fc.property(anyStack, (pages) => {
        const segments = splitPages(pages);
        expect(segments.flatMap(({ from, to }) => pages.slice(from, to))).toEqual(pages);
        for (const { from, to, first, codes, roles } of segments) {
          const own = pages.slice(from, to);
          const carried = own.flatMap(({ marks }) => marks.map(({ code }) => code));
          expect(roles).toHaveLength(to - from);
          expect(own[0]?.id).toBe(first);
          for (const code of codes) expect(carried).toContain(code);
        }
      }),
    );
  });
  test('a page begins a segment when the officer says so, and never when she says no, but for the first', () => {
    fc.assert(
      fc.property(anyStack, (pages) => {
        const firsts = new Set(splitPages(pages).map(({ first }) => first));
        pages.forEach(({ id, cut }, index) => {
          if (cut === 'begin') expect(firsts.has(id)).toBe(true);
          if (cut === 'join' && index > 0) expect(firsts.has(id)).toBe(false);
        });
      }),
    );
  });
});

describe('pages fall to the papers of their dossier', () => {
  const own = { counts: true, content: true };
  test('in order, as many as each has; covers, and what is too much, to none', () =>
    expect(papersOfPages([{ pages: 1 }, { pages: 2 }], [{ counts: true, content: false }, own, own, own, own])).toEqual(
      [-1, 0, 1, 1, -1],
    ));
  test('a dropped page takes no place, so those behind it move up', () =>
    expect(papersOfPages([{ pages: 1 }, { pages: 1 }], [own, { ...own, counts: false }, own])).toEqual([0, 1, 1]));
  test('a page that the officer placed keeps its place and takes it from the others', () =>
    expect(papersOfPages([{ pages: 1 }, { pages: 1 }], [own, { ...own, paper: 0 }, { ...own, paper: 7 }])).toEqual([
      1, 0, -1,
    ]));
});
