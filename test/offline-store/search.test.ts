import { describe, expect, it } from 'vitest';
import { AGENCY, actor, commit, freshStore, intake } from './helpers.ts';

const filled = () => {
  const store = freshStore();
  const person = (name: string, phone: string, citizenId: string) =>
    store.receiveDossier(
      commit({
        intake: intake({ applicant: { name, phone, citizenId, address: '', email: '', organisation: false } }),
      }),
      actor(),
    );
  person('Nguyễn Thị Hòa', '0905 123 456', '046190000123');
  person('Đặng Văn Đức', '+84 914 000 789', '046088000999');
  person('Nguyễn Văn Hoà', '', '');
  const names = (text: string) =>
    store.dossiers.search(text, 10).dossiers.map(({ received }) => received.applicant.name);
  return { store, names };
};

describe('searching dossiers', () => {
  it.each([
    ['hoa', ['Nguyễn Văn Hoà', 'Nguyễn Thị Hòa']],
    ['HOÀ', ['Nguyễn Văn Hoà', 'Nguyễn Thị Hòa']],
    ['ng thi', ['Nguyễn Thị Hòa']],
    ['đức', ['Đặng Văn Đức']],
    ['dang duc', ['Đặng Văn Đức']],
    ['0002', ['Đặng Văn Đức']],
    ['456', ['Nguyễn Thị Hòa']],
    ['0905 123 456', ['Nguyễn Thị Hòa']],
    ['0914000789', ['Đặng Văn Đức']],
    ['046190000123', ['Nguyễn Thị Hòa']],
    ['1.004873 dang', ['Đặng Văn Đức']],
  ])('finds by %s', (text, expected) => {
    expect(filled().names(text)).toEqual(expected);
  });

  it.each(['', '   ', '"', 'words : *', 'NEAR(', '04619', '123 45', "'; DROP TABLE dossiers --", 'x'.repeat(10_000)])(
    'finds nothing and harms nothing for %j',
    (text) => {
      const { store, names } = filled();
      expect(names(text)).toEqual([]);
      expect(store.dossiers.search('nguyen', 10).dossiers).toHaveLength(2);
    },
  );

  it('gives at most what was asked for, and never more than 50', () => {
    const { store } = filled();
    for (let n = 0; n < 60; n += 1) store.receiveDossier(commit(), actor());
    expect(store.dossiers.search('nguyen', 5).dossiers).toHaveLength(5);
    expect(store.dossiers.search('nguyen', 1_000).dossiers).toHaveLength(50);
  });
});

describe('finding by code', () => {
  it('takes both orders of the agency', () => {
    const { store } = filled();
    expect(store.dossiers.byCode(`${AGENCY}-261124-0001`)?.received.applicant.name).toBe('Nguyễn Thị Hòa');
    expect(store.dossiers.byCode('000.23.15.h57-261124-0001')?.received.applicant.name).toBe('Nguyễn Thị Hòa');
    expect(store.dossiers.byCode('H57.23.16-261124-0001')).toBeUndefined();
    expect(store.dossiers.search('000.23.15.H57-261124-0001', 5).dossiers).toHaveLength(1);
  });
});
