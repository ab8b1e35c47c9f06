import { describe, expect, test } from 'vitest';
import type { Officer } from '../../../domain/officer.ts';
import {
  type Choice,
  choicesFor,
  holderOf,
  idIfNeeded,
  offered,
  receiverOf,
} from '../../../renderer/counter/office/choices.ts';

const officer = (id: string, name: string, title = ''): Officer => ({ id, name, title, roles: [] });
const ALL = [
  officer('1', 'Trần Thị Hồng Mẫu', 'Công chức Tư pháp – Hộ tịch'),
  officer('2', 'Lê Văn Mẫu', 'Phó Chủ tịch'),
  officer('3', 'Phan Thị Mẫu'),
];
const shown = (choices: readonly Choice[]) =>
  choices.map((choice) => (choice.kind === 'typed' ? `“${choice.text}”` : choice.officer.id));

describe('whom papers may be given to', () => {
  test('everybody of the list before anything is typed', () => {
    expect(shown(choicesFor(ALL, ' '))).toEqual(['1', '2', '3']);
  });
  test('by name or title without accents, and always the words as they were typed', () => {
    expect(shown(choicesFor(ALL, 'hong'))).toEqual(['1', '“hong”']);
    expect(shown(choicesFor(ALL, 'pho chu'))).toEqual(['2', '“pho chu”']);
    expect(shown(choicesFor(ALL, ' Phòng Tài nguyên '))).toEqual(['“Phòng Tài nguyên”']);
  });
  test('a whole name is that person, not also a unit of that name', () => {
    expect(shown(choicesFor(ALL, 'le van mau'))).toEqual(['2']);
  });
  test('a long list shows what fits', () => {
    const many = Array.from({ length: 30 }, (_, index) => officer(String(index), `Nguyễn Văn ${index}`));
    expect(choicesFor(many, 'nguyen')).toHaveLength(7);
  });
});

test('who holds it, and who signs for it', () => {
  const [first, , third] = ALL;
  if (!first || !third) throw new Error('no sample');
  expect(holderOf({ kind: 'officer', officer: first }, 'Một cửa')).toEqual({
    unit: 'Công chức Tư pháp – Hộ tịch',
    name: 'Trần Thị Hồng Mẫu',
    officerId: '1',
  });
  expect(holderOf({ kind: 'officer', officer: third }, 'Một cửa')).toMatchObject({ unit: 'Một cửa' });
  const unit = holderOf({ kind: 'typed', text: 'Phòng Tài nguyên' }, 'Một cửa');
  expect([unit, receiverOf(unit)]).toEqual([{ unit: 'Phòng Tài nguyên', name: '' }, 'Phòng Tài nguyên']);
});

describe('two of one name', () => {
  const [son, other] = [officer('4', 'Lê Văn Sơn', 'Phó Chủ tịch'), officer('5', 'Lê Văn Sơn', 'Công chức')];
  const ids = (officers: readonly Officer[]) => officers.map(({ id }) => id);
  test('the one who has the papers is not offered them, the namesake is', () => {
    expect(ids(offered([son, other], { unit: 'UBND', name: 'Lê Văn Sơn', officerId: '4' }))).toEqual(['5']);
  });
  test('where only the name is known, it must be nobody else’s to leave somebody out', () => {
    expect(ids(offered([son, other], { unit: 'UBND', name: 'Lê Văn Sơn' }))).toEqual(['4', '5']);
    expect(ids(offered(ALL, { unit: 'UBND', name: 'Lê Văn Mẫu' }))).toEqual(['1', '3']);
  });
  test('are told apart by their title, and by the id where that is the same too', () => {
    expect(idIfNeeded([son, other], son)).toBe('');
    expect(idIfNeeded([son, { ...other, title: son.title }], son)).toBe('4');
  });
});
