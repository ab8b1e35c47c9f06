import { describe, expect, test } from 'vitest';
import type { DossierRow } from '../../../domain/views/work.ts';
import { workGroupKeySchema } from '../../../domain/views/work.ts';
import { GROUP_ICON, RAIL_SECTIONS, whyOf } from '../../../renderer/counter/home/work-groups.ts';

const row = (more: Partial<DossierRow>): DossierRow => ({
  id: '019aa000-0000-7000-8000-000000000001',
  code: 'H57.23.15-261124-0001',
  applicantName: 'Nguyễn Thị Mẫu',
  procedureCode: '1.001193',
  procedureName: 'Đăng ký khai sinh',
  procedureShort: 'Đăng ký khai sinh',
  status: 'received',
  desk: 2,
  receivedAt: 0,
  dueAt: 0,
  due: 'later',
  minutesLeft: 500,
  statusSince: 0,
  unsent: false,
  ...more,
});

test('every group of the work list is in the rail once, with its icon', () => {
  const inRail = RAIL_SECTIONS.flatMap(({ groups }) => [...groups]);
  expect([...inRail].sort()).toEqual([...workGroupKeySchema.options].sort());
  for (const key of inRail) expect(GROUP_ICON[key]).toBeDefined();
});

describe('why a row stands in the list', () => {
  test('late comes before any note', () => {
    expect(
      whyOf(row({ due: 'late', minutesLeft: -127, note: { key: 'note.print-failed', values: {} } })),
    ).toMatchObject({ tone: 'late', text: 'late' });
  });
  test('due within the hour is marked, later today is not', () => {
    expect(whyOf(row({ due: 'due-today', minutesLeft: 18 }))).toMatchObject({ tone: 'due', text: 'soon' });
    expect(whyOf(row({ due: 'due-today', minutesLeft: 300 }))).toMatchObject({ tone: '', text: 'today' });
  });
  test('a note of the station is shown where the time does not press', () => {
    expect(whyOf(row({ due: 'done', note: { key: 'note.ready-since', values: { at: 1 } } }))).toMatchObject({
      tone: 'ready',
      text: 'note',
    });
  });
  test('a note that this version does not know still shows', () => {
    expect(whyOf(row({ note: { key: 'note.new-thing', values: {} } })).text).toBe('note');
  });
});
