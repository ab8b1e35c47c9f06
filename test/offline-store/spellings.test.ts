import { expect, it } from 'vitest';
import { spellingsOf, untyped } from '../../offline-store/spellings.ts';

it.each([
  ['nguyeenx', 'nguyen'],
  ['nguyenex', 'nguyen'],
  ['thij', 'thi'],
  ['maaux', 'mau'],
  ['ddawngj', 'dang'],
  ['hoafng', 'hoang'],
  ['tuwowngf', 'tuong'],
  ['phuwowcs', 'phuoc'],
  ['thuyr', 'thuy'],
  ['nguye6n4', 'nguyen'],
  ['thi5', 'thi'],
  ['ma6u4', 'mau'],
  ['d9a8ng5', 'dang'],
])('reads %s, as the keys of an input method leave it, as %s', (typed, meant) => {
  expect(untyped(typed)).toBe(meant);
  expect(spellingsOf(typed)[0]).toBe(meant);
});

it.each([
  ['zung', 'dung'],
  ['gia', 'da'],
  ['sinh', 'xinh'],
  ['trau', 'chau'],
  ['nam', 'lam'],
  ['ly', 'li'],
  ['ki', 'ky'],
  ['loi', 'noi'],
  ['hang', 'han'],
  ['phuot', 'phuoc'],
  ['nguyn', 'nguyen'],
  ['ngyuen', 'nguyen'],
  ['nguyrn', 'nguyen'],
  ['nguyeen', 'nguyen'],
  ['phuongg', 'phuong'],
  ['minnh', 'minh'],
  ['microsotf', 'microsoft'],
])('offers for %s also %s', (typed, meant) => {
  expect(spellingsOf(typed)).toContain(meant);
});

it.each(['0042', '0905123456', 'h57', '23', 'ks004389', 'a', 'x'.repeat(30), 'đ', '12a', '1a2b'])(
  'has no other spelling for %j',
  (typed) => {
    expect(spellingsOf(typed)).toEqual([]);
  },
);

it('offers few, each once, and never what was typed', () => {
  for (const typed of ['nguyen', 'thi', 'phuong', 'nghieng', 'hoang', 'qwrtplk']) {
    const others = spellingsOf(typed);
    expect(others.length).toBeLessThanOrEqual(40);
    expect(new Set(others).size).toBe(others.length);
    expect(others).not.toContain(typed);
  }
});
