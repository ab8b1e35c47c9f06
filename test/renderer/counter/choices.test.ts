import { describe, expect, test } from 'vitest';
import type { Officer } from '../../../domain/officer.ts';
import { type Choice, choicesFor, holderOf, receiverOf } from '../../../renderer/counter/office/choices.ts';

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
