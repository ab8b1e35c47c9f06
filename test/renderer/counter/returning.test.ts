import { describe, expect, test } from 'vitest';
import {
  compare,
  isSamePerson,
  missingFor,
  type ReturnForm,
  receiverOf,
  sameMaskedId,
} from '../../../renderer/counter/return/returning.ts';

const APPLICANT = {
  name: 'Nguyễn Phước Hoàng Thuỵ Ưu Đàm Khuê',
  maskedId: '046•••••4218',
  birthDate: '1987-03-12',
  sex: 'female',
  address: '',
  phone: '',
  email: '',
} as const;
const CARD = {
  name: 'NGUYỄN PHƯỚC HOÀNG THUỴ ƯU ĐÀM KHUÊ',
  citizenId: '046187004218',
  birthDate: '1987-03-12',
  sex: 'female',
  address: '',
} as const;
const FORM: ReturnForm = {
  receiver: 'self',
  receiverName: '',
  payMethod: 'cash',
  handed: '',
  paid: false,
  signed: true,
};

describe('the card beside the dossier', () => {
  test('the same person, whatever the case of letters', () =>
    expect(isSamePerson(compare(APPLICANT, CARD))).toBe(true));
  test('another person differs line by line', () => {
    const lines = compare(APPLICANT, { ...CARD, name: 'Trần Thị Khác', citizenId: '046187009999' });
    expect(lines.filter(({ same }) => !same).map(({ key }) => key)).toEqual(['name', 'id']);
  });
  test('the masked number is compared by what it shows', () => {
    expect(sameMaskedId('046•••••4218', '046187004218')).toBe(true);
    expect(sameMaskedId('046•••••4218', '046187004219')).toBe(false);
    expect(sameMaskedId('', '046187004218')).toBe(false);
  });
  test('what the dossier does not know is not compared', () => {
    expect(compare({ ...APPLICANT, birthDate: undefined, maskedId: '' }, CARD).map(({ key }) => key)).toEqual([
      'name',
      'sex',
    ]);
  });
});

describe('a result stays in the officer’s hand', () => {
  const other = compare(APPLICANT, { ...CARD, name: 'Trần Thị Khác' });
  test.each([
    ['while the card is another’s', FORM, false, other, 'ret.mismatch'],
    [
      'while the authorised person has no name',
      { ...FORM, receiver: 'authorised' as const },
      false,
      [],
      'ret.needName',
    ],
    ['while the fee is owed', FORM, true, [], 'ret.needPay'],
    ['until it is signed for', { ...FORM, signed: false }, false, [], 'ret.needSign'],
  ])('%s', (_, form, owes, lines, missing) => expect(missingFor(form, owes, lines)).toBe(missing));
  test('and then may go', () => {
    expect(missingFor(FORM, false, [])).toBeUndefined();
    expect(missingFor({ ...FORM, paid: true }, true, compare(APPLICANT, CARD))).toBeUndefined();
    expect(missingFor({ ...FORM, receiver: 'post', signed: false }, false, [])).toBeUndefined();
  });
});

test('who received it', () => {
  expect(receiverOf(FORM, 'Nguyễn Thị Mẫu')).toBe('Nguyễn Thị Mẫu');
  expect(receiverOf({ ...FORM, receiver: 'authorised', receiverName: ' Trần Văn Mẫu ' }, 'Nguyễn Thị Mẫu')).toBe(
    'Trần Văn Mẫu',
  );
});
