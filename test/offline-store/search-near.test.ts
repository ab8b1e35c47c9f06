import { describe, expect, it } from 'vitest';
import type { OfficeStore } from '../../offline-store/contract.ts';
import { AGENCY, actor, commit, freshStore, intake } from './helpers.ts';

const PEOPLE = [
  'Nguyễn Thị Mẫu',
  'Trần Văn Phước',
  'Đặng Thị Dung',
  'Lê Xuân Lam',
  'Võ Đình Chương',
  'Công ty TNHH Microtech',
] as const;

const receive = (store: OfficeStore, name: string, number: number): void => {
  const applicant = {
    ...intake().applicant,
    name,
    phone: `0905 000 ${100 + number}`,
    citizenId: `04619000010${number}`,
  };
  store.receiveDossier(commit({ intake: intake({ applicant }) }), actor());
};

const office = (): OfficeStore => {
  const store = freshStore();
  for (const [number, name] of PEOPLE.entries()) receive(store, name, number);
  return store;
};

const TYPED: readonly (readonly [typed: string, name: string])[] = [
  ['nguyeenx thij maaux', 'Nguyễn Thị Mẫu'],
  ['nguye6n4 thi5 ma6u4', 'Nguyễn Thị Mẫu'],
  ['ngyuen thi mau', 'Nguyễn Thị Mẫu'],
  ['nguyn mau', 'Nguyễn Thị Mẫu'],
  ['nguyenn mau', 'Nguyễn Thị Mẫu'],
  ['tran van phuot', 'Trần Văn Phước'],
  ['chan phuoc', 'Trần Văn Phước'],
  ['zung', 'Đặng Thị Dung'],
  ['giung', 'Đặng Thị Dung'],
  ['dag dung', 'Đặng Thị Dung'],
  ['le suan', 'Lê Xuân Lam'],
  ['xuan nam', 'Lê Xuân Lam'],
  ['truong dinh', 'Võ Đình Chương'],
  ['microtehc', 'Công ty TNHH Microtech'],
];

/** None is anybody's, each is near to somebody's. */
const NUMBERS = [
  '0007',
  '0010',
  '0905000110',
  '0905 000 110',
  '046190000110',
  '1.004874',
  `${AGENCY}-261124-0007`,
  `${AGENCY}-261125-0001`,
  'H57.23.16-261124-0001',
  'h75',
  '000.23.15.H57-261124-0070',
];

describe('a name that was typed a little differently', () => {
  it('is found, and said to be only similar', () => {
    const { dossiers } = office();
    for (const [typed, name] of TYPED) {
      const found = dossiers.search(typed, 10);
      expect(found.near, typed).toBe(true);
      expect(found.dossiers[0]?.received.applicant.name, typed).toBe(name);
    }
  });

  it('is looked for only when nothing is as it was typed', () => {
    const all = office();
    receive(all, 'Lê Thị Lan', 7);
    const { dossiers, near } = all.dossiers.search('lan', 10);
    expect(near).toBe(false);
    expect(dossiers.map(({ received }) => received.applicant.name)).toEqual(['Lê Thị Lan']);
  });

  it('stands beside a number only where the number is right', () => {
    const all = office();
    expect(all.dossiers.search('ngyuen 100', 10)).toMatchObject({ near: true, dossiers: [{}] });
    expect(all.dossiers.search('ngyuen 101', 10)).toMatchObject({ near: false, dossiers: [] });
  });
});

describe('a number', () => {
  it('that is nobody’s finds nothing, however near another is', () => {
    const { dossiers } = office();
    for (const typed of NUMBERS)
      expect(dossiers.search(typed, 10), typed).toEqual({ dossiers: [], near: false, indexing: false });
  });
});
