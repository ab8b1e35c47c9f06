import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { CatalogueVersionView } from '../../../../domain/catalogue-changes.ts';
import type { OfficeLists } from '../../../../renderer/setup/data.ts';

/** What is in force, as markup: with everything, with nothing, and what is announced. */

const today = Date.now();
const version = (over: Partial<CatalogueVersionView>): CatalogueVersionView => ({
  id: 'nay',
  name: 'Danh mục của tỉnh',
  from: '2020-01-01',
  sha256: '',
  cameAt: today,
  source: 'portal',
  procedures: 2_106,
  inEffect: false,
  ...over,
});
const nothing: OfficeLists = { versions: [], settings: [], officers: { officers: [] } };
const all: OfficeLists = {
  versions: [
    version({ id: 'sau', name: 'Danh mục năm sau', from: '2999-01-01', decision: '9/QĐ' }),
    version({ inEffect: true, decision: '1234/QĐ-UBND' }),
    version({ id: 'cu', from: '2019-01-01' }),
  ],
  settings: [],
  officers: {
    officers: [
      { id: 'cb-1', name: 'Trần Thị Mẫu', title: 'Phó Chủ tịch', roles: ['leader'], until: '2999-12-31' },
      { id: 'cb-2', name: 'Trần Thị Mẫu', title: 'Phó Chủ tịch', roles: [], from: '2999-01-01' },
    ],
    came: { at: today, source: 'file' },
  },
};

let wordsOf: (card: 'catalogue' | 'settings' | 'officers', lists: OfficeLists) => string;

beforeAll(async () => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/setup/', documentElement: {} });
  const [{ startTexts }, texts, english, { CatalogueCard }, { SettingsCard }, { OfficersCard }] = await Promise.all([
    import('../../../../renderer/common/i18n.ts'),
    import('../../../../renderer/setup/texts/vi.ts'),
    import('../../../../renderer/setup/texts/en.ts'),
    import('../../../../renderer/setup/lists/CatalogueCard.tsx'),
    import('../../../../renderer/setup/lists/SettingsCard.tsx'),
    import('../../../../renderer/setup/lists/OfficersCard.tsx'),
  ]);
  startTexts(texts.vi, english.en);
  const cards = { catalogue: CatalogueCard, settings: SettingsCard, officers: OfficersCard } as const;
  wordsOf = (card, lists) => {
    const Card = cards[card];
    return renderToStaticMarkup(
      <QueryClientProvider client={new QueryClient()}>
        <Card lists={lists} onPick={() => undefined} />
      </QueryClientProvider>,
    )
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  };
});

describe('what is in force', () => {
  it('is named with its day, its decision and where it came from, and what is announced beside it', () => {
    const text = wordsOf('catalogue', all);
    for (const word of ['Từ cổng của tỉnh', '01/01/2020', '2.106', '1234/QĐ-UBND', 'Giữ 1 phiên bản trước'])
      expect(text).toContain(word);
    expect(text).toMatch(/Sắp áp dụng 01\/01\/2999 Danh mục năm sau, 2\.106 thủ tục/);
  });

  it('says what counts where nothing was brought', () => {
    expect(wordsOf('catalogue', nothing)).toContain('chưa có danh mục thủ tục nào');
    expect(wordsOf('settings', nothing)).toContain('theo lịch kèm chương trình');
    expect(wordsOf('officers', nothing)).toContain('Danh sách còn trống');
    expect(wordsOf('officers', nothing)).toContain('Chưa có gì được báo trước');
  });

  it('shows two officers of one name with their ids, who begins and whose last day comes', () => {
    const text = wordsOf('officers', all);
    for (const word of ['Nạp từ tệp', 'Số người 2', 'Làm việc hôm nay 1', 'cb-1', 'cb-2']) expect(text).toContain(word);
    expect(text).toMatch(/01\/01\/2999 Trần Thị Mẫu bắt đầu làm việc 31\/12\/2999 Trần Thị Mẫu làm việc ngày cuối/);
  });

  it('of a list that an older program took in does not pretend to know the source', () => {
    expect(wordsOf('officers', { ...all, officers: { officers: all.officers.officers } })).toContain('Không rõ nguồn');
  });
});
