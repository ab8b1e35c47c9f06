import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { mistakesInOfficers, type OfficersImported } from '../../../../domain/officer.ts';
import type { Shown } from '../../../../renderer/setup/lists/look.ts';

/** A file at every step, as markup: the words that a technician reads. */

const imported: OfficersImported = {
  outcome: 'tried',
  officers: 61,
  added: Array.from({ length: 60 }, (_, index) => ({
    id: `cb-${index}`,
    name: `Mẫu số ${index}`,
    title: '',
    roles: [],
  })),
  removed: [{ id: 'cu', name: 'Trần Thị Mẫu', title: 'Phó Chủ tịch', roles: ['leader'] }],
  changed: [],
};
const chosen = { list: 'officers', name: 'can-bo.json', bytes: 61_000 } as const;
const tried = { ...chosen, packed: { list: 'officers', file: '' }, result: { list: 'officers', imported } } as const;
const known = { list: 'officers', imported: { ...imported, outcome: 'known', added: [], removed: [] } } as const;
const refusal = {
  failure: { code: 'MC-CFG-07', sentence: { vi: 'Tệp có chỗ sai.', en: 'A mistake.' } },
  mistakes: mistakesInOfficers('{"officers":[{"id":"x","roles":[]}]}'),
};

let wordsOf: (step: Shown) => string;

beforeAll(async () => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/setup/', documentElement: {} });
  const [{ startTexts }, texts, english, { Review }] = await Promise.all([
    import('../../../../renderer/common/i18n.ts'),
    import('../../../../renderer/setup/texts/vi.ts'),
    import('../../../../renderer/setup/texts/en.ts'),
    import('../../../../renderer/setup/lists/Review.tsx'),
  ]);
  startTexts(texts.vi, english.en);
  wordsOf = (step) =>
    renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <Review step={step} />
      </QueryClientProvider>,
    )
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
});

describe('a file', () => {
  it.each<readonly [string, Shown, readonly string[]]>([
    ['that is read', { ...chosen, is: 'checking' }, ['can-bo.json', '61 kB', 'Đang đọc tệp']],
    ['that is wrong', { ...chosen, is: 'refused', refusal }, ['MC-CFG-07', '1 chỗ cần sửa', ': x', 'Thiếu mục này.']],
    [
      'that can be used',
      { ...tried, is: 'tried' },
      ['chưa ghi gì', 'có 61 người', 'Xem cả 60', 'Phó Chủ tịch · lãnh đạo'],
    ],
    ['that is here', { ...tried, is: 'tried', result: known }, ['Đã có rồi', 'không có gì phải nạp']],
    ['on its way', { ...tried, is: 'taking' }, ['Đang nạp']],
    ['that could not be written', { ...tried, is: 'failed', refusal }, ['Chưa nạp được', 'Tệp có chỗ sai.']],
    ['taken in', { ...chosen, is: 'done', result: tried.result }, ['Đã nạp', 'không phải mở lại']],
  ])('%s is told in words', (_, step, words) => {
    for (const word of words) expect(wordsOf(step)).toContain(word);
  });

  it('with very many changes shows the first, and as many more as are asked for', () => {
    const text = wordsOf({ ...tried, is: 'tried' });
    expect(text).toContain('Mẫu số 49');
    expect(text).not.toContain('Mẫu số 50');
  });
});
