import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mistakesInCatalogue } from '../../domain/catalogue.ts';
import { mistakesInSettings } from '../../domain/effective-setting.ts';
import { placeOf } from '../../domain/file-mistake.ts';
import { checkSize, packed } from '../../domain/office-file.ts';
import { mistakesInOfficers } from '../../domain/officer.ts';
import { BIRTH, version } from '../catalogue.ts';

const good = version('tot', '2026-11-24');
const [first, second] = good.procedures;
const told = (json: unknown, mistakes = mistakesInCatalogue) =>
  mistakes(typeof json === 'string' ? json : JSON.stringify(json)).list.map((one) => [
    placeOf(one),
    one.of,
    one.sentence.vi,
  ]);
const withFirst = (change: object) => ({ ...good, procedures: [{ ...first, ...change }, second] });

describe('what is wrong in a file', () => {
  it('is nothing when it is right', () => {
    expect(told(good)).toEqual([]);
    expect(told(`\ufeff${JSON.stringify(good)}`)).toEqual([]);
  });

  it.each([
    ['is missing', { name: undefined }, 'name', 'Thiếu mục này.'],
    ['is of another type', { name: 7 }, 'name', 'Phải là chữ, trong dấu nháy kép.'],
    ['is empty', { papers: [] }, 'papers', 'Không được để trống.'],
    ['is too long', { name: 'x'.repeat(301) }, 'name', 'Dài quá 300 ký tự.'],
    ['is none of the choices', { fee: { kind: 'flat', amount: -1 } }, 'fee.amount', 'Không được nhỏ hơn 0.'],
    [
      'is wrong in one of several kinds',
      { deadline: { kind: 'working-days', days: '3' } },
      'deadline.days',
      'Phải là số.',
    ],
    [
      'is of no kind',
      { fee: { kind: 'gift' } },
      'fee.kind',
      'Phải là một trong: none, flat, per-copy, certified-copy.',
    ],
    [
      'refers to what is not there',
      { field: 'khong-co' },
      'field',
      'Lĩnh vực này không có trong danh sách lĩnh vực của tệp.',
    ],
  ])('that %s is told with its place, and by the procedure it is of', (_, change, place, sentence) => {
    const name = 'name' in change ? change.name : first?.name;
    const of = [first?.code, typeof name === 'string' ? name : ''].filter(Boolean).join(' ').slice(0, 200);
    expect(told(withFirst(change))).toEqual([[`procedures.0.${place}`, of, sentence]]);
  });

  it('that stands twice is told at its second place', () => {
    expect(told({ ...good, procedures: [first, second, first] })).toEqual([
      ['procedures.2.code', `${BIRTH} ${first?.name}`, 'Thủ tục này đã có ở trên; mỗi thủ tục chỉ ghi một lần.'],
    ]);
    const officer = { id: 'cb-1', name: 'Trần Thị Mẫu', roles: [] };
    expect(told({ officers: [officer, officer] }, mistakesInOfficers)).toEqual([
      ['officers.1.id', 'cb-1 Trần Thị Mẫu', 'Mã này đã có ở trên; mỗi mã chỉ dùng một lần.'],
    ]);
  });

  it('of a day is told with how a day is written', () => {
    const entry = { id: 'nghi', decision: '', reason: '', madeAt: 1, madeBy: '', key: 'day', value: { kind: 'off' } };
    expect(told({ version: 1, settings: [{ ...entry, from: '31/12/2026' }] }, mistakesInSettings)).toEqual([
      ['settings.0.from', 'nghi', 'Phải là ngày, viết năm-tháng-ngày như 2026-12-31.'],
    ]);
  });

  it('is the line where the JSON breaks off, or that it is none', () => {
    expect(told('{\n "version": 1,\n}')).toEqual([['', '', expect.stringContaining('Dòng 3 ')]]);
    expect(told('<html>')).toEqual([['', '', expect.stringContaining('không phải JSON')]]);
    expect(told(' '.repeat(8_000_001))).toEqual([['', '', expect.stringContaining('dài quá 8 triệu')]]);
    expect(told('null')).toEqual([['', '', 'Phải là một nhóm, trong ngoặc nhọn.']]);
  });

  it('is listed twenty times at most, the rest counted', () => {
    const bad = { ...good, procedures: Array.from({ length: 30 }, () => ({})) };
    const { list, more } = mistakesInCatalogue(JSON.stringify(bad));
    expect(list).toHaveLength(20);
    expect(more).toBe(30 * 8 - 20);
  });
});

describe('a file on its way to the station', () => {
  it('is refused before it is opened when it is too large, with both sizes', () => {
    expect(() => checkSize('officers', 2_000_000)).not.toThrow();
    expect(() => checkSize('officers', 23_456_789)).toThrow(
      expect.objectContaining({
        code: 'MC-CFG-07',
        mistakes: {
          list: [
            expect.objectContaining({
              sentence: expect.objectContaining({ vi: expect.stringContaining('23,5 MB, nhiều nhất là 2 MB') }),
            }),
          ],
          more: 0,
        },
      }),
    );
  });

  it('is refused when it does not shrink as lists do', async () => {
    const noise = randomBytes(2_900_000).toString('base64');
    await expect(packed('catalogue', noise)).rejects.toMatchObject({ code: 'MC-CAT-01' });
  });
});
