import { describe, expect, it } from 'vitest';
import { pagesOf } from '../../../renderer/display/pages.ts';
import { segmentsOf } from '../../../renderer/display/segments.ts';
import { shortCodes } from '../../../renderer/display/short-codes.ts';

const shown = (codes: readonly string[]) =>
  shortCodes(codes).map(({ hidden, lead, tail }) => `${hidden ? '…' : ''}${lead}${tail}`);

describe('results by their last digits', () => {
  it('shows four digits where they are enough', () => {
    expect(shown(['H57.23.15-261117-0042', 'H57.23.15-261117-0031'])).toEqual(['…-0042', '…-0031']);
  });

  it('shows more of both codes when they end alike', () => {
    expect(shown(['H57.23.15-261120-0008', 'H57.23.15-261119-0008', 'H57.23.15-261117-0042'])).toEqual([
      '…20-0008',
      '…19-0008',
      '…-0042',
    ]);
  });

  it('goes on to month and year only as far as needed', () => {
    expect(shown(['H57.23.15-261117-0042', 'H57.23.15-261017-0042', 'H57.23.15-251117-0042'])).toEqual([
      '…261117-0042',
      '…1017-0042',
      '…251117-0042',
    ]);
  });

  it('shows codes of two agencies whole when nothing less tells them apart', () => {
    expect(shown(['H57.23.15-261117-0042', 'H57.23.16-261117-0042'])).toEqual([
      'H57.23.15-261117-0042',
      'H57.23.16-261117-0042',
    ]);
  });

  it('shortens a code of another shape to its own last part', () => {
    expect(shown(['000.00.00.G15-KQ004389', 'H57.23.15-261117-0042'])).toEqual(['…-KQ004389', '…-0042']);
    expect(shown(['000.00.00.G15-KQ004389', '000.00.00.G16-KQ004389'])).toEqual([
      '000.00.00.G15-KQ004389',
      '000.00.00.G16-KQ004389',
    ]);
  });
});

describe('pages at the right', () => {
  const ready = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      code: `H57.23.15-261117-${String(index).padStart(4, '0')}`,
      desk: 1,
      at: 0,
    }));
  const line = { vi: 'Lấy số', en: 'Take a number' };

  it('puts five results on a page, then guidance', () => {
    const pages = pagesOf({ ready: ready(7), guidance: [{ title: line, lines: [line] }] });
    expect(pages.map(({ kind }) => kind)).toEqual(['ready', 'ready', 'guidance']);
    expect(pages[1]).toMatchObject({ rows: [{ tail: '0005' }, { tail: '0006' }] });
  });

  it('says so when nothing is ready', () => {
    expect(pagesOf({ ready: [], guidance: [] })).toEqual([{ kind: 'nothing-ready' }]);
  });

  it('goes on counting where long guidance is continued', () => {
    const pages = pagesOf({
      ready: [],
      guidance: [{ title: line, lines: Array.from({ length: 5 }, (_, index) => ({ vi: `${index}`, en: '' })) }],
    });
    expect(pages[2]).toMatchObject({ kind: 'guidance', first: 5, guidance: { lines: [{ vi: '4' }] } });
  });
});

describe('a list at the bottom of the board', () => {
  const papers = ['Tờ khai theo mẫu', 'Giấy chứng sinh', 'Căn cước (xuất trình)', 'Giấy kết hôn, nếu có'];

  it('is parted between its items and loses nothing', () => {
    const parts = segmentsOf(papers, 46);
    expect(parts.join(' · ')).toBe(papers.join(' · '));
    expect(parts.length).toBe(2);
    expect(parts.every((part) => part.length <= 46)).toBe(true);
  });

  it('moves an item that no longer fits to the next part whole', () => {
    const long = 'Giấy chứng sinh, hoặc văn bản của người làm chứng về việc sinh';
    expect(segmentsOf(['Tờ khai theo mẫu', long], 70)).toEqual(['Tờ khai theo mẫu', long]);
  });

  it('breaks only an item that is too long by itself, between its words', () => {
    expect(segmentsOf(['một hai ba bốn'], 8)).toEqual(['một hai', 'ba bốn']);
  });
});
