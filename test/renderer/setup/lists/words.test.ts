import { beforeAll, describe, expect, it } from 'vitest';
import { mistakesInCatalogue } from '../../../../domain/catalogue.ts';
import type { CatalogueImported } from '../../../../domain/catalogue-changes.ts';
import { triedWords } from '../../../../renderer/setup/lists/verdict.ts';
import { byEntry, cameWords, hoursWords, kindOfDay, settingWords } from '../../../../renderer/setup/lists/words.ts';
import type { Say } from '../../../../renderer/setup/text.ts';
import { version } from '../../../catalogue.ts';
import { NOON, vietnamese } from '../samples.ts';

let t: Say;
beforeAll(() => {
  t = vietnamese();
});

const TODAY = '2026-11-24';
const morning = [{ from: '07:30', to: '11:30' }];
const made = { id: 'x', decision: '', reason: '', madeAt: 1, madeBy: '' };

describe('a decision', () => {
  it('is said as a person says it', () => {
    const week = {
      monday: morning,
      tuesday: morning,
      wednesday: morning,
      thursday: morning,
      friday: morning,
      saturday: [],
      sunday: [],
    };
    expect(hoursWords(t, week, 'vi')).toEqual(['thứ Hai–thứ Sáu 07:30–11:30', 'thứ Bảy–Chủ nhật nghỉ']);
    expect(kindOfDay(t, { kind: 'worked', openings: morning }, 'vi')).toBe('làm việc 07:30–11:30');
    expect(kindOfDay(t, { kind: 'holiday', name: 'Quốc khánh', nameEn: 'National Day' }, 'en')).toContain(
      'National Day',
    );
    expect(settingWords(t, { ...made, key: 'day', from: '2026-12-31', value: { kind: 'off' } }, 'vi')).toEqual({
      title: 'thứ Năm 31/12/2026',
      text: 'nghỉ',
    });
    expect(
      settingWords(t, { ...made, key: 'queue-priority', from: TODAY, value: { mode: 'interleaved', every: 4 } }, 'vi'),
    ).toEqual({ title: 'Thứ tự gọi số từ 24/11/2026', text: 'xen kẽ, cứ 4 lượt có một lượt ưu tiên' });
    expect(settingWords(t, { ...made, key: 'withdrawal', of: 'nghi' }, 'vi').title).toBe('Rút lại nghi');
  });
});

it('mistakes stand by entry, counted from one, under what the entry calls itself', () => {
  const good = version('xau', TODAY);
  const [first, second] = good.procedures;
  const file = {
    ...good,
    from: 'mai',
    procedures: [first, { ...second, name: '', fee: { kind: 'flat', amount: -1 } }],
  };
  expect(byEntry(t, mistakesInCatalogue(JSON.stringify(file)).list)).toMatchObject([
    { entry: 'Phần đầu tệp', mistakes: [{ part: 'from' }] },
    {
      entry: `Mục thứ 2 trong “procedures”: ${second?.code}`,
      mistakes: [{ part: 'name' }, { part: 'fee › amount' }],
    },
  ]);
  expect(byEntry(t, mistakesInCatalogue('x').list)).toMatchObject([{ entry: 'Cả tệp', mistakes: [{ part: '' }] }]);
});

it('what came long ago is told with its year', () => {
  expect(cameWords(NOON, NOON, 'vi')).toBe('12:00 hôm nay');
  expect(cameWords(NOON - 400 * 24 * 3_600_000, NOON, 'vi')).toBe('12:00 20/10/2025');
});

describe('what a file would do', () => {
  const imported: CatalogueImported = {
    outcome: 'tried',
    id: 'moi',
    from: TODAY,
    inEffect: true,
    changes: { procedures: 42, added: [], removed: [], changed: [] },
    receivedSince: 0,
  };
  const catalogue = (over: Partial<CatalogueImported>) =>
    triedWords(t, { list: 'catalogue', imported: { ...imported, ...over } }, TODAY, false);

  it('says from when a catalogue counts', () => {
    expect(catalogue({}).title).toContain('áp dụng ngay');
    expect(catalogue({ from: '2027-01-01', inEffect: false }).title).toContain('Áp dụng từ 01/01/2027');
    expect(catalogue({ from: '2020-01-01', inEffect: false }).title).toContain('chỉ để tra hồ sơ cũ');
    expect(catalogue({}).more).toHaveLength(1);
    expect(catalogue({ receivedSince: 1_203 }).more[1]).toContain('đã tiếp nhận 1.203 hồ sơ');
  });

  it('warns where a list of officers would not stay, or leave nobody', () => {
    const officers = { outcome: 'tried', officers: 0, added: [], removed: [], changed: [] } as const;
    expect(triedWords(t, { list: 'officers', imported: officers }, TODAY, false)).toEqual({
      title: expect.stringContaining('không có ai'),
      more: ['Chỉ thứ tự đổi.'],
    });
    const two = { ...officers, officers: 2, added: [{ id: 'a', name: 'Trần Thị Mẫu', title: '', roles: [] }] };
    expect(triedWords(t, { list: 'officers', imported: two }, TODAY, true).more).toEqual([
      expect.stringContaining('là của tỉnh'),
    ]);
  });

  it('counts the decisions that are new and those that are here', () => {
    const settings = { outcome: 'tried', added: [], known: 3 } as const;
    expect(triedWords(t, { list: 'settings', imported: settings }, TODAY, false).more[0]).toBe(
      '3 mục trong tệp đã có ở máy.',
    );
  });
});
