import { describe, expect, it } from 'vitest';
import { OFFICERS_MAX, type Officer, officerChanges, parseOfficers, worksOn } from '../../domain/officer.ts';

const one: Officer = { id: 'cb-1', name: 'Trần Thị Mẫu', title: '', roles: ['intake'] };
const read = (...officers: readonly unknown[]) => parseOfficers(JSON.stringify({ officers }));

describe('a file of officers', () => {
  it('is read, also with the mark that Windows puts before it', () => {
    expect(read({ id: 'cb-1', name: ' Trần Thị Mẫu ', roles: ['intake'] })).toEqual({
      ok: true,
      value: { officers: [one] },
    });
    expect(parseOfficers(`\ufeff${JSON.stringify({ officers: [one] })}`).ok).toBe(true);
    expect(read()).toMatchObject({ ok: true });
  });

  it.each([
    ['nobody’s name', [{ ...one, name: ' ' }]],
    ['a role nobody knows', [{ ...one, roles: ['king'] }]],
    ['an id twice', [one, { ...one, name: 'Lê Văn Mẫu' }]],
    ['an id with spaces', [{ ...one, id: 'cb 1' }]],
    ['a day that is none', [{ ...one, until: '2026-02-30' }]],
    ['too many', Array.from({ length: OFFICERS_MAX + 1 }, (_, index) => ({ ...one, id: `cb-${index}` }))],
  ])('is refused for %s', (_, officers) => {
    expect(read(...officers)).toEqual({ ok: false, code: 'MC-CFG-07' });
  });

  it('is refused when it is no JSON, or endless', () => {
    expect(parseOfficers('họ và tên;chức danh')).toEqual({ ok: false, code: 'MC-CFG-07' });
    expect(parseOfficers(`{"officers":[]}${' '.repeat(1_000_001)}`)).toEqual({ ok: false, code: 'MC-CFG-07' });
  });
});

it('the first and the last day are working days', () => {
  const officer = { ...one, from: '2026-11-02', until: '2026-11-24' };
  expect(['2026-11-01', '2026-11-02', '2026-11-24', '2026-11-25'].map((day) => worksOn(officer, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(worksOn(one, '1990-01-01')).toBe(true);
});

it('what a list changes is told by id: who is new, who is gone, who is otherwise than before', () => {
  const son = { ...one, id: 'cb-2', name: 'Lê Văn Mẫu' };
  const renamed = { ...one, title: 'Phó Chủ tịch' };
  const namesake = { ...one, id: 'cb-3' };
  expect(officerChanges([one, son], [renamed, namesake])).toEqual({
    added: [namesake],
    removed: [son],
    changed: [renamed],
  });
  expect(officerChanges([one, son], [son, one])).toEqual({ added: [], removed: [], changed: [] });
});
